/** The trail of tasks' events in memory. */

import type { TaskEvent, TaskLog } from '../../application/ports/task-log.js';
import type { TaskId } from '../../domain/ids.js';

export class MemoryTaskLog implements TaskLog {
  readonly #events: TaskEvent[] = [];

  async write(events: readonly TaskEvent[]): Promise<void> {
    this.#events.push(...events);
  }

  async read(taskId: TaskId): Promise<readonly TaskEvent[]> {
    return this.#events.filter((event) => event.taskId === taskId).sort((one, other) => one.at - other.at);
  }
}
