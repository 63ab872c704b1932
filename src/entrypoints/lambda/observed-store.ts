/** A task store whose confirmed changes are counted, and whose pages show the heads of queues: whoever caused them is counted once. */

import type {
  AddOutcome,
  ApplyOutcome,
  JobProgress,
  OpenQuery,
  Page,
  PageKey,
  TaskStore,
} from '../../application/ports/task-store.js';
import type { JobId, TaskId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import type { Transition } from '../../domain/transition.js';
import type { Counted, LabourerFacts } from './labourer-facts.js';

export class ObservedStore implements TaskStore {
  readonly #store: TaskStore;
  readonly #facts: LabourerFacts;

  constructor(store: TaskStore, facts: LabourerFacts) {
    this.#store = store;
    this.#facts = facts;
  }

  async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    const outcomes = await this.#store.add(tasks);
    for (const [index, { labourerId }] of tasks.entries()) {
      if (outcomes[index] === 'added') this.#facts.count(labourerId, 'TasksCreated');
    }
    return outcomes;
  }

  async apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    const outcomes = await this.#store.apply(transitions);
    for (const [index, transition] of transitions.entries()) {
      const outcome = outcomes[index];
      const counted = outcome?.outcome === 'applied' ? countedAs(transition) : undefined;
      if (counted !== undefined) this.#facts.count(transition.labourerId, counted);
    }
    return outcomes;
  }

  /** Whatever reads a queue from its beginning shows its head: the proposals of a pass do. */
  async open(query: OpenQuery & { limit: number; descending?: boolean; after?: PageKey }): Promise<Page> {
    const page = await this.#store.open(query);
    const { labourerId, range, completed, descending, after } = query;
    const isHead = range.above === undefined && completed === undefined && descending !== true && after === undefined;
    if (isHead) {
      const createdAt = page.tasks[0]?.createdAt;
      const whole = page.next === undefined ? { length: page.tasks.length } : {};
      this.#facts.sawHead(labourerId, { createdAt, ...whole });
    }
    return page;
  }

  get(taskId: TaskId): Promise<Task | undefined> {
    return this.#store.get(taskId);
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
}

function countedAs({ name, from, to }: Transition): Counted | undefined {
  if (name === 'complete' || name === 'recordCompletion') return 'TasksCompleted';
  if (from === to) return undefined;
  if (to === 'retrying') return 'TasksRetried';
  return to === 'dead' ? 'TasksDead' : undefined;
}
