/** A task store of which every confirmed change is held against the invariants. It answers as the store behind it does. */

import { brokenByChange, brokenByTask } from '../domain/invariants.js';
import type { JobId, TaskId } from '../domain/ids.js';
import type { TaskSettings } from '../domain/labourer.js';
import type { Task } from '../domain/task.js';
import type { Transition } from '../domain/transition.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { InvariantAlarm } from './ports/invariant-alarm.js';
import type { AddOutcome, ApplyOutcome, JobProgress, OpenQuery, Page, TaskStore } from './ports/task-store.js';

/** What the changes are judged by: settings as whoever decides the changes has them. */
export interface AssertedTaskStoreParts {
  readonly labourers: Pick<Labourers, 'of'>;
  readonly settings: Pick<TaskSettings, 'invocationDelta'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly alarm: InvariantAlarm;
}

export class AssertedTaskStore implements TaskStore {
  readonly #store: TaskStore;
  readonly #parts: AssertedTaskStoreParts;

  constructor(store: TaskStore, parts: AssertedTaskStoreParts) {
    this.#store = store;
    this.#parts = parts;
  }

  async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    const outcomes = await this.#store.add(tasks);
    for (const [index, task] of tasks.entries()) {
      if (outcomes[index] === 'added') this.#assert(task);
    }
    return outcomes;
  }

  async apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    const outcomes = await this.#store.apply(transitions);
    for (const [index, transition] of transitions.entries()) {
      const outcome = outcomes[index];
      if (outcome?.outcome === 'applied') this.#assert(outcome.before, transition);
    }
    return outcomes;
  }

  get(taskId: TaskId): Promise<Task | undefined> {
    return this.#store.get(taskId);
  }

  open(query: Parameters<TaskStore['open']>[0]): Promise<Page> {
    return this.#store.open(query);
  }

  countOpen(query: OpenQuery): Promise<number> {
    return this.#store.countOpen(query);
  }

  retrying(query: Parameters<TaskStore['retrying']>[0]): Promise<Page> {
    return this.#store.retrying(query);
  }

  closed(query: Parameters<TaskStore['closed']>[0]): Promise<Page> {
    return this.#store.closed(query);
  }

  unreported(query: Parameters<TaskStore['unreported']>[0]): Promise<readonly Task[]> {
    return this.#store.unreported(query);
  }

  progress(jobId: JobId, tasks?: number): Promise<JobProgress | undefined> {
    return this.#store.progress(jobId, tasks);
  }

  ofJob(query: Parameters<TaskStore['ofJob']>[0]): Promise<Page> {
    return this.#store.ofJob(query);
  }

  /** Of a task that was added, or of a change that was made to it. */
  #assert(task: Task, transition?: Transition): void {
    const { labourers, settings, clock, alarm } = this.#parts;
    try {
      const labourer = labourers.of((transition ?? task).labourerId);
      const around = { labourer, settings, now: clock.now() };
      const broken = transition === undefined ? brokenByTask(task, around) : brokenByChange(task, transition, around);
      for (const each of broken) alarm(each);
    } catch {
      // The change is made: an assertion that fails by itself, on a row that nobody thought of, must not hide that from the caller.
    }
  }
}
