/** The store that all processes share, in memory: index reads lag, time to live may forget closed tasks, and every change is told. */

import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import type { AddOutcome, ApplyOutcome, Page, TaskStore } from '../../../src/application/ports/task-store.js';
import type { TaskId } from '../../../src/domain/ids.js';
import type { Task } from '../../../src/domain/task.js';
import { type Transition, transformed } from '../../../src/domain/transition.js';
import type { Process } from './process.js';

/** Is told of every change, in the order in which they were made. */
export interface StoreWatcher {
  added(task: Task): void;
  changed(before: Task, after: Task): void;
  /** A task that was there is nowhere any more. */
  lost(task: Task): void;
}

/** A change that was asked of the store, with its answers. */
export type StoreCall =
  | { readonly add: readonly Task[]; readonly outcomes: readonly AddOutcome[] }
  | { readonly apply: readonly Transition[]; readonly outcomes: readonly ApplyOutcome[] };

/** The store of a world, whatever it is made of. */
export interface SharedStore {
  /** As a process reaches it. */
  storeOf(process: Process): TaskStore;
  olderRows(tasks: readonly Task[]): Promise<void>;
  forget(taskId: TaskId): Promise<void>;
  /** The task as it is, whatever befalls the requests of others. */
  get(taskId: TaskId): Promise<Task | undefined>;
  progress: TaskStore['progress'];
  /** Tasks that stand in two tables although the work is over. */
  standingTwice(): readonly TaskId[];
}

interface Lag {
  readonly now: () => number;
  /** Seconds until an index shows the change that is being made. */
  readonly next: () => number;
  /** A read was given less than there is. */
  readonly hid: () => void;
}

export class WatchedStore implements TaskStore, SharedStore {
  readonly #store = new MemoryTaskStore();
  /** What indexes show: the same changes in the same order, later. */
  readonly #index = new MemoryTaskStore();
  readonly #hidden: { readonly at: number; readonly show: () => void }[] = [];
  readonly #forgotten = new Set<TaskId>();
  /** Whose change is told next; the caller sets it right before it calls. */
  readonly #watcher: () => StoreWatcher;
  readonly #lag: Lag;
  readonly #record: ((call: StoreCall) => void) | undefined;

  constructor(watcher: () => StoreWatcher, lag: Lag, record?: (call: StoreCall) => void) {
    this.#watcher = watcher;
    this.#lag = lag;
    this.#record = record;
  }

  async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    const watcher = this.#watcher();
    this.#later(() => void this.#index.add(tasks));
    const outcomes = await this.#store.add(tasks);
    this.#record?.({ add: tasks, outcomes });
    for (const [index, task] of tasks.entries()) if (outcomes[index] === 'added') watcher.added(task);
    return outcomes;
  }

  async apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    const watcher = this.#watcher();
    this.#later(() => void this.#index.apply(transitions));
    const outcomes = await this.#store.apply(transitions);
    this.#record?.({ apply: transitions, outcomes });
    for (const [index, transition] of transitions.entries()) {
      const outcome = outcomes[index];
      if (outcome?.outcome === 'applied') watcher.changed(outcome.before, transformed(outcome.before, transition));
    }
    if (this.#forgotten.size === 0) return outcomes;
    return outcomes.map((outcome, index) =>
      this.#forgotten.has((transitions[index] as Transition).taskId) ? { outcome: 'missing' } : outcome,
    );
  }

  /** Time to live takes a closed task; its id stays known. */
  async forget(taskId: TaskId): Promise<void> {
    this.#forgotten.add(taskId);
  }

  /** Rows that stood there long before the world began. */
  async olderRows(tasks: readonly Task[]): Promise<void> {
    await this.add(tasks);
    for (const { show } of this.#hidden.splice(0)) show();
  }

  storeOf(): TaskStore {
    return this;
  }

  /** There is one table. */
  standingTwice(): readonly TaskId[] {
    return [];
  }

  async get(taskId: TaskId): Promise<Task | undefined> {
    return this.#forgotten.has(taskId) ? undefined : this.#store.get(taskId);
  }

  readonly progress: TaskStore['progress'] = (jobId) => this.#store.progress(jobId);
  readonly open: TaskStore['open'] = (query) => this.#shown().open(query);
  readonly countOpen: TaskStore['countOpen'] = (query) => this.#shown().countOpen(query);
  readonly retrying: TaskStore['retrying'] = (query) => this.#shown().retrying(query);
  readonly unreported: TaskStore['unreported'] = (query) => this.#shown().unreported(query);

  readonly closed: TaskStore['closed'] = async (query) => this.#remembered(await this.#shown().closed(query));
  readonly ofJob: TaskStore['ofJob'] = async (query) => this.#remembered(await this.#shown().ofJob(query));

  #remembered(page: Page): Page {
    return { ...page, tasks: page.tasks.filter(({ taskId }) => !this.#forgotten.has(taskId)) };
  }

  #later(show: () => void): void {
    const last = this.#hidden.at(-1)?.at ?? 0;
    this.#hidden.push({ at: Math.max(last, this.#lag.now() + this.#lag.next()), show });
  }

  #shown(): TaskStore {
    const now = this.#lag.now();
    let shown = 0;
    while (shown < this.#hidden.length && (this.#hidden[shown]?.at ?? 0) <= now) this.#hidden[shown++]?.show();
    this.#hidden.splice(0, shown);
    if (this.#hidden.length > 0) this.#lag.hid();
    return this.#index;
  }
}
