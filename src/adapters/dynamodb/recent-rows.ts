/** Rows as this process has read them lately: a move to another table carries its row along and need not read it again. */

import type { TaskId } from '../../domain/ids.js';
import type { Row } from './task-finder.js';

const ROWS_MAX = 2000;
/** Characters of a payload above which a row is not worth its memory. */
const PAYLOAD_MAX = 8192;

/** Only a hint: every write is made under the condition that the row is still the one that was read. */
export class RecentRows {
  readonly #rows = new Map<TaskId, Row>();

  keep(row: Row): void {
    if ((row.task.payload?.length ?? 0) > PAYLOAD_MAX) return;
    this.#rows.delete(row.task.taskId);
    this.#rows.set(row.task.taskId, row);
    if (this.#rows.size <= ROWS_MAX) return;
    const [oldest] = this.#rows.keys();
    if (oldest !== undefined) this.#rows.delete(oldest);
  }

  /** The row, which is forgotten: whoever takes it is about to change it. */
  take(taskId: TaskId): Row | undefined {
    const row = this.#rows.get(taskId);
    this.#rows.delete(taskId);
    return row;
  }

  /** The row, kept. */
  peek(taskId: TaskId): Row | undefined {
    return this.#rows.get(taskId);
  }
}
