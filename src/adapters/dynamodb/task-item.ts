/** Tasks as items of the three tables: the only place that knows what their attributes hold. Tolerant in what it reads. */

import { SoswError } from '../../domain/errors.js';
import { type Greenfield, greenfield } from '../../domain/greenfield.js';
import type { JobId, LabourerId, TaskId } from '../../domain/ids.js';
import {
  type JsonObject,
  type Task,
  type TaskError,
  type TaskStage,
  TERMINAL_STAGES,
  type TerminalStage,
} from '../../domain/task.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';
import { STATUS_COLUMN, type StoreNames, type TaskColumn, TASK_COLUMNS } from '../shared/store-names.js';
import { attributeOf, type Item, jsonOf, numberIn } from './attribute-values.js';
import { jsonOfPythonText } from './python-text.js';

/** Which table an item is of. */
export type TaskTable = 'open' | 'retrying' | 'closed';

/** Attributes that are the adapter's own and no part of a task. */
export const OWN = {
  /** Of a tombstone: the stage that the task left the table for. */
  gone: 'gone',
  /** Of a tombstone: its labourer, under a name that is no key of the index. */
  goneLabourer: 'gone_labourer',
  /** Moves to the retry table so far. */
  retries: 'retries',
  /** When TTL may remove the item, in epoch seconds. */
  expiresAt: 'expires_at',
} as const;

const STATUS_OF_STAGE = { done: '1', dead: '0', cancelled: '2' } as const satisfies Record<TerminalStage, string>;

/** `labourer_id_task_status` of a labourer's closed tasks. */
export const closedStatus = (labourerId: LabourerId, stage: TerminalStage): string =>
  `${labourerId}_${STATUS_OF_STAGE[stage]}`;

/**
 * The status of a dead task until its report is confirmed. The documented index projects nothing that tells reported tasks from
 * others, so those to be reported stand in a partition of their own.
 */
export const unreportedStatus = (labourerId: LabourerId): string => `${closedStatus(labourerId, 'dead')}_unreported`;

const statusOf = (task: Task, stage: TerminalStage): string =>
  stage === 'dead' && task.notifyPending === true
    ? unreportedStatus(task.labourerId)
    : closedStatus(task.labourerId, stage);

/** All statuses that a task of this end may have; what is to be reported first. */
export const statusesOf = (labourerId: LabourerId, stage: TerminalStage): readonly string[] =>
  stage === 'dead'
    ? [unreportedStatus(labourerId), closedStatus(labourerId, 'dead')]
    : [closedStatus(labourerId, stage)];

export const isTombstone = (item: Item): boolean => item[OWN.gone] !== undefined;

export const retriesOf = (item: Item): number => numberIn(item[OWN.retries]) ?? 0;

export class TaskItems {
  readonly #columns: StoreNames['columns'];
  readonly #known: ReadonlySet<string>;

  constructor(columns: StoreNames['columns']) {
    this.#columns = columns;
    this.#known = new Set([...Object.values(columns), STATUS_COLUMN, ...Object.values(OWN)]);
  }

  column(column: TaskColumn): string {
    return this.#columns[column];
  }

