/** One of the three tables in which tasks stand, with the statements that changes need. */

import type { TaskId } from '../../domain/ids.js';
import { isTerminal, type Task, type TaskStage } from '../../domain/task.js';
import type { RecentTasks } from './recent-tasks.js';
import type { StoreDatabase } from './store-database.js';
import { CHANGEABLE_COLUMNS, quoted, STATUS_COLUMN, TASK_COLUMNS } from '../shared/store-names.js';
import { changeableValues, closedStatus, type TaskRow, taskOfRow, taskValues } from './task-row.js';

/** Which tasks a table holds. Closed ones have their labourer and stage together in a column of its own. */
export type TableKind = 'open' | 'retrying' | 'closed';

export const tableOf = (stage: TaskStage): TableKind => (isTerminal(stage) ? 'closed' : stage);

/** What every task begins with. */
const FRESH_COLUMNS = [
  'task_id',
  'labourer_id',
  'created_at',
  'arn',
  'job_id',
  'greenfield',
  'attempts',
  'payload',
] as const;

export class TaskTable {
  /** `SELECT … FROM …`, for rows that `taskOfRow` reads. */
  readonly select: string;
  readonly kind: TableKind;
  readonly #recent: RecentTasks | undefined;
  readonly #find;
  readonly #insert;
  readonly #insertFresh;
  readonly #isElsewhere;
  readonly #elsewhereBetween;
  readonly #update;
  readonly #delete;

  constructor(database: StoreDatabase, kind: TableKind, recent?: RecentTasks) {
    this.#recent = recent;
    this.kind = kind;
    const { names } = database;
    const table = quoted({ open: names.tasks, retrying: names.retry, closed: names.closed }[kind]);
    const id = quoted(names.columns.task_id);
    const own = kind === 'closed' ? [STATUS_COLUMN] : [];
    const columns = [...TASK_COLUMNS.map((column) => quoted(names.columns[column])), ...own];
    const changeable = [...CHANGEABLE_COLUMNS.map((column) => quoted(names.columns[column])), ...own];

    this.select = `SELECT ${columns} FROM ${table}`;
    this.#find = database.statement<TaskRow>(`${this.select} WHERE ${id} = ?`);
    this.#insert = database.statement(
      `INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => '?')}) ON CONFLICT DO NOTHING`,
    );
    const fresh = FRESH_COLUMNS.map((column) => quoted(names.columns[column]));
    this.#insertFresh = database.statement(
      `INSERT INTO ${table} (${fresh}) VALUES (${fresh.map(() => '?')}) ON CONFLICT DO NOTHING`,
    );
    const others = [names.tasks, names.retry, names.closed].map(quoted).filter((name) => name !== table);
    const isElsewhere = others.map((name) => `EXISTS (SELECT 1 FROM ${name} WHERE ${id} = ?)`).join(' OR ');
    this.#isElsewhere = database.statement<[0 | 1]>(`SELECT ${isElsewhere}`);
    const between = others.map((name) => `SELECT ${id} FROM ${name} WHERE ${id} BETWEEN ? AND ?`);
    this.#elsewhereBetween = database.statement<[TaskId]>(between.join(' UNION ALL '));
    this.#update = database.statement(`UPDATE ${table} SET ${changeable.map((name) => `${name} = ?`)} WHERE ${id} = ?`);
    this.#delete = database.statement(`DELETE FROM ${table} WHERE ${id} = ?`);
  }

  find(taskId: TaskId): Task | undefined {
    const recent = this.#recent?.get(taskId);
    if (recent !== undefined) return recent;
    const row = this.#find.get(taskId);
    return row === undefined ? undefined : taskOfRow(row, this.kind);
  }

  /** Inserts the task if its id is not in this table, and tells whether it did. */
  insert(task: Task): boolean {
    return this.#insert.run(...taskValues(task), ...ownValues(task)).changes === 1;
  }

  /** The same, cheaper for a task that has nothing yet but what every task begins with. */
  insertNew(task: Task): boolean {
    if (!isFresh(task)) return this.insert(task);
    const { taskId, labourerId, createdAt, arn, jobId, greenfield, attempts, payload } = task;
    const values = [taskId, labourerId, createdAt, arn, jobId, greenfield, attempts, payload];
    return this.#insertFresh.run(values).changes === 1;
  }

  /** Which ids from the one to the other the other two tables have. */
  elsewhereBetween(first: TaskId, last: TaskId): ReadonlySet<TaskId> {
    return new Set(this.#elsewhereBetween.all(first, last, first, last).map(([taskId]) => taskId));
  }

  /** Whether one of the other two tables has the id. */
  isElsewhere(taskId: TaskId): boolean {
    return this.#isElsewhere.get(taskId, taskId)?.[0] === 1;
  }

  /** Writes what a transition may have changed. */
  update(task: Task): void {
    this.#update.run(...changeableValues(task), ...ownValues(task), task.taskId);
    this.#recent?.set(task);
  }

  remove(taskId: TaskId): void {
    this.#delete.run(taskId);
    this.#recent?.delete(taskId);
  }
}

const ownValues = ({ labourerId, stage }: Task): unknown[] =>
  isTerminal(stage) ? [closedStatus(labourerId, stage)] : [];

const isFresh = (task: Task): boolean =>
  task.slot === undefined &&
  task.completedAt === undefined &&
  task.failedAttempts === undefined &&
  task.lastError === undefined &&
  task.attemptsBase === undefined &&
  task.redrives === undefined &&
  task.extra === undefined;
