/**
 * An operator's changes of many tasks: retry, redrive or cancel what a filter finds, or tasks by their names. Each is recorded before it
 * begins, may be broken off or killed at any moment, and goes on from its record; nothing is changed twice, however many work on it.
 */

import { RefusedError, SoswError } from '../domain/errors.js';
import type { TaskId } from '../domain/ids.js';
import { type TaskSettings, windowOf } from '../domain/labourer.js';
import type { JsonObject, Task } from '../domain/task.js';
import { type EpochSeconds, later, type Seconds, seconds, wholeSecond } from '../domain/time.js';
import { mapBounded } from './bounded.js';
import { BulkChange } from './bulk-change.js';
import {
  type BulkAction,
  type BulkTarget,
  filterBefore,
  filterFor,
  isFor,
  isOfBefore,
  lifeOf,
  statesInWords,
} from './bulk-target.js';
import { filterAsJson, filterFromJson } from './filter-json.js';
import type { Labourers } from './labourers.js';
import { OperationProgress } from './operation-progress.js';
import type { Clock } from './ports/clock.js';
import type { IdSource } from './ports/id-source.js';
import type { OperationLog, OperationRecord } from './ports/operation-log.js';
import type { TaskFilter, TaskSearch } from './ports/task-search.js';
import type { PageKey, TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';
import { taskChanged, wrongStage } from './task-change.js';
import { matches } from './task-filter.js';
import type { TaskOperator } from './task-operator.js';
import { knownTask } from './views/known.js';

export type { BulkAction, BulkTarget } from './bulk-target.js';

/** Tasks of a page: so many are found, decided and changed together. */
const PAGE_SIZE = 1000;
const COUNTED_MAX = 100_000;
const SAMPLE_SIZE = 10;
const TASK_IDS_MAX = 1000;
const TASKS_AT_ONCE = 10;
/** Tasks that go on with their lives may move behind the search's back; a search that finds nothing more to cancel is the last. */
const CANCEL_PASSES_MAX = 5;
/** Reasons that a record repeats of tasks that were left as they were. */
const REASONS_MAX = 3;

export interface BulkPorts {
  readonly store: TaskStore;
  readonly search: TaskSearch;
  readonly operator: TaskOperator;
  readonly queue: QueueEnds;
  readonly labourers: Labourers;
  readonly operations: OperationLog;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface BulkSettings extends Pick<TaskSettings, 'invocationDelta'> {
  /** By how much the clocks of those who work on tasks may differ at most; absent where there is one clock. */
  readonly clockSkew?: Seconds;
}

/** What an operation would change. */
export interface BulkPreview {
  readonly matched: number;
  /** Whether all were counted, or counting ended at `matched`. */
  readonly isExact: boolean;
  readonly sample: readonly Task[];
}

export interface RunOptions {
  /** Ends the operation after the page that it is at, as `stopped`; it can be run again. */
  readonly signal?: AbortSignal;
  /** Told after every page. Must not throw. */
  readonly onProgress?: (record: OperationRecord) => void;
}

export class BulkOperations {
  readonly #ports: BulkPorts;
  readonly #settings: BulkSettings;
  readonly #change: BulkChange;

  constructor(ports: BulkPorts, settings: BulkSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#change = new BulkChange(ports);
  }

  /** Counts what the action would change, up to `limit`. Rejects as `begin` does. */
  async preview(action: BulkAction, filter: TaskFilter, limit = COUNTED_MAX): Promise<BulkPreview> {
    const wanted = filterFor(action, filter, this.#ports.labourers);
    let matched = 0;
    let sample: readonly Task[] = [];
    for await (const tasks of this.#pages(wanted)) {
      matched += tasks.length;
      if (sample.length < SAMPLE_SIZE) sample = [...sample, ...tasks].slice(0, SAMPLE_SIZE);
      if (matched > limit) return { matched: limit, isExact: false, sample };
    }
    return { matched, isExact: true, sample };
  }

  /**
   * Writes the record that `run` works from. `matched` is what a preview has counted, for whoever looks at the progress. Rejects with a
   * RefusedError, and writes nothing, for `filter.empty`, `filter.state` and `labourer.unknown`, for tasks of which one is unknown
   * (`task.unknown`) or none is in a state that the action is for (`task.stage`), and for none or more than 1,000 of them (`task.ids`).
   */
  async begin(action: BulkAction, target: BulkTarget, by: string, matched?: number): Promise<OperationRecord> {
    const { operations, labourers, clock, ids } = this.#ports;
    const named =
      'filter' in target
        ? { filter: filterAsJson(filterFor(action, target.filter, labourers)) }
        : await this.#named(action, [...new Set(target.taskIds)]);
    const record: OperationRecord = {
      operationId: ids.taskId(),
      at: clock.now(),
      by,
      action,
      state: 'begun',
      target: named,
      counts: { changed: 0, skipped: 0, ...(matched === undefined ? {} : { matched }) },
    };
    await operations.append(record);
    return record;
  }

  /**
   * Does what was begun, or goes on with it; its last record, which is `failed` where something befell it. What was done already stays done
   * and is not done again. Rejects with RefusedError `operation.unknown`, and where no record can be written.
   */
  async run(operationId: string, { signal, onProgress }: RunOptions = {}): Promise<OperationRecord> {
    const records = await this.#ports.operations.of(operationId);
    const [begun, last] = [records[0], records.at(-1)];
    if (begun === undefined || last === undefined || begun.state !== 'begun') {
      const expected = 'the id of an operation on tasks';
      throw new RefusedError('operation.unknown', { path: 'operation', expected, found: operationId });
    }
    const done = records.find(({ state }) => state === 'done');
    if (done !== undefined) return done;
    const progress = new OperationProgress(this.#ports, last, onProgress);
    try {
      const end = 'filter' in begun.target ? this.#runFilter : this.#runNamed;
      const { state, error } = await end.call(this, begun, progress, signal);
      return await progress.end(state, error);
    } catch (error) {
      const ended = await progress.end('failed', error instanceof Error ? error.message : String(error));
      if (error instanceof SoswError) return ended;
      throw error;
    }
  }

  /** What ended, or was made, after the record's second is not meant, and nothing is changed before that is over: so nothing is met twice. */
  async #runFilter(begun: OperationRecord, progress: OperationProgress, signal?: AbortSignal): Promise<End> {
    const { action, target, at } = begun as BulkRecord;
    const since = later(wholeSecond(at), seconds(1));
    await this.#wait(later(since, this.#settings.clockSkew ?? seconds(0)), signal);
    const filter = filterBefore(action, filterFromJson(target.filter as JsonObject), since);
    const isMeant = (task: Task) => this.#matches(task, filter) && isOfBefore(action, task, since, this.#settings);
    let changed = 0;
    for (let pass = 0; pass === 0 || (changed > 0 && action === 'cancel' && pass < CANCEL_PASSES_MAX); pass++) {
      changed = 0;
      for await (const tasks of this.#pages(filter, signal)) {
        const counts = await this.#change.make(action, tasks, isMeant);
        await progress.add(counts);
        changed += counts.changed;
      }
    }
    return { state: signal?.aborted ? 'stopped' : 'done' };
  }

  /** Until nothing that happens from now on can bear an instant before the one given, on whoever's clock. */
  async #wait(instant: EpochSeconds, signal?: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    while (clock.now() < instant && !signal?.aborted) await clock.sleep((instant - clock.now()) * 1000, signal);
  }

  async *#pages(filter: TaskFilter, signal?: AbortSignal): AsyncGenerator<readonly Task[]> {
    const { search, clock } = this.#ports;
    let after: PageKey | undefined;
    do {
      if (signal?.aborted) return;
      const key = after === undefined ? {} : { after };
      const page = await search.find({ filter, now: clock.now(), limit: PAGE_SIZE, ...key });
      if (page.tasks.length > 0) yield page.tasks;
      after = page.next;
    } while (after !== undefined);
  }

  #matches(task: Task, filter: TaskFilter): boolean {
    const { labourers, clock } = this.#ports;
    return matches(task, filter, (id) => windowOf(labourers.of(id), this.#settings, clock.now()));
  }

  async #named(action: BulkAction, taskIds: readonly TaskId[]): Promise<JsonObject> {
    if (taskIds.length === 0 || taskIds.length > TASK_IDS_MAX) {
      const expected = `1 to ${TASK_IDS_MAX} ids of tasks`;
      throw new RefusedError('task.ids', { path: 'task_ids', expected, found: taskIds.length });
    }
    const tasks = await mapBounded(taskIds, TASKS_AT_ONCE, (taskId) => knownTask(this.#ports, taskId));
    if (!tasks.some((task) => isFor(action, task))) throw wrongStage(tasks[0] as Task, statesInWords(action));
    return { task_ids: taskIds, lives: tasks.map((task) => lifeOf(action, task)) };
  }

  /** Each has an outcome of its own; it failed where none was changed. */
  async #runNamed(begun: OperationRecord, progress: OperationProgress, signal?: AbortSignal): Promise<End> {
    const { action, target } = begun as BulkRecord;
    const lives = target.lives as readonly number[];
    const named = (target.task_ids as readonly TaskId[]).map((taskId, index) => ({ taskId, life: lives[index] }));
    const outcomes = await mapBounded(named, TASKS_AT_ONCE, async ({ taskId, life }) => {
      if (signal?.aborted) return undefined;
      const reason = await this.#changeOne(action, taskId, life);
      await progress.add(reason === undefined ? { changed: 1, skipped: 0 } : { changed: 0, skipped: 1 });
      return reason;
    });
    const reasons = outcomes.filter((reason) => reason !== undefined);
    const state = signal?.aborted ? 'stopped' : progress.changed === 0 ? 'failed' : 'done';
    return { state, error: reasons.length === 0 ? undefined : inWords(reasons) };
  }

  /** Why the task was left as it was. */
  async #changeOne(action: BulkAction, taskId: TaskId, life: number | undefined): Promise<string | undefined> {
    const { store, operator } = this.#ports;
    try {
      const task = await store.get(taskId);
      if (task === undefined || lifeOf(action, task) !== life) return taskChanged({ taskId }).message;
      if (!isFor(action, task)) return wrongStage(task, statesInWords(action)).message;
      await (action === 'cancel' ? operator.cancel(task) : operator.retry(task));
      return undefined;
    } catch (error) {
      if (error instanceof SoswError && !error.code.startsWith('store.')) return error.message;
      throw error;
    }
  }
}

/** The record of an operation on tasks. */
type BulkRecord = OperationRecord & { readonly action: BulkAction };

interface End {
  readonly state: 'done' | 'failed' | 'stopped';
  readonly error?: string | undefined;
}

function inWords(reasons: readonly string[]): string {
  const others = reasons.length - REASONS_MAX;
  return [...reasons.slice(0, REASONS_MAX), ...(others > 0 ? [`and ${others} others`] : [])].join('; ');
}
