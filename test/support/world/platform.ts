/** What runs the essentials: each invocation in a process of its own, whose calls of ports take their time. */

import { type Essentials, essentials, type Ports } from './essentials.js';
import { OPEN_GATE } from './gated-port.js';

interface PlatformOptions {
  /** Waits for as long as a call of a port takes. */
  readonly latency?: () => Promise<void>;
}

export class Platform {
  readonly #ports: () => Ports;
  readonly #options: PlatformOptions;

  constructor(ports: () => Ports, options: PlatformOptions = {}) {
    this.#ports = ports;
    this.#options = options;
  }

  /** One invocation. */
  run<Result>(work: (process: Essentials) => Promise<Result>): Promise<Result> {
    const { latency } = this.#options;
    return work(essentials(this.#ports(), latency === undefined ? OPEN_GATE : (_call, make) => latency().then(make)));
  }
}
