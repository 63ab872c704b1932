/** Other runs of oneself, in the same process: each begins after the call that asked for it has returned. */

import type { Siblings } from '../../application/ports/siblings.js';
import { SoswError } from '../../domain/errors.js';
import type { JsonObject } from '../../domain/task.js';

export interface SpawnedSibling {
  readonly essential: 'scheduler';
  readonly event: JsonObject;
}

export class MemorySiblings implements Siblings {
  /** What was asked for, oldest first. */
  readonly spawned: SpawnedSibling[] = [];
  /** Set it to have every further sibling refused. */
  refusing = false;
  readonly #run: (sibling: SpawnedSibling) => Promise<unknown>;
  #runs: Promise<unknown> = Promise.resolve();

  /** Without `run` siblings are only recorded. */
  constructor(run: (sibling: SpawnedSibling) => Promise<unknown> = async () => {}) {
    this.#run = run;
  }

  async spawn(essential: 'scheduler', event: JsonObject): Promise<void> {
    if (this.refusing)
      throw new SoswError('sibling.refused', `no further ${essential} is started`, { retryable: true });
    const sibling = { essential, event: structuredClone(event) };
    this.spawned.push(sibling);
    const run = Promise.resolve().then(() => this.#run(sibling));
    this.#runs = Promise.all([this.#runs, run]);
    this.#runs.catch(() => {});
  }

  /** Waits for all siblings, those included that siblings start; rejects with the first error of any. */
  async settled(): Promise<void> {
    for (let waited: unknown; waited !== this.#runs; ) {
      waited = this.#runs;
      await waited;
    }
  }
}
