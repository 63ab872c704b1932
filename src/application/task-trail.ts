/** Writes what happens to tasks into the task log, if there is one; a trail that can't be written never stands in the way. */

import type { Task } from '../domain/task.js';
import type { Clock } from './ports/clock.js';
import type { Logger } from './ports/logger.js';
import type { TaskAction, TaskLog } from './ports/task-log.js';

export class TaskTrail {
  readonly #log: TaskLog | undefined;
  readonly #clock: Clock;
  readonly #logger: Logger;

  /** Without a log nothing is written: the trail is off by default. */
  constructor(log: TaskLog | undefined, clock: Clock, logger: Logger) {
    this.#log = log;
    this.#clock = clock;
    this.#logger = logger;
  }

  async write(author: string, action: TaskAction, tasks: readonly Task[]): Promise<void> {
    if (this.#log === undefined || tasks.length === 0) return;
    const at = this.#clock.now();
    try {
      await this.#log.write(tasks.map(({ taskId, labourerId }) => ({ taskId, labourerId, action, at, author })));
    } catch (cause) {
      this.#logger.warn('task events were not written', { action, tasks: tasks.length, cause });
    }
  }
}
