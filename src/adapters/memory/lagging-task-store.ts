/** A store whose index lags behind, as DynamoDB's do: reads by index show the state of some changes ago. */

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
import type { Task, TerminalStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
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

  get(taskId: TaskId): Promise<Task | undefined> {
    return this.#store.get(taskId);
  }

  async open(query: OpenQuery & { limit: number; descending?: boolean; after?: PageKey }): Promise<Page> {
    return (await this.#lagging()).open(query);
  }

  async countOpen(query: OpenQuery): Promise<number> {
    return (await this.#lagging()).countOpen(query);
  }

  async retrying(query: {
    labourerId: LabourerId;
    dueBy?: EpochSeconds;
    limit: number;
    after?: PageKey;
  }): Promise<Page> {
    return (await this.#lagging()).retrying(query);
  }

  async closed(query: { labourerId: LabourerId; stage: TerminalStage; limit: number; after?: PageKey }): Promise<Page> {
    return (await this.#lagging()).closed(query);
  }

  async unreported(query: { labourerId: LabourerId; limit: number }): Promise<readonly Task[]> {
    return (await this.#lagging()).unreported(query);
  }

  progress(jobId: JobId): Promise<JobProgress | undefined> {
    return this.#store.progress(jobId);
  }
}
