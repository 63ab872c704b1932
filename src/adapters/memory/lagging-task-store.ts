/** A store whose index lags behind, as DynamoDB's do: reads by index show the state of some changes ago. */

import type { AddOutcome, ApplyOutcome, TaskStore } from '../../application/ports/task-store.js';
import type { Task } from '../../domain/task.js';
import type { Transition } from '../../domain/transition.js';
import { MemoryTaskStore } from './memory-task-store.js';

/** How many of the newest changes an index does not show yet. Asked at each read; what was shown once stays shown. */
export type HiddenChanges = () => number;

export class LaggingTaskStore implements TaskStore {
  readonly #store: TaskStore;
  readonly #hidden: HiddenChanges;
  /** Repeats the changes later: the same changes in the same order lead to the same tasks. */
  readonly #index = new MemoryTaskStore();
  readonly #changes: ((index: MemoryTaskStore) => Promise<unknown>)[] = [];

  /** `store` must answer in the order in which it makes changes, as the memory store does. */
  constructor(store: TaskStore, hidden: HiddenChanges) {
    this.#store = store;
    this.#hidden = hidden;
  }

  async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    const outcomes = await this.#store.add(tasks);
    for (const task of tasks) this.#changes.push((index) => index.add([task]));
    return outcomes;
  }

  async apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    const outcomes = await this.#store.apply(transitions);
    for (const transition of transitions) this.#changes.push((index) => index.apply([transition]));
    return outcomes;
  }

  async #lagging(): Promise<TaskStore> {
    const shown = this.#changes.splice(0, Math.max(this.#changes.length - this.#hidden(), 0));
    await Promise.all(shown.map((change) => change(this.#index)));
    return this.#index;
  }

  readonly get: TaskStore['get'] = (taskId) => this.#store.get(taskId);
  readonly progress: TaskStore['progress'] = (jobId) => this.#store.progress(jobId);

  readonly open: TaskStore['open'] = async (query) => (await this.#lagging()).open(query);
  readonly countOpen: TaskStore['countOpen'] = async (query) => (await this.#lagging()).countOpen(query);
  readonly retrying: TaskStore['retrying'] = async (query) => (await this.#lagging()).retrying(query);
  readonly closed: TaskStore['closed'] = async (query) => (await this.#lagging()).closed(query);
  readonly unreported: TaskStore['unreported'] = async (query) => (await this.#lagging()).unreported(query);
  readonly ofJob: TaskStore['ofJob'] = async (query) => (await this.#lagging()).ofJob(query);
}
