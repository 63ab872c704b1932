/** The ordered, paged reads of tasks: each walks one index from where it begins to where its page ends. */

import type { OpenQuery, Page, PageKey } from '../../application/ports/task-store.js';
import type { JobId, LabourerId } from '../../domain/ids.js';
import type { Task, TerminalStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { isIdBefore } from '../shared/id-order.js';
import { idsOfJob } from '../shared/ids-of-job.js';
import { pageKey, placeOfKey } from '../shared/page-key.js';
import { allOf, type Condition } from './condition.js';
import type { RecentTasks } from './recent-tasks.js';
import type { StoreDatabase } from './store-database.js';
import { quoted, STATUS_COLUMN, type TaskColumn } from '../shared/store-names.js';
import { closedStatus, type TaskRow, taskOfRow } from './task-row.js';
import type { TableKind, TaskTable } from './task-table.js';

type OrderedBy = 'greenfield' | 'desired_launch_time' | 'closed_at';

interface PageQuery {
  readonly limit: number;
  readonly descending?: boolean;
  readonly after?: PageKey;
}

export class TaskReader {
  readonly #database: StoreDatabase;
  readonly #tables: Readonly<Record<TableKind, TaskTable>>;
  readonly #recent: RecentTasks;

  constructor(database: StoreDatabase, tables: Readonly<Record<TableKind, TaskTable>>, recent: RecentTasks) {
    this.#recent = recent;
    this.#database = database;
    this.#tables = tables;
  }

  open(query: OpenQuery & PageQuery): Page {
    this.#recent.refresh();
    const page = this.#page(this.#tables.open, 'greenfield', this.#isOpen(query), query);
    for (const task of page.tasks) this.#recent.set(task);
    return page;
  }

  countOpen(query: OpenQuery): number {
    const { sql, values } = allOf(this.#isOpen(query));
    const { tasks, tasksIndex } = this.#database.names;
    const count = `SELECT count(*) FROM ${quoted(tasks)} INDEXED BY ${quoted(tasksIndex)} WHERE ${sql}`;
    return this.#database.statement<[number]>(count).get(...values)?.[0] ?? 0;
  }

  #isOpen({ labourerId, range, completed }: OpenQuery): readonly Condition[] {
    const conditions = [this.#is('labourer_id', '=', labourerId)];
    if (range.above !== undefined) conditions.push(this.#is('greenfield', '>', range.above));
    if (range.upTo !== undefined) conditions.push(this.#is('greenfield', '<=', range.upTo));
    if (completed !== undefined) {
      const isCompleted = `${this.#column('completed_at')} IS ${completed ? 'NOT NULL' : 'NULL'}`;
      conditions.push({ sql: isCompleted, values: [] });
    }
    return conditions;
  }

  retrying(query: { labourerId: LabourerId; dueBy?: EpochSeconds } & PageQuery): Page {
    const conditions = [this.#is('labourer_id', '=', query.labourerId)];
    if (query.dueBy !== undefined) conditions.push(this.#is('desired_launch_time', '<=', query.dueBy));
    return this.#page(this.#tables.retrying, 'desired_launch_time', conditions, query);
  }

  closed(query: { labourerId: LabourerId; stage: TerminalStage } & PageQuery): Page {
    const conditions = [hasStatus(query.labourerId, query.stage)];
    return this.#page(this.#tables.closed, 'closed_at', conditions, { ...query, descending: true });
  }

  unreported({ labourerId, limit }: { labourerId: LabourerId; limit: number }): readonly Task[] {
    const pending = { sql: `${this.#column('notify_pending')} = 1`, values: [] };
    const { closed } = this.#tables;
    return tasksOf(this.#rows(closed, [hasStatus(labourerId, 'dead'), pending], 'LIMIT ?', [limit]), closed);
  }

  /** The job's stretch of ids in each of the tables, merged. The rows' own order needs no number: the page's key holds none. */
  ofJob({ jobId, limit, after }: { jobId: JobId; limit: number; after?: PageKey }): Page {
    const { first, last } = idsOfJob(jobId);
    const id = this.#column('task_id');
    const stretch = [{ sql: `${id} BETWEEN ? AND ?`, values: [first, last] }];
    if (after !== undefined) stretch.push({ sql: `${id} > ?`, values: [placeOfKey(after).taskId] });
    const found = Object.values(this.#tables).flatMap((table) =>
      tasksOf(this.#rows(table, stretch, `ORDER BY ${id} LIMIT ?`, [limit + 1]), table),
    );
    const tasks = found.sort((one, other) => (isIdBefore(one.taskId, other.taskId) ? -1 : 1)).slice(0, limit);
    const end = tasks.at(-1);
    return found.length <= limit || end === undefined
      ? { tasks }
      : { tasks, next: pageKey({ order: 0, taskId: end.taskId }) };
  }

  /** One task more is asked for than the page holds, to know whether it is the last. */
  #page(table: TaskTable, order: OrderedBy, conditions: readonly Condition[], query: PageQuery): Page {
    const { limit, descending = false, after } = query;
    const [ordered, id] = [this.#column(order), this.#column('task_id')];
    const direction = descending ? 'DESC' : 'ASC';
    const behind = after === undefined ? [] : [isBehind(ordered, id, descending, after)];
    const tail = `ORDER BY ${ordered} ${direction}, ${id} ${direction} LIMIT ?`;
    const rows = this.#rows(table, [...conditions, ...behind], tail, [limit + 1]);
    const tasks = tasksOf(rows.slice(0, limit), table);
    const last = tasks.at(-1);
    return rows.length <= limit || last === undefined ? { tasks } : { tasks, next: keyOf(last, order) };
  }

  #rows(table: TaskTable, conditions: readonly Condition[], tail: string, values: readonly unknown[]): TaskRow[] {
    const where = allOf(conditions);
    const statement = this.#database.statement<TaskRow>(`${table.select} WHERE ${where.sql} ${tail}`);
    return statement.all(...where.values, ...values);
  }

  #is(column: TaskColumn, operator: '=' | '>' | '<=', value: unknown): Condition {
    return { sql: `${this.#column(column)} ${operator} ?`, values: [value] };
  }

  #column(column: TaskColumn): string {
    return quoted(this.#database.names.columns[column]);
  }
}

const tasksOf = (rows: readonly TaskRow[], table: TaskTable): Task[] => rows.map((row) => taskOfRow(row, table.kind));

const hasStatus = (labourerId: LabourerId, stage: TerminalStage): Condition => ({
  sql: `${STATUS_COLUMN} = ?`,
  values: [closedStatus(labourerId, stage)],
});

function isBehind(ordered: string, id: string, descending: boolean, after: PageKey): Condition {
  const { order, taskId } = placeOfKey(after);
  return { sql: `(${ordered}, ${id}) ${descending ? '<' : '>'} (?, ?)`, values: [order, taskId] };
}

function keyOf(task: Task, order: OrderedBy): PageKey {
  const value = { greenfield: task.greenfield, desired_launch_time: task.desiredLaunchTime, closed_at: task.closedAt };
  return pageKey({ order: value[order] ?? 0, taskId: task.taskId });
}
