/** Watches every change that a store makes to tasks, and what must hold for each. */

import type { TaskStore } from '../../../src/application/ports/task-store.js';
import { claimedAt, DEFAULT_INVOCATION_DELTA } from '../../../src/domain/greenfield.js';
import type { JobId, LabourerId, TaskId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import { attemptLife, tokenOfSlot } from '../../../src/domain/slots.js';
import { attemptsOfLife, isTerminal, type Task } from '../../../src/domain/task.js';
import { later } from '../../../src/domain/time.js';
import { type Transition, type TransitionName, transformed } from '../../../src/domain/transition.js';
import { storeMethods } from './store-methods.js';
import type { Violations } from './violations.js';

/** What changes a terminal row without ending its life anew. */
const ALLOWED_OF_TERMINAL: readonly TransitionName[] = ['redrive', 'freeSlot', 'confirmReport'];

interface TaskSurroundings {
  readonly labourerOf: (id: LabourerId) => Labourer;
  readonly tokens: (id: LabourerId) => number;
  readonly now: () => number;
}

export class TaskRecord {
  /** The rows as they stand, by what was seen of their changes. */
  readonly tasks = new Map<TaskId, Task>();
  /** Times a task was moved to the retry table, by job. */
  readonly retries = new Map<JobId, number>();
  /** The places at which jobs' rows were added. */
  readonly #places = new Map<TaskId, number>();
  readonly #slots = new Set<string>();
  readonly #violations: Violations;
  readonly #around: TaskSurroundings;

  constructor(violations: Violations, around: TaskSurroundings) {
    this.#violations = violations;
    this.#around = around;
  }

  /** The store, with everything it does recorded here. */
  watch(store: TaskStore): TaskStore {
    return {
      ...storeMethods(store),
      add: async (tasks) => {
        const outcomes = await store.add(tasks);
        for (const [index, task] of tasks.entries()) if (outcomes[index] === 'added') this.#added(task);
        return outcomes;
      },
      apply: async (transitions) => {
        const outcomes = await store.apply(transitions);
        for (const [index, transition] of transitions.entries()) {
          const outcome = outcomes[index];
          if (outcome?.outcome === 'applied') this.#changed(outcome.before, transition);
        }
        return outcomes;
      },
    };
  }

  #added(task: Task): void {
    this.#violations.unless(!this.tasks.has(task.taskId), 'an id is added once', () => task);
    this.tasks.set(task.taskId, task);
    if (task.jobId === undefined) return;
    const isAlone = ![...this.tasks.values()].some((other) => other !== task && sharesPlace(task, other));
    this.#violations.unless(isAlone, 'no two rows of jobs share a place', () => task);
    this.#places.set(task.taskId, task.greenfield);
  }

  /** Whether the tasks, sorted by id, were added at ever later places. */
  stoodInOrder(tasks: readonly Task[]): boolean {
    const places = tasks.map(({ taskId }) => this.#places.get(taskId) ?? 0);
    return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  }

  #changed(before: Task, transition: Transition): void {
    const after = transformed(before, transition);
    this.tasks.set(after.taskId, after);
    const facts = () => [transition, before];
    const stays = after.stage === before.stage || transition.name === 'redrive';
    this.#violations.unless(
      !isTerminal(before.stage) || (stays && ALLOWED_OF_TERMINAL.includes(transition.name)),
      'terminal stays terminal',
      facts,
    );
    const { maxAttempts } = this.#around.labourerOf(after.labourerId);
    this.#violations.unless(attemptsOfLife(after) <= maxAttempts, 'attempts ≤ max_attempts in one life', facts);
    if (transition.name === 'claim') this.#claimed(before, after);
    if (after.stage === 'retrying' && after.jobId !== undefined) {
      this.retries.set(after.jobId, (this.retries.get(after.jobId) ?? 0) + 1);
    }
  }

  #claimed(before: Task, after: Task): void {
    const facts = () => [before, after];
    this.#violations.unless(before.completedAt === undefined, 'none is claimed after it was completed', facts);
    this.#violations.unless(before.greenfield <= this.#around.now(), 'only queued tasks are claimed', facts);
    const slot = after.slot ?? '';
    this.#violations.unless(!this.#slots.has(slot), 'the name of a claim is never used again', facts);
    this.#slots.add(slot);
    const claimed = claimedAt(after.greenfield, DEFAULT_INVOCATION_DELTA);
    const end = later(claimed, attemptLife(this.#around.labourerOf(after.labourerId)));
    this.#violations.unless(tokenOfSlot(slot).expiresAt >= end, 'a token outlives its attempt', facts);
    const held = this.#heldTokens(after.labourerId);
    const tokens = this.#around.tokens(after.labourerId);
    this.#violations.unless(held <= tokens, 'tokens on rows ≤ tokens out', () => [after, held, tokens]);
  }

  /** Rows that hold a token which has not expired. */
  #heldTokens(labourerId: LabourerId): number {
    let held = 0;
    for (const task of this.tasks.values()) {
      if (task.slot === undefined || task.labourerId !== labourerId) continue;
      if (tokenOfSlot(task.slot).expiresAt > this.#around.now()) held += 1;
    }
    return held;
  }
}

const sharesPlace = (task: Task, other: Task): boolean =>
  other.greenfield === task.greenfield &&
  other.stage === 'open' &&
  other.labourerId === task.labourerId &&
  other.jobId !== undefined;
