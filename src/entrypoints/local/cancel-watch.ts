/** Notices that tasks whose workers run in this process were cancelled, whoever did it, and tells the workers. */

import type { Logger } from '../../application/ports/logger.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import { isWanted } from '../../domain/cancel-question.js';
import type { TaskId } from '../../domain/ids.js';

/** An attempt that runs here: what the local Invoker tells. */
export interface WatchedAttempt {
  readonly taskId: TaskId;
  readonly attempt: number | undefined;
  /** Called once its work is not wanted any more. */
  cancel(): void;
}

export class CancelWatch {
  readonly #store: TaskStore;
  readonly #running: () => readonly WatchedAttempt[];
  readonly #logger: Logger;

  /** `running` no longer names an attempt that was cancelled. */
  constructor(store: TaskStore, running: () => readonly WatchedAttempt[], logger: Logger) {
    this.#store = store;
    this.#running = running;
    this.#logger = logger;
  }

  /**
   * Reads the row of each running attempt once: another process on the same data may have changed it. Never rejects: a row that can't be
   * read now is read at the next look, and must not keep the others from theirs.
   */
  async look(): Promise<void> {
    await Promise.all(this.#running().map((attempt) => this.#lookAt(attempt)));
  }

  async #lookAt({ taskId, attempt, cancel }: WatchedAttempt): Promise<void> {
    try {
      const task = await this.#store.get(taskId);
      if (task !== undefined && !isWanted(task, attempt)) cancel();
    } catch (error) {
      this.#logger.debug('whether a running task was cancelled could not be read', { taskId, error });
    }
  }
}
