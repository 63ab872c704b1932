/** Passes on what local workers end with to the WorkerAssistant, as a worker in the cloud would itself. */

import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { WorkerAssistant } from '../../application/worker-assistant.js';
import type { JsonObject } from '../../domain/task.js';
import { isJsonObject } from '../../domain/worker-event.js';

/** How an invocation ended: what the local Invoker tells. */
export interface EndedInvocation {
  readonly event: JsonObject;
  readonly outcome: 'completed' | 'failed';
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
  /** The worker's own words, where it has any. */
  readonly report?: JsonObject;
}

/** Reports that could not be recorded are sent again this often; then the task is left to expire. */
const TRIES_MAX = 5;
const PAUSE_MS = 200;

export class WorkerReports {
  readonly #assistant: () => WorkerAssistant;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #underWay = new Set<Promise<void>>();

  /** `assistant` is asked for late: the assistant starts workers, whose ends come here. */
  constructor(assistant: () => WorkerAssistant, clock: Clock, logger: Logger) {
    this.#assistant = assistant;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Starts the report; `settled` waits for it. */
  send(ended: EndedInvocation): void {
    const report = this.#report(ended.report ?? messageOf(ended)).finally(() => this.#underWay.delete(report));
    this.#underWay.add(report);
  }

  /** Resolves when no report is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #report(message: JsonObject): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#assistant().handle(message);
        return;
      } catch (error) {
        if (tries === TRIES_MAX) {
          this.#logger.error('a report could not be recorded; the task is left to expire', {
            taskId: message.task_id,
            error,
          });
          return;
        }
        await this.#clock.sleep(PAUSE_MS * tries);
      }
    }
  }
}

function messageOf({ event, outcome, result, error }: EndedInvocation): JsonObject {
  const { task_id = null, sosw_attempt: attempt = null } = event;
  const named = isJsonObject(result) ? result : { value: result as JsonObject[string] };
  return {
    action: outcome === 'completed' ? 'mark_task_as_completed' : 'mark_task_as_failed',
    task_id,
    attempt,
    ...(result === undefined || result === null ? {} : { result: named }),
    ...(error === undefined ? {} : { error: { ...error } }),
  };
}
