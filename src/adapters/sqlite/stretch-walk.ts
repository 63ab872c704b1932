/** Walks a stretch of a search: a bounded number of its rows, of which those are given that are asked for. */

import type { TaskId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import type { Place } from '../shared/page-key.js';
import { quoted } from '../shared/store-names.js';
import { allOf, type Condition, condition } from './condition.js';
import type { Stretch } from './search-plan.js';
import type { StoreDatabase } from './store-database.js';
import { type TaskRow, taskOfRow } from './task-row.js';
import { type TableKind, TaskTable } from './task-table.js';

export interface Walked {
  readonly tasks: readonly Task[];
  readonly examined: number;
  /** The last row that was looked at; absent where the stretch has no other. */
  readonly end?: Place;
}

export class StretchWalk {
  readonly #database: StoreDatabase;
  readonly #tables: Readonly<Record<TableKind, TaskTable>>;

  constructor(database: StoreDatabase) {
    this.#database = database;
    this.#tables = {
      open: new TaskTable(database, 'open'),
      retrying: new TaskTable(database, 'retrying'),
      closed: new TaskTable(database, 'closed'),
    };
  }

  /** Looks at `rowsMax` rows behind `after` at most, until `limit` tasks are found. */
  walk(stretch: Stretch, page: { after: Place | undefined; limit: number; rowsMax: number }): Walked {
    const { after, limit, rowsMax } = page;
    const from = [...stretch.within, ...(after === undefined ? [] : [this.#isBeyond(stretch, after)])];
    const bound = this.#placeAt(stretch, from, rowsMax - 1);
    const until = bound === undefined ? from : [...from, this.#isUpTo(stretch, bound)];
    const tasks = this.tasks(stretch, [...until, ...stretch.which], this.#inOrder(stretch), limit);
    const last = tasks.at(-1);
    if (tasks.length === limit && last !== undefined) {
      const end = placeOf(stretch, last);
      return { tasks, end, examined: this.#count(stretch, [...from, this.#isUpTo(stretch, end)]) };
    }
    return bound === undefined
      ? { tasks, examined: this.#count(stretch, from) }
      : { tasks, examined: rowsMax, end: bound };
  }

  /** Tasks of the stretch's table for which the conditions hold. */
  tasks(stretch: Stretch, conditions: readonly Condition[], order: string, limit: number): readonly Task[] {
    const table = this.#tables[stretch.table];
    const { sql, values } = allOf(conditions);
    const statement = this.#database.statement<TaskRow>(`${table.select} WHERE ${sql} ORDER BY ${order} LIMIT ?`);
    return statement.all(...values, limit).map((row) => taskOfRow(row, table.kind));
  }

  /** How many rows a walk of it all looks at. */
  rowsOf(stretch: Stretch): number {
    return this.#count(stretch, stretch.within);
  }

  #count(stretch: Stretch, conditions: readonly Condition[]): number {
    const { sql, values } = allOf(conditions);
    const count = `SELECT count(*) FROM ${this.#table(stretch)} WHERE ${sql}`;
    return this.#database.statement<[number]>(count).get(...values)?.[0] ?? 0;
  }

  /** The row that so many rows stand before; undefined where there is none. */
  #placeAt(stretch: Stretch, conditions: readonly Condition[], before: number): Place | undefined {
    const { sql, values } = allOf(conditions);
    const columns = `${stretch.order === undefined ? '0' : this.#column(stretch.order)}, ${this.#column('task_id')}`;
    const statement = this.#database.statement<[order: number, taskId: TaskId]>(
      `SELECT ${columns} FROM ${this.#table(stretch)} WHERE ${sql} ORDER BY ${this.#inOrder(stretch)} LIMIT 1 OFFSET ?`,
    );
    const row = statement.get(...values, before);
    return row === undefined ? undefined : { order: row[0], taskId: row[1] };
  }

  #inOrder(stretch: Stretch): string {
    const direction = stretch.descending ? 'DESC' : 'ASC';
    const columns = stretch.order === undefined ? (['task_id'] as const) : ([stretch.order, 'task_id'] as const);
    return columns.map((column) => `${this.#column(column)} ${direction}`).join(', ');
  }

  #isBeyond(stretch: Stretch, place: Place): Condition {
    return this.#compared(stretch, stretch.descending ? '<' : '>', place);
  }

  #isUpTo(stretch: Stretch, place: Place): Condition {
    return this.#compared(stretch, stretch.descending ? '>=' : '<=', place);
  }

  #compared({ order }: Stretch, operator: string, place: Place): Condition {
    const id = this.#column('task_id');
    if (order === undefined) return condition(`${id} ${operator} ?`, place.taskId);
    return condition(`(${this.#column(order)}, ${id}) ${operator} (?, ?)`, place.order, place.taskId);
  }

  #table({ table }: Stretch): string {
    const { names } = this.#database;
    return quoted({ open: names.tasks, retrying: names.retry, closed: names.closed }[table]);
  }

  #column(column: 'task_id' | 'greenfield' | 'closed_at'): string {
    return quoted(this.#database.names.columns[column]);
  }
}

function placeOf({ order }: Stretch, { taskId, greenfield, closedAt }: Task): Place {
  if (order === undefined) return { order: 0, taskId };
  return { order: order === 'greenfield' ? greenfield : (closedAt ?? 0), taskId };
}
