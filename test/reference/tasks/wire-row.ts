/** Tasks as rows under the names of a configuration: how the vectors write them, and how tables hold them. */

import { STATUS_COLUMN, type StoreNames, type TaskColumn } from '../../../src/adapters/shared/store-names.js';
import { greenfield } from '../../../src/domain/greenfield.js';
import { jobId, labourerId, taskId } from '../../../src/domain/ids.js';
import type { Json, JsonObject, Task, TaskStage } from '../../../src/domain/task.js';
import { epochSeconds } from '../../../src/domain/time.js';

/** A row and the table that it stands in, by the table's configured name. */
export interface TableRow {
  readonly table: string;
  readonly row: JsonObject;
}

/** Columns that the product adds to the documented ones. */
export const OWN_COLUMNS = [
  'job_id',
  'slot',
  'failed_attempts',
  'last_error',
  'attempts_base',
  'redrives',
  'notify_pending',
] as const satisfies readonly TaskColumn[];

/** What our tables require and a row of the vectors may lack, with what stands in for it. */
const FILLERS: Readonly<Partial<Record<TaskColumn, Json>>> = { created_at: 0, greenfield: 0 };
/** Columns that a row may have although the vector's has not. */
export const FILLED_COLUMNS = ['created_at', 'greenfield', 'attempts'] as const satisfies readonly TaskColumn[];

const STATUS: Readonly<Partial<Record<TaskStage, string>>> = { done: '1', dead: '0', cancelled: '2' };

/** The row under the documented names of its columns. */
export function documented(row: JsonObject, names: StoreNames): JsonObject {
  const known = new Map(Object.entries(names.columns).map(([column, name]) => [name, column]));
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [known.get(name) ?? name, value]));
}

/** What a table needs of a row, by the documented names; a payload that came as an object as its text; foreign columns apart. */
export function tableColumns(row: JsonObject, names: StoreNames) {
  const columns: Record<string, Json> = { ...FILLERS };
  const foreign: Record<string, Json> = {};
  for (const [name, value] of Object.entries(documented(row, names))) {
    if (value === null) continue;
    if (!Object.hasOwn(names.columns, name) && name !== STATUS_COLUMN) foreign[name] = value;
    else columns[name] = typeof value === 'object' ? JSON.stringify(value) : value;
  }
  return { columns, foreign };
}

export function taskOfWireRow({ table, row }: TableRow, names: StoreNames): Task {
  const { columns, foreign } = tableColumns(row, names);
  const instant = (name: TaskColumn) => (columns[name] === undefined ? undefined : epochSeconds(Number(columns[name])));
  const text = (name: TaskColumn) => (columns[name] === undefined ? undefined : String(columns[name]));
  return defined<Task>({
    taskId: taskId(String(columns.task_id)),
    labourerId: labourerId(String(columns.labourer_id)),
    stage: stageOf(table, columns[STATUS_COLUMN], names),
    createdAt: epochSeconds(Number(columns.created_at)),
    greenfield: greenfield(Number(columns.greenfield)),
    attempts: Number(columns.attempts ?? 0),
    payload: text('payload'),
    arn: text('arn'),
    jobId: columns.job_id === undefined ? undefined : jobId(String(columns.job_id)),
    completedAt: instant('completed_at'),
    closedAt: instant('closed_at'),
    desiredLaunchTime: instant('desired_launch_time'),
    extra: Object.keys(foreign).length === 0 ? undefined : foreign,
  });
}

function stageOf(table: string, status: Json | undefined, names: StoreNames): TaskStage {
  if (table === names.tasks) return 'open';
  if (table === names.retry) return 'retrying';
  const stages = Object.keys(STATUS) as TaskStage[];
  const stage = stages.find((candidate) => String(status).endsWith(`_${STATUS[candidate]}`));
  if (table === names.closed && stage !== undefined) return stage;
  throw new TypeError(`no table of tasks, or no status: ${table}, ${status}`);
}

export function wireRowOfTask(task: Task, names: StoreNames): TableRow {
  const columns: Partial<Record<TaskColumn, Json | undefined>> = {
    task_id: task.taskId,
    labourer_id: task.labourerId,
    created_at: task.createdAt,
    greenfield: task.greenfield,
    attempts: task.attempts,
    payload: task.payload,
    arn: task.arn,
    job_id: task.jobId,
    completed_at: task.completedAt,
    closed_at: task.closedAt,
    desired_launch_time: task.desiredLaunchTime,
    slot: task.slot,
    failed_attempts: task.failedAttempts,
    last_error: task.lastError && JSON.stringify(task.lastError),
    attempts_base: task.attemptsBase,
    redrives: task.redrives,
    notify_pending: task.notifyPending,
  };
  const renamed = Object.entries(columns).map(([column, value]) => [names.columns[column as TaskColumn], value]);
  const status = STATUS[task.stage];
  const table = status !== undefined ? names.closed : task.stage === 'retrying' ? names.retry : names.tasks;
  const own = status === undefined ? {} : { [STATUS_COLUMN]: `${task.labourerId}_${status}` };
  return { table, row: defined<JsonObject>({ ...Object.fromEntries(renamed), ...own, ...task.extra }) };
}

/** The same without what is undefined. */
function defined<Result extends object>(fields: { [Key in keyof Result]: Result[Key] | undefined }): Result {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Result;
}
