/** Another run of oneself, on one's own machine: the next turn of the same process. */

import type { Logger } from '../../application/ports/logger.js';
import type { Siblings } from '../../application/ports/siblings.js';
import { SoswError } from '../../domain/errors.js';
import type { JsonObject } from '../../domain/task.js';

export class LocalSiblings implements Siblings {
  readonly #run: (essential: 'scheduler', event: JsonObject) => Promise<unknown>;
  readonly #logger: Logger;
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;

  /** What `run` rejects with is logged: nobody else waits for it. */
  constructor(run: (essential: 'scheduler', event: JsonObject) => Promise<unknown>, logger: Logger) {
    this.#run = run;
    this.#logger = logger;
  }

  async spawn(essential: 'scheduler', event: JsonObject): Promise<void> {
    if (this.#isClosed) throw new SoswError('sibling.refused', `no further ${essential} is started: this process ends`);
    const own = structuredClone(event);
    const run = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#run(essential, own))
      .then(
        () => {},
        (error: unknown) => this.#logger.error('a sibling failed', { essential, error }),
      );
    this.#running.add(run);
    run.then(() => this.#running.delete(run));
  }

  /** Starts no more, and waits for those that run. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#running);
  }
}
