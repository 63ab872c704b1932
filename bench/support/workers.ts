/** Workers in this very process: each does its work and reports to the WorkerAssistant, as one in the cloud would. */

import type { InvokeOutcome, Invoker } from '../../src/application/ports/invoker.js';
import type { WorkerAssistant } from '../../src/application/worker-assistant.js';
import type { Labourer } from '../../src/domain/labourer.js';
import type { JsonObject } from '../../src/domain/task.js';

export class InProcessWorkers implements Invoker {
  /** Resolves when the expected number of tasks was reported and their slots handed over; rejects with the first failure. */
  readonly allReported: Promise<void>;
  readonly #assistant: () => WorkerAssistant;
  readonly #work: () => Promise<void>;
  readonly #expected: number;
  readonly #started = new Set<unknown>();
  #reported = 0;
  #settle: { resolve: () => void; reject: (error: unknown) => void } = { resolve: () => {}, reject: () => {} };

  /** `assistant` is asked for late: it starts workers itself. */
  constructor(options: { assistant: () => WorkerAssistant; work: () => Promise<void>; expected: number }) {
    this.#assistant = options.assistant;
    this.#work = options.work;
    this.#expected = options.expected;
    this.allReported = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  async invoke(_labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    void this.#run(event).catch(this.#settle.reject);
    return { outcome: 'accepted' };
  }

  async #run(event: JsonObject): Promise<void> {
    if (this.#started.has(event.task_id)) throw new Error(`${event.task_id} was started twice`);
    this.#started.add(event.task_id);
    await this.#work();
    const message = { action: 'mark_task_as_completed', task_id: event.task_id, attempt: event.sosw_attempt };
    const answer = await this.#assistant().handle(message);
    if (answer.outcome !== 'recorded') throw new Error(`${event.task_id}: ${JSON.stringify(answer)}`);
    if (++this.#reported === this.#expected) this.#settle.resolve();
  }
}
