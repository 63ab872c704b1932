/** A worker in the style of a class: what the Python system's workers inherited. */

import type { JsonObject } from '../../../domain/task.js';
import { Processor } from './processor.js';

/**
 * Inherit it, do the work in `call`, and end with `return super.call(event)`, which marks the task as completed with the counters and the
 * `result`. A `call` that throws marks it as failed.
 *
 * @example
 * ```ts
 * import { getLambdaHandler, Worker } from 'sosw/worker';
 *
 * class CountWords extends Worker {
 *   override async call(event: { words: string[] }) {
 *     this.stats.add('words', event.words.length);
 *     this.result.longest = Math.max(...event.words.map((word) => word.length));
 *     return super.call(event);
 *   }
 * }
 *
 * export const handler = getLambdaHandler(CountWords);
 * ```
 */
export class Worker<Config extends object = JsonObject> extends Processor<Config> {
  #isDone = false;

  /** True once the present run has said that its task is done. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Called before each run of a processor that lives on. */
  begin(): void {
    this.#isDone = false;
    this.result = {};
  }

  /**
   * Says that the task of the event is done. The WorkerAssistant is told when the run has ended.
   *
   * @param _event - The event that `call` was given.
   * @returns The `result`, which the task keeps; what the overriding `call` returns instead is kept where `result` is empty.
   */
  async call(_event: unknown): Promise<unknown> {
    this.#isDone = true;
    return this.result;
  }
}
