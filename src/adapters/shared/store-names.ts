/** What tables, indexes and columns are called: the documents' names, each of which a configuration may replace. */

import { RefusedError } from '../../domain/errors.js';

/** What a transition may set, in the order in which it is written. */
export const CHANGEABLE_COLUMNS = [
  'greenfield',
  'attempts',
  'completed_at',
  'closed_at',
  'desired_launch_time',
  'slot',
  'failed_attempts',
  'last_error',
  'attempts_base',
  'redrives',
  'notify_pending',
  'extra',
] as const;

/** Columns of a task in all three of its tables, in the order in which rows are read and written. The longest comes last. */
export const TASK_COLUMNS = [
  'task_id',
  'labourer_id',
  'created_at',
  'arn',
  'job_id',
  ...CHANGEABLE_COLUMNS,
  'payload',
] as const;
export type TaskColumn = (typeof TASK_COLUMNS)[number];

/** What tables, indexes and columns are called in a store. */
export interface StoreNames {
  readonly tasks: string;
  readonly tasksIndex: string;
  readonly closed: string;
  readonly closedIndex: string;
  readonly retry: string;
  readonly retryIndex: string;
  readonly columns: Readonly<Record<TaskColumn, string>>;
}

/** The keys of the documents that name things in the store; a task client's other keys are left alone. */
export interface NamingConfig {
  readonly dynamo_db_config?: {
    readonly table_name?: string;
    readonly index_greenfield?: string;
    /** Holds for all three tables of tasks. */
    readonly field_names?: Readonly<Record<string, string>>;
  };
  readonly sosw_closed_tasks_table?: string;
  readonly sosw_closed_tasks_labourer_status_index?: string;
  readonly sosw_retry_tasks_table?: string;
  readonly sosw_retry_tasks_greenfield_index?: string;
}

/** Tables and indexes of the product that no document renames. SQLite has one space of names for both. */
export const FIXED_NAMES = {
  meta: 'sosw_tasks_meta',
  config: 'config',
  labourers: 'sosw_labourers',
  decisions: 'sosw_decisions',
  jobs: 'sosw_jobs',
  counts: 'sosw_counts',
  samples: 'sosw_samples',
  operations: 'sosw_operations',
  metaIndex: 'sosw_tasks_meta_by_task',
  decisionsIndex: 'sosw_decisions_by_labourer',
  unreportedIndex: 'sosw_closed_tasks_unreported',
  retryIdIndex: 'sosw_retry_tasks_by_id',
  jobsIndex: 'sosw_jobs_by_creation',
  operationIndex: 'sosw_operations_by_id',
  operationsIndex: 'sosw_operations_by_instant',
} as const;

/** Refuses (`names.invalid`) names that SQLite can't have, and two things of one name. */
export function storeNames(config: NamingConfig = {}): StoreNames {
  const { table_name, index_greenfield, field_names = {} } = config.dynamo_db_config ?? {};
  const tables = {
    tasks: table_name ?? 'sosw_tasks',
    tasksIndex: index_greenfield ?? 'sosw_tasks_greenfield',
    closed: config.sosw_closed_tasks_table ?? 'sosw_closed_tasks',
    closedIndex: config.sosw_closed_tasks_labourer_status_index ?? 'labourer_task_status_with_time',
    retry: config.sosw_retry_tasks_table ?? 'sosw_retry_tasks',
    retryIndex: config.sosw_retry_tasks_greenfield_index ?? 'labourer_id_greenfield',
  };
  const columns = Object.fromEntries(TASK_COLUMNS.map((column) => [column, field_names[column] ?? column]));
  checkNames({ ...FIXED_NAMES, ...tables });
  checkNames({ ...columns, status: STATUS_COLUMN });
  return { ...tables, columns: columns as Record<TaskColumn, string> };
}

/** The closed table's column `<labourer>_<0, 1 or 2>`. */
export const STATUS_COLUMN = 'labourer_id_task_status';

function checkNames(names: Readonly<Record<string, string>>): void {
  const taken = new Map<string, string>();
  for (const [key, name] of Object.entries(names)) {
    const isUsable = /^[^\p{Cc}]{1,255}$/u.test(name) && !/^sqlite_/i.test(name);
    const rival = taken.get(name.toLowerCase());
    if (!isUsable || rival !== undefined) {
      const expected = isUsable ? `another name than that of ${rival}` : 'a name of 1 to 255 printable characters';
      throw new RefusedError('names.invalid', { path: key, expected, found: name });
    }
    taken.set(name.toLowerCase(), key);
  }
}

/** An identifier as SQL has it, whatever characters it holds. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
