/** Tasks in SQLite: fetches the row, lets the domain decide, and writes; all that arrives together in one transaction. */

import type {
  AddOutcome,
  ApplyOutcome,
  JobProgress,
  OpenQuery,
  Page,
  PageKey,
  TaskStore,
} from '../../application/ports/task-store.js';
import { areOfOneJob, type JobId, type LabourerId, type TaskId } from '../../domain/ids.js';
import type { Task, TerminalStage } from '../../domain/task.js';
import { guardHolds, type Transition, transformed } from '../../domain/transition.js';
import { isIdBefore } from '../shared/id-order.js';
import { JobCounters } from './job-counters.js';
import { LabourerCounters } from './labourer-counters.js';
import { RecentTasks } from './recent-tasks.js';
import type { StoreDatabase } from './store-database.js';
import { TaskReader } from './task-reader.js';
import { type TableKind, TaskTable, tableOf } from './task-table.js';

/** Items of one call that are committed together; a larger call is committed in pieces of so many. */
const CALL_MAX = 5000;

export class SqliteTaskStore implements TaskStore {
  readonly #database: StoreDatabase;
  readonly #tables: Readonly<Record<TableKind, TaskTable>>;
  readonly #reader: TaskReader;
  readonly #recent: RecentTasks;
  readonly #jobs: JobCounters;
  readonly #counters: LabourerCounters;

  constructor(database: StoreDatabase) {
    this.#database = database;
    this.#recent = new RecentTasks(database);
    this.#tables = {
      open: new TaskTable(database, 'open', this.#recent),
      retrying: new TaskTable(database, 'retrying'),
      closed: new TaskTable(database, 'closed'),
    };
    this.#reader = new TaskReader(database, this.#tables, this.#recent);
    this.#jobs = new JobCounters(database);
    this.#counters = new LabourerCounters(database);
  }

  add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    return this.#inPieces(tasks, (piece) => this.#add(piece));
  }

  apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    return this.#inPieces(transitions, (piece) => piece.map((transition) => this.#apply(transition)));
  }

  async #inPieces<Item, Outcome>(
    items: readonly Item[],
    make: (piece: readonly Item[]) => readonly Outcome[],
  ): Promise<readonly Outcome[]> {
    if (items.length <= CALL_MAX) return this.#database.change(items.length, () => make(items));
    const pieces = [];
    for (let start = 0; start < items.length; start += CALL_MAX) {
      const piece = items.slice(start, start + CALL_MAX);
      pieces.push(this.#database.change(piece.length, () => make(piece)));
    }
    return (await Promise.all(pieces)).flat();
  }

  #add(tasks: readonly Task[]): readonly AddOutcome[] {
    const { open } = this.#tables;
    const isElsewhere = this.#elsewhere(tasks);
    return tasks.map((task) => {
      if (isElsewhere(task.taskId) || !open.insertNew(task)) return 'known';
      if (task.jobId !== undefined) this.#jobs.added(task.jobId, task);
      this.#counters.added(task.labourerId, task.stage);
      return 'added';
    });
  }

  /**
   * Tells whether an id has left the table of open tasks. Rows of one job stand side by side (`taskIdOfRow`), so one look at their
   * stretch answers for all of them.
   */
  #elsewhere(tasks: readonly Task[]): (taskId: TaskId) => boolean {
    const { open } = this.#tables;
    const ids = tasks.map(({ taskId }) => taskId);
    const [first, last] = [ids.reduce(lesser, ids[0] as TaskId), ids.reduce(greater, ids[0] as TaskId)];
    if (tasks.length < 2 || !areOfOneJob(first, last)) return (taskId) => open.isElsewhere(taskId);
    const elsewhere = open.elsewhereBetween(first, last);
    return (taskId) => elsewhere.has(taskId);
  }

  #apply(transition: Transition): ApplyOutcome {
    const source = this.#tables[tableOf(transition.from)];
    const before = source.find(transition.taskId);
    if (before === undefined) return this.#staleOrMissing(transition.taskId);
    if (!guardHolds(before, transition)) return { outcome: 'stale', current: before };
    const after = transformed(before, transition);
    const target = this.#tables[tableOf(after.stage)];
    if (target === source) {
      source.update(after);
    } else {
      source.remove(before.taskId);
      target.insert(after);
    }
    if (before.jobId !== undefined) this.#jobs.moved(before.jobId, before, after.stage);
    this.#counters.changed(before.labourerId, transition.name, before.stage, after.stage);
    return { outcome: 'applied', before };
  }

  #staleOrMissing(taskId: TaskId): ApplyOutcome {
    const current = this.#find(taskId);
    return current === undefined ? { outcome: 'missing' } : { outcome: 'stale', current };
  }

  /** Every move is one transaction, so a task is in one table only; open ones are asked for most. */
  #find(taskId: TaskId): Task | undefined {
    const { open, retrying, closed } = this.#tables;
    return open.find(taskId) ?? closed.find(taskId) ?? retrying.find(taskId);
  }

  /** A task that is in none of the tables may have been moved while they were looked at: then they are looked at as one. */
  async get(taskId: TaskId): Promise<Task | undefined> {
    return this.#database.read(() => {
      this.#recent.refresh();
      return this.#find(taskId) ?? this.#database.snapshot(() => this.#find(taskId));
    });
  }

  async open(query: Parameters<TaskStore['open']>[0]): Promise<Page> {
    return this.#database.read(() => this.#reader.open(query));
  }

  async countOpen(query: OpenQuery): Promise<number> {
    return this.#database.read(() => this.#reader.countOpen(query));
  }

  async retrying(query: Parameters<TaskStore['retrying']>[0]): Promise<Page> {
    return this.#database.read(() => this.#reader.retrying(query));
  }

  async closed(query: { labourerId: LabourerId; stage: TerminalStage; limit: number; after?: PageKey }): Promise<Page> {
    return this.#database.read(() => this.#reader.closed(query));
  }

  async unreported(query: { labourerId: LabourerId; limit: number }): Promise<readonly Task[]> {
    return this.#database.read(() => this.#reader.unreported(query));
  }

  async progress(jobId: JobId): Promise<JobProgress | undefined> {
    return this.#database.read(() => this.#jobs.progress(jobId));
  }

  /** One state of the file, so that a task which moves meanwhile is there once. */
  async ofJob(query: Parameters<TaskStore['ofJob']>[0]): Promise<Page> {
    return this.#database.read(() => this.#database.snapshot(() => this.#reader.ofJob(query)));
  }
}

const lesser = (one: TaskId, other: TaskId): TaskId => (isIdBefore(one, other) ? one : other);
const greater = (one: TaskId, other: TaskId): TaskId => (isIdBefore(one, other) ? other : one);
