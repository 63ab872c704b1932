/** What runs the essentials: each invocation in a process of its own, which may die at any call of a port. */

import { type Essentials, essentials, type Ports } from './essentials.js';

/** A process dies before its call of this number, counted over all processes, is made, or when it was made, without its answer. */
export interface CrashPoint {
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** What the caller of an essential learns. */
export type Answer<Result> =
  | { readonly outcome: 'answered'; readonly result: Result }
  | { readonly outcome: 'failed'; readonly error: unknown }
  | { readonly outcome: 'died' };

/** Is told of each call of a port: its number, the essential, and the call's name. */
export type CallObserver = (number: number, essential: string, call: string) => void;

interface PlatformOptions {
  readonly crash?: CrashPoint | undefined;
  readonly observe?: CallObserver | undefined;
  /** Waits for as long as a call of a port takes. */
  readonly latency?: () => Promise<void>;
}

export class Platform {
  readonly #ports: () => Ports;
  readonly #options: PlatformOptions;
  #calls = 0;

  constructor(ports: () => Ports, options: PlatformOptions = {}) {
    this.#ports = ports;
    this.#options = options;
  }

  /** One invocation. `name` is the essential's. */
  run<Result>(name: string, work: (process: Essentials) => Promise<Result>): Promise<Answer<Result>> {
    return new Promise((resolve) => {
      let isDead = false;
      const die = (): Promise<never> => {
        isDead = true;
        resolve({ outcome: 'died' });
        return new Promise(() => {});
      };
      const process = essentials(this.#ports(), (call, make) => {
        // Whatever else the process had under way dies with it.
        if (isDead) return die();
        const number = this.#calls++;
        const { crash, observe, latency } = this.#options;
        observe?.(number, name, call);
        if (number !== crash?.call) return latency === undefined ? make() : latency().then(make);
        if (crash.when === 'after') void make();
        return die();
      });
      work(process).then(
        (result) => resolve({ outcome: 'answered', result }),
        (error: unknown) => resolve({ outcome: 'failed', error }),
      );
    });
  }
}
