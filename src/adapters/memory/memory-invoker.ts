/** Runs workers in the same process, as a function: for tests, simulated worlds and benches. */

import type { InvokeOutcome, Invoker } from '../../application/ports/invoker.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';

/** The whole worker: what it gives or throws stays with it, as with a function that was started asynchronously. */
export type MemoryWorker = (event: JsonObject, labourer: Labourer) => Promise<unknown>;

/** `runs` says what became of an invocation whose answer was lost. */
export type MemoryAnswer =
  | InvokeOutcome
  | { readonly outcome: 'unknown'; readonly reason: string; readonly runs: true };

export class MemoryInvoker implements Invoker {
  /** Set it to have invocations refused, or their answers lost. */
  answer: (labourer: Labourer, event: JsonObject) => MemoryAnswer = () => ({ outcome: 'accepted' });
  readonly #worker: MemoryWorker;
  readonly #onFailure: (error: unknown, event: JsonObject) => void;
  #running = 0;

  constructor(worker: MemoryWorker, onFailure: (error: unknown, event: JsonObject) => void = () => {}) {
    this.#worker = worker;
    this.#onFailure = onFailure;
  }

  /** Workers that have not ended. */
  get running(): number {
    return this.#running;
  }

  async invoke(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    const answer = this.answer(labourer, event);
    if (answer.outcome === 'accepted' || 'runs' in answer) this.#start(labourer, event);
    return answer.outcome === 'accepted' ? answer : { outcome: answer.outcome, reason: answer.reason };
  }

  #start(labourer: Labourer, event: JsonObject): void {
    const own: JsonObject = JSON.parse(JSON.stringify(event));
    this.#running += 1;
    Promise.resolve()
      .then(() => this.#worker(own, labourer))
      .catch((error: unknown) => this.#onFailure(error, own))
      .finally(() => {
        this.#running -= 1;
      });
  }
}