  /** The item of a task, in the table that its stage says. */
  itemOf(task: Task, own: { readonly retries?: number; readonly expiresAt?: EpochSeconds } = {}): Item {
    const item: Item = {};
    for (const [key, value] of Object.entries(task.extra ?? {})) item[key] = attributeOf(value);
    const values = valuesOf(task);
    for (const column of TASK_COLUMNS) {
      const value = values[column];
      if (value !== undefined) item[this.#columns[column]] = value;
    }
    if (task.stage !== 'open' && task.stage !== 'retrying') item[STATUS_COLUMN] = { S: statusOf(task, task.stage) };
    if (own.retries) item[OWN.retries] = { N: String(own.retries) };
    if (own.expiresAt !== undefined) item[OWN.expiresAt] = { N: String(Math.ceil(own.expiresAt)) };
    return item;
  }

  /** What stays in the tasks' table of a task that left it. */
  tombstone(
    task: Pick<Task, 'taskId' | 'labourerId'>,
    gone: TaskStage,
    own: { readonly retries: number; readonly expiresAt?: EpochSeconds },
  ): Item {
    return {
      [this.#columns.task_id]: { S: task.taskId },
      [OWN.gone]: { S: gone },
      [OWN.goneLabourer]: { S: task.labourerId },
      ...(own.retries > 0 ? { [OWN.retries]: { N: String(own.retries) } } : {}),
      ...(own.expiresAt === undefined ? {} : { [OWN.expiresAt]: { N: String(Math.ceil(own.expiresAt)) } }),
    };
  }

  /**
   * The task of an item. Undefined for a tombstone, and for a ghost: an item that a late message of the old system's made of a task
   * that was gone, with neither labourer nor greenfield. Throws `task.corrupt` for what is neither.
   */
  taskOf(item: Item | undefined, table: TaskTable): Task | undefined {
    if (item === undefined || isTombstone(item)) return undefined;
    const columns = this.#columns;
    const text = (column: TaskColumn) => item[columns[column]]?.S;
    const number = (column: TaskColumn) => numberIn(item[columns[column]]);
    const taskId = text('task_id') as TaskId;
    const labourerId = text('labourer_id') as LabourerId | undefined;
    const place = number('greenfield');
    if (labourerId === undefined && place === undefined) return undefined;
    if (labourerId === undefined || place === undefined) {
      throw new SoswError(
        'task.corrupt',
        `task ${taskId} of ${labourerId} cannot be read: it has no labourer or no greenfield`,
      );
    }
    const lastError = item[columns.last_error];
    return {
      taskId,
      labourerId,
      stage: table === 'closed' ? stageOfStatus(item) : table,
      createdAt: (number('created_at') ?? 0) as EpochSeconds,
      greenfield: greenfield(place) as Greenfield,
      attempts: number('attempts') ?? 0,
      payload: payloadIn(item, columns.payload, table),
      arn: text('arn'),
      jobId: text('job_id') as JobId | undefined,
      completedAt: number('completed_at') as EpochSeconds | undefined,
      closedAt: number('closed_at') as EpochSeconds | undefined,
      desiredLaunchTime: number('desired_launch_time') as EpochSeconds | undefined,
      slot: text('slot'),
      failedAttempts: number('failed_attempts'),
      lastError: lastError?.M === undefined ? undefined : errorOf(lastError.M),
      attemptsBase: number('attempts_base'),
      redrives: number('redrives'),
      notifyPending: item[columns.notify_pending]?.BOOL,
      extra: this.#extraIn(item),
    };
  }

  #extraIn(item: Item): JsonObject | undefined {
    const others = Object.entries(item).filter(([name]) => !this.#known.has(name));
    return others.length === 0 ? undefined : Object.fromEntries(others.map(([name, value]) => [name, jsonOf(value)]));
  }
}

const text = (value: string | undefined) => (value === undefined ? undefined : { S: value });
const number = (value: number | undefined) => (value === undefined ? undefined : { N: String(value) });

function valuesOf(task: Task): Partial<Record<TaskColumn, Item[string] | undefined>> {
  return {
    task_id: text(task.taskId),
    labourer_id: text(task.labourerId),
    created_at: number(task.createdAt),
    greenfield: number(task.greenfield),
    attempts: number(task.attempts),
    payload: text(task.payload),
    arn: text(task.arn),
    job_id: text(task.jobId),
    completed_at: number(task.completedAt),
    closed_at: number(task.closedAt),
    desired_launch_time: number(task.desiredLaunchTime),
    slot: text(task.slot),
    failed_attempts: number(task.failedAttempts),
    last_error: task.lastError && { M: { name: { S: task.lastError.name }, message: { S: task.lastError.message } } },
    attempts_base: number(task.attemptsBase),
    redrives: number(task.redrives),
    notify_pending: task.notifyPending === undefined ? undefined : { BOOL: task.notifyPending },
  };
}

/** What is no text in a hand-made one is shown as JSON. */
function errorOf({ name, message }: Item): TaskError {
  const text = (value: Item[string] | undefined) =>
    value?.S ?? (value === undefined ? '' : JSON.stringify(jsonOf(value)));
  return { name: text(name) || 'Error', message: text(message) };
}

/** The attribute's value of one field, for an update of single fields. */
export const attributeOfField = (task: Task, column: TaskColumn): Item[string] | undefined => valuesOf(task)[column];

/** The old system's archive holds Python text, which is never written again: a new life of the task begins with JSON. */
function payloadIn(item: Item, name: string, table: TaskTable): string | undefined {
  const value = item[name];
  if (value === undefined || value.NULL) return undefined;
  if (value.S === undefined) return JSON.stringify(jsonOf(value));
  return table === 'closed' ? jsonOfPythonText(value.S) : value.S;
}

/** The end that a closed item's status tells. Throws `task.corrupt`. */
export function stageOfStatus(item: Item): TerminalStage {
  const status = item[STATUS_COLUMN]?.S?.replace(/_unreported$/, '') ?? '';
  const stage = TERMINAL_STAGES.find((candidate) => status.endsWith(`_${STATUS_OF_STAGE[candidate]}`));
  if (stage !== undefined) return stage;
  throw new SoswError(
    'task.corrupt',
    `a closed task cannot be read: expected a text that ends in _0, _1 or _2 in ${STATUS_COLUMN}, found ${status || 'none'}`,
  );
}

/** Now plus so long, for TTL. */
export const expiryAfter = (now: EpochSeconds, life: number): EpochSeconds => epochSeconds(Math.ceil(now + life));
