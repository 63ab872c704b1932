/** The documented operations on tasks, for whoever works with single ones: operators, workers' helpers, takeovers, the essentials. */

import { averageDuration } from '../domain/average-duration.js';
import { RefusedError, SoswError } from '../domain/errors.js';
import { type Greenfield, greenfield, type InvocationWindow, invocationWindow, rangeOf } from '../domain/greenfield.js';
import { type TaskId, taskId } from '../domain/ids.js';
import type { Labourer, TaskSettings } from '../domain/labourer.js';
import { archive, expire, requeue } from '../domain/life.js';
import type { Json, JsonObject, Task } from '../domain/task.js';
import { AUTOMATIC_FIELDS, type AutomaticField, isAutomaticField } from '../domain/task-fields.js';
import { payloadText } from '../domain/task-payload.js';
import { epochSeconds, type Seconds, wholeSecond } from '../domain/time.js';
import type { Transition } from '../domain/transition.js';
import type { DispatchReport, Dispatcher } from './dispatcher.js';
import type { Clock } from './ports/clock.js';
import type { FunctionSettings } from './ports/function-settings.js';
import type { IdSource } from './ports/id-source.js';
import type { OpenQuery, TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';
import type { SlotBook } from './slot-book.js';

/** Tasks that a listing gives at most, unless it is asked page by page. */
const LIST_MAX = 1000;

export interface TaskManagerPorts {
  readonly store: TaskStore;
  readonly slots: SlotBook;
  readonly queue: QueueEnds;
  readonly dispatcher: Dispatcher;
  readonly functions: FunctionSettings;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** A labourer as a pass sees it: its settings, its window, and what is known of its runs. */
export interface RegisteredLabourer {
  readonly labourer: Labourer;
  readonly window: InvocationWindow;
  /** The function's time-out. */
  readonly maxDuration: Seconds;
  readonly averageDuration: Seconds;
}

/** All reads may be stale as the store's are; lists hold the first 1,000 tasks. */
export class TaskManager {
  readonly #ports: TaskManagerPorts;
  readonly #settings: TaskSettings;

  constructor(ports: TaskManagerPorts, settings: TaskSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  async registerLabourer(labourer: Labourer): Promise<RegisteredLabourer> {
    return {
      labourer,
      window: this.#window(labourer),
      maxDuration: await this.#ports.functions.timeout(labourer),
      averageDuration: await this.getAverageDuration(labourer),
    };
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
    const maxDuration = await this.#ports.functions.timeout(labourer);
    return averageDuration(newest, { maxDuration, delta: this.#settings.invocationDelta });
  }

  /** The next tasks of the queue, head first. */
  getNextForLabourer(labourer: Labourer, count = 1): Promise<readonly Task[]> {
    return this.#open(labourer, 'queued', count, false);
  }

  getRunningTasksForLabourer(labourer: Labourer): Promise<readonly Task[]> {
    return this.#open(labourer, 'invoked', LIST_MAX, false);
  }

  getCountOfRunningTasksForLabourer(labourer: Labourer): Promise<number> {
    return this.#count(labourer, 'invoked', false);
  }

  /** Tasks that were claimed, expired ones included; completed or not, if `completed` does not say. */
  getInvokedTasksForLabourer(labourer: Labourer, completed?: boolean): Promise<readonly Task[]> {
    return this.#open(labourer, 'claimed', LIST_MAX, completed);
  }

  getCompletedTasksForLabourer(labourer: Labourer): Promise<readonly Task[]> {
    return this.getInvokedTasksForLabourer(labourer, true);
  }

  getExpiredTasksForLabourer(labourer: Labourer): Promise<readonly Task[]> {
    return this.#open(labourer, 'expired', LIST_MAX, false);
  }

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
  async getTasksToRetryForLabourer(
    labourer: Labourer,
    limit = this.#settings.retryTasksLimit,
  ): Promise<readonly Task[]> {
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
  async createTask(labourer: Labourer, fields: JsonObject, options: { readonly strict?: boolean } = {}): Promise<Task> {
    const now = this.#ports.clock.now();
    const { automatic, rest } = separated(fields);
    const strict = options.strict ?? true;
    if (strict) refuseForeign(automatic, labourer);
    const given = strict ? {} : automatic;
    const place = given.greenfield === undefined ? undefined : greenfield(Number(given.greenfield));
    const task: Task = {
      taskId: given.task_id === undefined ? this.#ports.ids.taskId() : taskId(String(given.task_id)),
      labourerId: labourer.id,
      stage: 'open',
      createdAt: given.created_at === undefined ? now : epochSeconds(Number(given.created_at)),
      greenfield: place ?? (await this.#ports.queue.placeAtTail(labourer)),
      attempts: Number(given.attempts ?? 0),
      payload: payloadText(rest),
    };
    const [outcome] = await this.#ports.store.add([task]);
    if (outcome === 'known')
      throw new RefusedError('task.known', { path: 'task_id', expected: 'a new id', found: task.taskId });
    return task;
  }

  /**
   * Starts one queued task now, whatever its place, if the labourer has a free slot. A task that somebody else has started is
   * skipped without an error: `lost` in the report counts it.
   */
  async invokeTask(
    labourer: Labourer,
    given: { readonly taskId: TaskId } | { readonly task: Task },
  ): Promise<DispatchReport> {
    const task = 'task' in given ? given.task : await this.getTaskById(given.taskId);
    const row = await this.#ports.slots.read(labourer.id);
    const decided = row.version > 0 ? row : { cap: labourer.cap, allowance: labourer.cap };
    const { tokens } = await this.#ports.slots.reserve(labourer, decided, 1);
    const [token] = tokens;
    if (token === undefined) {
      throw new SoswError('slots.none', `${labourer.id}: no slot is free now (allowed: ${decided.allowance})`, {
        retryable: true,
      });
    }
    return this.#ports.dispatcher.startTask(labourer, task, token);
  }

  /** Closes a task: done if it was completed, else dead; the Scavenger's next pass reports it. */
  async archiveTask(id: TaskId): Promise<void> {
    const task = await this.getTaskById(id);
    const now = this.#ports.clock.now();
    await this.#apply(task.completedAt === undefined ? expire(task, 'dead', now) : archive(task, now));
  }

  /** Ends a claimed task's attempt: it waits for its retry, `delay` seconds at least. */
  async moveTaskToRetryTable(task: Task, delay: Seconds): Promise<void> {
    await this.#apply(expire(task, { retryAfter: delay }, wholeSecond(this.#ports.clock.now())));
  }

  /** Brings a task that waits for its retry back to the queue, at the given place. */
  async retryTask(labourer: Labourer, task: Task, place: Greenfield): Promise<void> {
    if (task.labourerId !== labourer.id) {
      throw new RefusedError('task.labourer', { path: 'labourer_id', expected: labourer.id, found: task.labourerId });
    }
    await this.#apply(requeue(task, place));
  }

  async #apply(transition: Transition): Promise<void> {
    const [outcome] = await this.#ports.store.apply([transition]);
    if (outcome?.outcome === 'applied') return;
    throw new SoswError(
      'task.changed',
      `${transition.taskId}: the task has changed meanwhile; look at it and try again`,
      {
        retryable: true,
      },
    );
  }

  async #open(
    labourer: Labourer,
    phase: Phase,
    limit: number,
    completed: boolean | undefined,
  ): Promise<readonly Task[]> {
    const { tasks } = await this.#ports.store.open({ ...this.#query(labourer, phase, completed), limit });
    return tasks;
  }

  #count(labourer: Labourer, phase: Phase, completed?: boolean): Promise<number> {
    return this.#ports.store.countOpen(this.#query(labourer, phase, completed));
  }

  #query(labourer: Labourer, phase: Phase, completed: boolean | undefined): OpenQuery {
    const range = rangeOf(phase, this.#window(labourer));
    return { labourerId: labourer.id, range, ...(completed === undefined ? {} : { completed }) };
  }

  #window(labourer: Labourer): InvocationWindow {
    return invocationWindow(this.#ports.clock.now(), { ...labourer, delta: this.#settings.invocationDelta });
  }
}

type Phase = Parameters<typeof rangeOf>[0];

/** What was given for automatic fields, and the rest, which is the payload's. */
function separated(fields: JsonObject): { automatic: Partial<Record<AutomaticField, Json>>; rest: JsonObject } {
  const automatic: Partial<Record<AutomaticField, Json>> = {};
  const rest: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isAutomaticField(name)) automatic[name] = value;
    else rest[name] = value;
  }
  return { automatic, rest };
}

/** The labourer's own name is what the field would be anyway; of the others no value is known beforehand. */
function refuseForeign(automatic: Partial<Record<AutomaticField, Json>>, labourer: Labourer): void {
  for (const name of AUTOMATIC_FIELDS) {
    const value = automatic[name];
    if (value === undefined || (name === 'labourer_id' && value === labourer.id)) continue;
    throw new RefusedError('task.automatic_field', {
      path: name,
      expected: 'no value: the field is automatic',
      found: value,
    });
  }
}
