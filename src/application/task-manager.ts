/** The documented operations on tasks, for whoever works with single ones: operators, workers' helpers, takeovers, the essentials. */

import { averageDuration } from '../domain/average-duration.js';
import type { EcoStatus } from '../domain/ecology/eco-status.js';
import { RefusedError, SoswError } from '../domain/errors.js';
import {
  type Greenfield,
  type GreenfieldRange,
  greenfield,
  type InvocationWindow,
  rangeOf,
} from '../domain/greenfield.js';
import type { TaskId } from '../domain/ids.js';
import { type Labourer, type TaskSettings, windowOf } from '../domain/labourer.js';
import { archive, expire, requeue } from '../domain/life.js';
import { capInForce, type LabourerRow, type Token } from '../domain/slots.js';
import { isTerminal, type JsonObject, type Task, taskState } from '../domain/task.js';
import { type Seconds, wholeSecond } from '../domain/time.js';
import type { DispatchReport, Dispatcher } from './dispatcher.js';
import type { EcologyManager } from './ecology-manager.js';
import type { Clock } from './ports/clock.js';
import type { FunctionSettings } from './ports/function-settings.js';
import type { IdSource } from './ports/id-source.js';
import type { OpenQuery, TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';
import type { SlotBook } from './slot-book.js';
import { changeTask, taskChanged, wrongStage } from './task-change.js';
import { TaskCreator } from './task-creator.js';

/** Tasks that a listing gives at most, unless it is asked page by page. */
const LIST_MAX = 1000;

/** What a TaskManager works with. */
export interface TaskManagerPorts {
  readonly store: TaskStore;
  readonly slots: SlotBook;
  readonly queue: QueueEnds;
  readonly dispatcher: Dispatcher;
  readonly functions: FunctionSettings;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** A labourer as a pass sees it: its settings, its window, its health, and what is known of its runs. */
export interface RegisteredLabourer {
  readonly labourer: Labourer;
  readonly window: InvocationWindow;
  readonly health: EcoStatus;
  /** The function's time-out. */
  readonly maxDuration: Seconds;
  readonly averageDuration: Seconds;
}

/**
 * The documented operations on single tasks. All reads may be stale as the store's are; lists hold the first 1,000
 * tasks. What is refused rejects with a RefusedError or SoswError of a stable code (`task.labourer`, `task.stage`,
 * `task.changed`, …).
 */
export class TaskManager {
  readonly #ports: TaskManagerPorts;
  readonly #creator: TaskCreator;
  readonly #settings: TaskSettings;

  constructor(ports: TaskManagerPorts, settings: TaskSettings) {
    this.#ports = ports;
    this.#creator = new TaskCreator(ports);
    this.#settings = settings;
  }

  /** The start of a pass over labourers: their windows begin now, and the ecology counts their tasks anew. */
  async registerLabourers(
    labourers: readonly Labourer[],
    ecology: EcologyManager,
  ): Promise<readonly RegisteredLabourer[]> {
    ecology.registerTaskManager(this);
    const decisions = await ecology.decide(labourers, this.#ports.clock.now());
    return Promise.all(
      labourers.map(async (labourer, index) => ({
        labourer,
        window: this.#window(labourer),
        health: decisions[index]?.status ?? 0,
        maxDuration: await this.getMaxDuration(labourer),
        averageDuration: await this.getAverageDuration(labourer),
      })),
    );
  }

  /** The time-out of the labourer's function. */
  getMaxDuration(labourer: Labourer): Promise<Seconds> {
    return this.#ports.functions.timeout(labourer);
  }

  /** Mean duration of the tasks that were closed last, `max_closed_to_analyse_for_duration` of them. */
  async getAverageDuration(labourer: Labourer): Promise<Seconds> {
    const limit = this.#settings.closedToAnalyse;
    const pages = await Promise.all(
      (['done', 'dead'] as const).map((stage) => this.#ports.store.closed({ labourerId: labourer.id, stage, limit })),
    );
    const newest = pages
      .flatMap((page) => page.tasks)
      .sort((one, other) => (other.closedAt ?? 0) - (one.closedAt ?? 0))
      .slice(0, limit);
    const maxDuration = await this.getMaxDuration(labourer);
    return averageDuration(newest, { maxDuration, delta: this.#settings.invocationDelta });
  }

  /** The next tasks of the queue, head first. */
  getNextForLabourer(labourer: Labourer, count = 1): Promise<readonly Task[]> {
    return this.#open(labourer, 'queued', count, false);
  }

  /** The ids of the next tasks of the queue, head first. */
  async getNextTaskIdsForLabourer(labourer: Labourer, count = 1): Promise<readonly TaskId[]> {
    return (await this.getNextForLabourer(labourer, count)).map((task) => task.taskId);
  }

  /** Tasks that are claimed, neither completed nor expired. One exactly on the border is expired. */
  getRunningTasksForLabourer(labourer: Labourer): Promise<readonly Task[]> {
    return this.#open(labourer, 'invoked', LIST_MAX, false);
  }

  /** How many tasks run, without a limit. */
  getCountOfRunningTasksForLabourer(labourer: Labourer): Promise<number> {
    return this.#count(labourer, 'invoked', false);
  }

  /** Tasks that were claimed since the labourer was registered; completed or not, if `completed` does not say. */
  getInvokedTasksForLabourer({ labourer, window }: RegisteredLabourer, completed?: boolean): Promise<readonly Task[]> {
    // Claims are made at whole seconds, and those of the very second in which the pass began belong to it.
    return this.#list(labourer, { above: greenfield(window.invoked - 1) }, LIST_MAX, completed);
  }

  /** Tasks that were completed and are not archived yet. */
  getCompletedTasksForLabourer(labourer: Labourer): Promise<readonly Task[]> {
    return this.#open(labourer, 'claimed', LIST_MAX, true);
  }

  /** Tasks whose attempt had its `duration` and `cooldown` without being completed. */
  getExpiredTasksForLabourer(labourer: Labourer): Promise<readonly Task[]> {
    return this.#open(labourer, 'expired', LIST_MAX, false);
  }

  /** How many tasks wait in the queue, without a limit. Those that wait for a retry are not among them. */
  getLengthOfQueueForLabourer(labourer: Labourer): Promise<number> {
    return this.#count(labourer, 'queued');
  }

  /** The place of the queue's head; one step for an empty queue. */
  async getOldestGreenfieldForLabourer(labourer: Labourer): Promise<Greenfield> {
    return (await this.#ports.queue.greenfield(labourer, 'oldest')) ?? greenfield(this.#settings.taskStep);
  }

  /** The place of the queue's end; one step for an empty queue. */
  async getNewestGreenfieldForLabourer(labourer: Labourer): Promise<Greenfield> {
    return (await this.#ports.queue.greenfield(labourer, 'newest')) ?? greenfield(this.#settings.taskStep);
  }

  /** Tasks that wait for their retry and are due, the earliest first. */
  async getTasksToRetryForLabourer(labourer: Labourer, limit = LIST_MAX): Promise<readonly Task[]> {
    const dueBy = this.#window(labourer).start;
    return (await this.#ports.store.retrying({ labourerId: labourer.id, dueBy, limit })).tasks;
  }

  /** The task wherever it stands. Rejects with `task.unknown`. */
  async getTaskById(id: TaskId): Promise<Task> {
    const task = await this.#ports.store.get(id);
    if (task === undefined) throw new SoswError('task.unknown', `${id}: no task of this id is known`);
    return task;
  }

  /**
   * Queues one task behind all others. What `fields` hold beside a `payload` is laid over it. Automatic fields are refused unless they
   * equal what they would be anyway; with `strict: false` they are taken as given.
   */
  createTask(labourer: Labourer, fields: JsonObject, options: { readonly strict?: boolean } = {}): Promise<Task> {
    return this.#creator.create(labourer, fields, options);
  }

  /**
   * Starts one queued task now, whatever its place, if the labourer has a free slot. A task that is not queued any more, or that
   * somebody else is faster to start, is skipped without an error: `lost` in the report counts it.
   */
  async invokeTask(
    labourer: Labourer,
    given: { readonly taskId: TaskId } | { readonly task: Task },
  ): Promise<DispatchReport> {
    if ('task' in given && 'taskId' in given) {
      throw new RefusedError('task.ambiguous', { path: 'task', expected: 'either a task or the id of one, not both' });
    }
    const task = 'task' in given ? given.task : await this.getTaskById(given.taskId);
    refuseForeignTask(labourer, task);
    if (!this.#isQueued(labourer, task)) return { invoked: 0, refused: [], unknown: 0, lost: 1, buried: 0 };
    return this.#ports.dispatcher.startTask(labourer, task, await this.#token(labourer));
  }

  /**
   * Claims one queued task as `invokeTask` does, for whoever starts its worker by other means: its attempt is `attempts` + 1. Rejects
   * with `task.changed` if it is not queued any more, or somebody else is faster.
   */
  async markTaskInvoked(labourer: Labourer, task: Task): Promise<void> {
    refuseForeignTask(labourer, task);
    if (!this.#isQueued(labourer, task)) throw taskChanged(task);
    const claimed = await this.#ports.dispatcher.claimTask(labourer, task, await this.#token(labourer));
    if (!claimed) throw taskChanged(task);
  }

  /** Closes a task: done if it was completed, else dead; the Scavenger's next pass reports it. */
  async archiveTask(id: TaskId): Promise<void> {
    const task = await this.getTaskById(id);
    if (isTerminal(task.stage)) throw wrongStage(task, 'a task that is not closed');
    const now = wholeSecond(this.#ports.clock.now());
    await changeTask(
      this.#ports.store,
      task.completedAt === undefined ? expire(task, 'dead', now) : archive(task, now),
    );
  }

  /** Ends a claimed task's attempt: it waits for its retry, `delay` seconds at least. */
  async moveTaskToRetryTable(task: Task, delay: Seconds): Promise<void> {
    if (task.stage !== 'open') throw wrongStage(task, 'a task that is queued or running');
    const now = wholeSecond(this.#ports.clock.now());
    await changeTask(this.#ports.store, expire(task, { retryAfter: delay }, now));
  }

  /** Brings a task that waits for its retry back to the queue, at the given place. */
  async retryTask(labourer: Labourer, task: Task, place: Greenfield): Promise<void> {
    refuseForeignTask(labourer, task);
    if (task.stage !== 'retrying') throw wrongStage(task, 'a task that waits for its retry');
    await changeTask(this.#ports.store, requeue(task, place));
  }

  /** One token under what the last pass allowed, or under the cap before the first one. Rejects with `slots.none` (retryable). */
  async #token(labourer: Labourer): Promise<Token> {
    let allowance = 0;
    const allowed = (row: LabourerRow) => {
      const cap = capInForce(row, labourer.cap);
      const decided = row.decidedAt > 0 ? row : { cap, allowance: cap };
      allowance = decided.allowance;
      return decided;
    };
    const { tokens } = await this.#ports.slots.reserve(labourer, allowed, 1);
    if (tokens[0] !== undefined) return tokens[0];
    throw new SoswError('slots.none', `${labourer.id}: no slot is free now (allowed: ${allowance})`, {
      retryable: true,
    });
  }

  #isQueued(labourer: Labourer, task: Task): boolean {
    return taskState(task, this.#window(labourer)) === 'queued';
  }

  #open(labourer: Labourer, phase: Phase, limit: number, completed: boolean | undefined): Promise<readonly Task[]> {
    return this.#list(labourer, rangeOf(phase, this.#window(labourer)), limit, completed);
  }

  async #list(
    labourer: Labourer,
    range: GreenfieldRange,
    limit: number,
    completed: boolean | undefined,
  ): Promise<readonly Task[]> {
    return (await this.#ports.store.open({ ...queryOf(labourer, range, completed), limit })).tasks;
  }

  #count(labourer: Labourer, phase: Phase, completed?: boolean): Promise<number> {
    return this.#ports.store.countOpen(queryOf(labourer, rangeOf(phase, this.#window(labourer)), completed));
  }

  #window(labourer: Labourer): InvocationWindow {
    return windowOf(labourer, this.#settings, this.#ports.clock.now());
  }
}

type Phase = Parameters<typeof rangeOf>[0];

const queryOf = (labourer: Labourer, range: GreenfieldRange, completed: boolean | undefined): OpenQuery => ({
  labourerId: labourer.id,
  range,
  ...(completed === undefined ? {} : { completed }),
});

function refuseForeignTask(labourer: Labourer, task: Task): void {
  if (task.labourerId === labourer.id) return;
  throw new RefusedError('task.labourer', { path: 'labourer_id', expected: labourer.id, found: task.labourerId });
}
