/** The trail of tasks' events in SQLite's `sosw_tasks_meta`. */

import type { Logger } from '../../application/ports/logger.js';
import type { TaskAction, TaskEvent, TaskLog } from '../../application/ports/task-log.js';
import type { LabourerId, TaskId } from '../../domain/ids.js';
import type { JsonObject } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { isJsonObject } from '../../domain/worker-event.js';
import { jsonOrUndefined } from '../shared/json-text.js';
import type { StoreDatabase } from './store-database.js';
import { FIXED_NAMES } from '../shared/store-names.js';

type EventRow = readonly [
  taskId: TaskId,
  labourerId: LabourerId | null,
  action: TaskAction,
  at: EpochSeconds,
  author: string,
  details: string | null,
];

export class SqliteTaskLog implements TaskLog {
  readonly #database: StoreDatabase;
  readonly #logger: Pick<Logger, 'warn'> | undefined;
  readonly #insert;
  readonly #select;

  constructor(database: StoreDatabase, logger?: Pick<Logger, 'warn'>) {
    this.#database = database;
    this.#logger = logger;
    const columns = 'task_id, labourer_id, action, created_at, author, details';
    const { meta } = FIXED_NAMES;
    this.#insert = database.statement(`INSERT INTO ${meta} (${columns}) VALUES (?, ?, ?, ?, ?, ?)`);
    this.#select = database.statement<EventRow>(
      `SELECT ${columns} FROM ${meta} WHERE task_id = ? ORDER BY created_at, rowid`,
    );
  }

  async write(events: readonly TaskEvent[]): Promise<void> {
    try {
      await this.#database.change(events.length, () => {
        for (const { taskId, labourerId, action, at, author, details } of events) {
          this.#insert.run(taskId, labourerId, action, at, author, details && JSON.stringify(details));
        }
      });
    } catch (error) {
      this.#logger?.warn("tasks' events could not be written down", { events: events.length, error });
    }
  }

  async read(taskId: TaskId): Promise<readonly TaskEvent[]> {
    const rows = this.#database.read(() => this.#select.all(taskId));
    return rows.map(eventOfRow);
  }
}

const eventOfRow = ([taskId, labourerId, action, at, author, details]: EventRow): TaskEvent => ({
  taskId,
  ...(labourerId === null ? {} : { labourerId }),
  action,
  at,
  author,
  ...(details === null ? {} : { details: detailsIn(details) }),
});

/** Details that cannot be read are shown as they stand: an event is better told with them than not at all. */
function detailsIn(text: string): JsonObject {
  const details = jsonOrUndefined(text);
  return isJsonObject(details) ? details : { text };
}
