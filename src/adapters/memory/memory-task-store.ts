/** Tasks in memory: the plainest reading of the port, against which the other stores are compared. */

import type {
  AddOutcome,
  ApplyOutcome,
  JobProgress,
  OpenQuery,
  Page,
  PageKey,
  TaskStore,
} from '../../application/ports/task-store.js';
import type { LabourerCounts, TaskCounts } from '../../application/ports/task-counts.js';
import { type JobId, type LabourerId, type TaskId, taskIdOfRow } from '../../domain/ids.js';
import { isTerminal, type Task, type TaskStage, type TerminalStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { guardHolds, type Transition, transformed } from '../../domain/transition.js';
import { CountsByLabourer } from '../shared/counts-by-labourer.js';
import { digestOfJob, rowOfId } from '../shared/ids-of-job.js';
import { pageKey, placeOfKey } from '../shared/page-key.js';
import { shaped } from './shaped-task.js';
import { SortedTasks } from './sorted-tasks.js';

export interface MemoryTaskStoreOptions {
  /**
   * Closed tasks that are kept of each labourer and stage, the newest; older ones are forgotten as a table with a time to live forgets
   * them, so that a long simulation needs no more memory than a short one. Absent: all.
   */
  readonly keepClosed?: number;
  /** Told of every task that was added and of every change, right after it was made. Must not throw. */
  readonly onChange?: OnChange;
}

/** `before` and `transition` are absent for a task that was added. */
export type OnChange = (task: Task, before?: Task, transition?: Transition) => void;

/** Counts of a job's tasks; they outlive tasks that are forgotten. */
interface JobCounts {
  readonly stages: Record<TaskStage, number>;
  retries: number;
  readonly labourerId: LabourerId;
  /** Of the first of its tasks. */
  readonly createdAt: EpochSeconds;
  readonly digest: string;
  /** Rows of the job lie below it. */
  rows: number;
}

export interface CountedJob {
  readonly labourerId: LabourerId;
  readonly createdAt: EpochSeconds;
  readonly progress: JobProgress;
}

/** Rows of a job that a page looks at: of a long job most may be forgotten. */
const ROWS_MAX = 10_000;

/** Every call does its work before it returns its promise, so calls take effect in the order in which they are made. */
export class MemoryTaskStore implements TaskStore, TaskCounts {
  readonly #tasks = new Map<TaskId, Task>();
  readonly #sorted: Readonly<Record<TaskStage, Map<LabourerId, SortedTasks>>> = {
    open: new Map(),
    retrying: new Map(),
    done: new Map(),
    dead: new Map(),
    cancelled: new Map(),
  };
  readonly #unreported = new Map<LabourerId, Map<TaskId, Task>>();
  readonly #jobs = new Map<JobId, JobCounts>();
  readonly #counts = new CountsByLabourer();
  readonly #keepClosed: number;
  readonly #onChange: OnChange;

  constructor({ keepClosed = Number.POSITIVE_INFINITY, onChange = () => {} }: MemoryTaskStoreOptions = {}) {
    this.#keepClosed = keepClosed;
    this.#onChange = onChange;
  }

  async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    return tasks.map((task) => {
      if (this.#tasks.has(task.taskId)) return 'known';
      this.#put(shaped(task));
      if (task.jobId !== undefined) this.#countNew(task.jobId, task);
      this.#counts.added(task.labourerId, task.stage);
      this.#onChange(task);
      return 'added';
    });
  }

  async apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    return transitions.map((transition) => this.#apply(transition));
  }

  #apply(transition: Transition): ApplyOutcome {
    const before = this.#tasks.get(transition.taskId);
    if (before === undefined) return { outcome: 'missing' };
    if (!guardHolds(before, transition)) return { outcome: 'stale', current: before };
    const task = shaped(transformed(before, transition));
    this.#inStage(before.labourerId, before.stage).remove(before);
    if (before.notifyPending) this.#unreportedOf(before.labourerId).delete(before.taskId);
    this.#put(task);
    if (task.jobId !== undefined) this.#count(task.jobId, before.stage, task.stage);
    this.#counts.changed(before.labourerId, transition.name, before.stage, task.stage);
    this.#onChange(task, before, transition);
    return { outcome: 'applied', before };
  }

  #countNew(jobId: JobId, task: Task): void {
    const job = found(this.#jobs, jobId, () => newJob(jobId, task));
    job.stages[task.stage] += 1;
    job.rows = Math.max(job.rows, (rowOfId(job.digest, task.taskId) ?? -1) + 1);
  }

  #count(jobId: JobId, from: TaskStage, to: TaskStage): void {
    const job = this.#jobs.get(jobId);
    if (from === to || job === undefined) return;
    job.stages[from] -= 1;
    job.stages[to] += 1;
    if (to === 'retrying') job.retries += 1;
  }

  async get(taskId: TaskId): Promise<Task | undefined> {
    return this.#tasks.get(taskId);
  }

  async open(query: Parameters<TaskStore['open']>[0]): Promise<Page> {
    const { labourerId, range, completed, limit, descending, after } = query;
    const { above, upTo } = range;
    return this.#inStage(labourerId, 'open').page({ above, upTo, limit, descending, after, chosen: chosen(completed) });
  }

  async countOpen({ labourerId, range, completed }: OpenQuery): Promise<number> {
    return this.#inStage(labourerId, 'open').count(range, chosen(completed));
  }

  async retrying({ labourerId, dueBy, limit, after }: Parameters<TaskStore['retrying']>[0]): Promise<Page> {
    return this.#inStage(labourerId, 'retrying').page({ upTo: dueBy, limit, after });
  }

  async closed(query: { labourerId: LabourerId; stage: TerminalStage; limit: number; after?: PageKey }): Promise<Page> {
    const { labourerId, stage, limit, after } = query;
    return this.#inStage(labourerId, stage).page({ limit, after, descending: true });
  }

  async unreported({ labourerId, limit }: { labourerId: LabourerId; limit: number }): Promise<readonly Task[]> {
    return [...this.#unreportedOf(labourerId).values()].slice(0, limit);
  }

  async progress(jobId: JobId): Promise<JobProgress | undefined> {
    const job = this.#jobs.get(jobId);
    return job === undefined ? undefined : { stages: { ...job.stages }, retries: job.retries };
  }

  async ofJob({ jobId, limit, after }: Parameters<TaskStore['ofJob']>[0]): Promise<Page> {
    const { digest, rows } = this.#jobs.get(jobId) ?? { digest: '', rows: 0 };
    const start = after === undefined ? 0 : placeOfKey(after).order + 1;
    const end = Math.min(start + ROWS_MAX, rows);
    const tasks: Task[] = [];
    let row = start;
    for (; row < end && tasks.length < limit; row++) {
      const task = this.#tasks.get(taskIdOfRow(digest, row));
      if (task !== undefined) tasks.push(task);
    }
    return row < rows ? { tasks, next: pageKey({ order: row - 1, taskId: taskIdOfRow(digest, row - 1) }) } : { tasks };
  }

  /** Counts outlive tasks that are forgotten. */
  async counts(labourerIds: readonly LabourerId[]): Promise<readonly LabourerCounts[]> {
    return labourerIds.map((labourerId) => this.#counts.read(labourerId));
  }

  /** Jobs of which a task was ever added; `createdAt` is that of the first. */
  jobs(): ReadonlyMap<JobId, CountedJob> {
    const jobs = [...this.#jobs].map(([jobId, { stages, retries, labourerId, createdAt }]) => {
      const counted: CountedJob = { labourerId, createdAt, progress: { stages: { ...stages }, retries } };
      return [jobId, counted] as const;
    });
    return new Map(jobs);
  }

  #put(task: Task): void {
    this.#tasks.set(task.taskId, task);
    const sorted = this.#inStage(task.labourerId, task.stage);
    sorted.insert(task);
    if (task.stage === 'dead' && task.notifyPending) this.#unreportedOf(task.labourerId).set(task.taskId, task);
    if (isTerminal(task.stage) && sorted.size > this.#keepClosed) this.#forgetOldest(sorted);
  }

  #forgetOldest(sorted: SortedTasks): void {
    const oldest = sorted.first();
    if (oldest === undefined || oldest.notifyPending) return;
    sorted.remove(oldest);
    this.#tasks.delete(oldest.taskId);
  }

  #inStage(labourerId: LabourerId, stage: TaskStage): SortedTasks {
    return found(this.#sorted[stage], labourerId, () => new SortedTasks());
  }

  #unreportedOf(labourerId: LabourerId): Map<TaskId, Task> {
    return found(this.#unreported, labourerId, () => new Map());
  }
}

const newJob = (jobId: JobId, { labourerId, createdAt }: Task): JobCounts => ({
  stages: { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 },
  retries: 0,
  labourerId,
  createdAt,
  digest: digestOfJob(jobId),
  rows: 0,
});

const isCompleted = (task: Task): boolean => task.completedAt !== undefined;
const isUncompleted = (task: Task): boolean => task.completedAt === undefined;

function chosen(completed: boolean | undefined): ((task: Task) => boolean) | undefined {
  if (completed === undefined) return undefined;
  return completed ? isCompleted : isUncompleted;
}

function found<Key, Value>(map: Map<Key, Value>, key: Key, made: () => Value): Value {
  const value = map.get(key);
  if (value !== undefined) return value;
  const fresh = made();
  map.set(key, fresh);
  return fresh;
}
