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
import type { JobId, LabourerId, TaskId } from '../../domain/ids.js';
import type { Task, TaskStage, TerminalStage } from '../../domain/task.js';
import { guardHolds, type Transition, transformed } from '../../domain/transition.js';
import { pageOf, SortedTasks } from './sorted-tasks.js';

/** Every call does its work before it returns its promise, so calls take effect in the order in which they are made. */
export class MemoryTaskStore implements TaskStore {
  readonly #tasks = new Map<TaskId, Task>();
  readonly #sorted = new Map<string, SortedTasks>();
  readonly #jobs = new Map<JobId, { readonly tasks: Set<TaskId>; retries: number }>();

  async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    return tasks.map((task) => {
      if (this.#tasks.has(task.taskId)) return 'known';
      this.#put(task);
      if (task.jobId !== undefined) this.#job(task.jobId).tasks.add(task.taskId);
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
    this.#inStage(before.labourerId, before.stage).remove(before);
    this.#put(transformed(before, transition));
    const isRetry = transition.to === 'retrying' && before.stage !== 'retrying';
    if (isRetry && before.jobId !== undefined) this.#job(before.jobId).retries += 1;
    return { outcome: 'applied', before };
  }

  async get(taskId: TaskId): Promise<Task | undefined> {
    return this.#tasks.get(taskId);
  }

  async open(query: Parameters<TaskStore['open']>[0]): Promise<Page> {
    return pageOf(this.#openTasks(query), query);
  }

  async countOpen(query: OpenQuery): Promise<number> {
    return this.#openTasks(query).length;
  }

  #openTasks({ labourerId, range, completed }: OpenQuery): readonly Task[] {
    const tasks = this.#between(labourerId, 'open', range);
    if (completed === undefined) return tasks;
    return tasks.filter((task) => completed === (task.completedAt !== undefined));
  }

  async retrying(query: Parameters<TaskStore['retrying']>[0]): Promise<Page> {
    const range = query.dueBy === undefined ? {} : { upTo: query.dueBy };
    return pageOf(this.#between(query.labourerId, 'retrying', range), query);
  }

  async closed(query: { labourerId: LabourerId; stage: TerminalStage; limit: number; after?: PageKey }): Promise<Page> {
    return pageOf(this.#between(query.labourerId, query.stage, {}), { ...query, descending: true });
  }

  async unreported({ labourerId, limit }: { labourerId: LabourerId; limit: number }): Promise<readonly Task[]> {
    return this.#between(labourerId, 'dead', {})
      .filter((task) => task.notifyPending)
      .slice(0, limit);
  }

  async progress(jobId: JobId): Promise<JobProgress | undefined> {
    const job = this.#jobs.get(jobId);
    if (job === undefined) return undefined;
    const stages: Record<TaskStage, number> = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
    for (const taskId of job.tasks) stages[this.#tasks.get(taskId)?.stage ?? 'open'] += 1;
    return { stages, retries: job.retries };
  }

  #put(task: Task): void {
    this.#tasks.set(task.taskId, task);
    this.#inStage(task.labourerId, task.stage).insert(task);
  }

  #inStage(labourerId: LabourerId, stage: TaskStage): SortedTasks {
    return found(this.#sorted, `${stage} ${labourerId}`, () => new SortedTasks());
  }

  #job(jobId: JobId): { readonly tasks: Set<TaskId>; retries: number } {
    return found(this.#jobs, jobId, () => ({ tasks: new Set(), retries: 0 }));
  }

  #between(labourerId: LabourerId, stage: TaskStage, range: { above?: number; upTo?: number }): readonly Task[] {
    return this.#inStage(labourerId, stage).between(range);
  }
}

function found<Key, Value>(map: Map<Key, Value>, key: Key, made: () => Value): Value {
  const value = map.get(key) ?? made();
  map.set(key, value);
  return value;
}
