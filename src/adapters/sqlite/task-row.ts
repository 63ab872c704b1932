/** Tasks as rows: the only place that knows what a task's columns hold. Tolerant in what it reads. */

import { SoswError } from '../../domain/errors.js';
import type { Greenfield } from '../../domain/greenfield.js';
import type { JobId, LabourerId, TaskId } from '../../domain/ids.js';
import { type JsonObject, type Task, TERMINAL_STAGES, type TaskError, type TerminalStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { jsonOrUndefined } from '../shared/json-text.js';
import { STATUS_COLUMN, type TaskColumn } from '../shared/store-names.js';

/** A task's values in the order of `TASK_COLUMNS`. */
export const taskValues = (task: Task): unknown[] => [
  task.taskId,
  task.labourerId,
  task.createdAt,
  task.arn,
  task.jobId,
  ...changeableValues(task),
  task.payload,
];

/** A task's values in the order of `CHANGEABLE_COLUMNS`. */
export const changeableValues = (task: Task): unknown[] => [
  task.greenfield,
  task.attempts,
  task.completedAt,
  task.closedAt,
  task.desiredLaunchTime,
  task.slot,
  task.failedAttempts,
  task.lastError && JSON.stringify(task.lastError),
  task.attemptsBase,
  task.redrives,
  task.notifyPending === undefined ? undefined : Number(task.notifyPending),
  task.extra && JSON.stringify(task.extra),
];

const STATUS_OF_STAGE = { done: '1', dead: '0', cancelled: '2' } as const satisfies Record<TerminalStage, string>;

/** `labourer_id_task_status` of a labourer's closed tasks. */
export const closedStatus = (labourerId: LabourerId, stage: TerminalStage): string =>
  `${labourerId}_${STATUS_OF_STAGE[stage]}`;

/** The stage that a closed row's status says. */
function stageOfStatus(row: TaskRow): TerminalStage {
  const status = row[18] ?? '';
  const stage = TERMINAL_STAGES.find((candidate) => status.endsWith(`_${STATUS_OF_STAGE[candidate]}`));
  if (stage === undefined) throw corrupt(row, STATUS_COLUMN, 'a text that ends in _0, _1 or _2');
  return stage;
}

/** A row's values in the order of `TASK_COLUMNS`; the tables are STRICT, so SQLite has checked their kinds. */
export type TaskRow = readonly [
  taskId: TaskId,
  labourerId: LabourerId,
  createdAt: EpochSeconds,
  arn: string | null,
  jobId: JobId | null,
  greenfield: Greenfield,
  attempts: number | null,
  completedAt: EpochSeconds | null,
  closedAt: EpochSeconds | null,
  desiredLaunchTime: EpochSeconds | null,
  slot: string | null,
  failedAttempts: number | null,
  lastError: string | null,
  attemptsBase: number | null,
  redrives: number | null,
  notifyPending: number | null,
  extra: string | null,
  payload: string | null,
  /** Only closed tasks have it. */
  status?: string,
];

/**
 * Rows of the old system may lack attempts, and their payload may be any text. Throws `task.corrupt` for what is no task. One literal
 * with every field: tasks of one shape are several times cheaper to copy.
 */
export const taskOfRow = (row: TaskRow, table: 'open' | 'retrying' | 'closed'): Task => ({
  taskId: row[0],
  labourerId: row[1],
  stage: table === 'closed' ? stageOfStatus(row) : table,
  createdAt: row[2],
  arn: row[3] ?? undefined,
  jobId: row[4] ?? undefined,
  greenfield: finite(row, 'greenfield', row[5]),
  attempts: row[6] ?? 0,
  completedAt: row[7] ?? undefined,
  closedAt: row[8] ?? undefined,
  desiredLaunchTime: row[9] ?? undefined,
  slot: row[10] ?? undefined,
  failedAttempts: row[11] ?? undefined,
  lastError: row[12] === null ? undefined : errorIn(row, row[12]),
  attemptsBase: row[13] ?? undefined,
  redrives: row[14] ?? undefined,
  notifyPending: row[15] === null ? undefined : row[15] === 1,
  extra: row[16] === null ? undefined : (parsed(row, 'extra', row[16]) as JsonObject),
  payload: row[17] ?? undefined,
});

/** A place in the queue. REAL holds infinities too, which are no place and have no JSON for a page's key. */
function finite(row: TaskRow, column: TaskColumn, value: Greenfield): Greenfield {
  if (Number.isFinite(value)) return value;
  throw corrupt(row, column, 'a finite number');
}

function errorIn(row: TaskRow, text: string): TaskError {
  const error = parsed(row, 'last_error', text) as Partial<TaskError>;
  if (typeof error.name === 'string' && typeof error.message === 'string') return error as TaskError;
  throw corrupt(row, 'last_error', 'a name and a message');
}

/** The JSON object in a column of a row. */
function parsed(row: TaskRow, column: TaskColumn, text: string): unknown {
  const value = jsonOrUndefined(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw corrupt(row, column, 'a JSON object');
}

const corrupt = ([taskId, labourerId]: TaskRow, column: string, expected: string): SoswError =>
  new SoswError('task.corrupt', `task ${taskId} of ${labourerId} cannot be read: expected ${expected} in ${column}`);
