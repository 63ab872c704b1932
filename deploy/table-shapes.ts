/** The tables as the documents have them: keys, indexes, and which of them forget rows by themselves. */

import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';

/** The tables' names; the tasks' three and the configuration's may be others, which documents or the functions are told. */
export const TABLE_NAMES = {
  tasks: 'sosw_tasks',
  closedTasks: 'sosw_closed_tasks',
  retryTasks: 'sosw_retry_tasks',
  tasksMeta: 'sosw_tasks_meta',
  config: 'config',
  labourers: 'sosw_labourers',
} as const;
/** A table of a deployment, by what it holds. */
export type TableKey = keyof typeof TABLE_NAMES;
/** What each table is called. */
export type TableNames = Readonly<Record<TableKey, string>>;

/** The tables that a deployment of the Python system has already: what `existingTables` is given in a takeover. */
export const PYTHON_TABLES: readonly TableKey[] = ['tasks', 'closedTasks', 'retryTasks', 'tasksMeta', 'config'];

/** The column by which DynamoDB deletes rows whose time is over, at no cost. */
export const TTL_COLUMN = 'expires_at';

interface Key {
  readonly hash: string;
  readonly range?: string;
}

export interface TableShape extends Key {
  readonly index?: Key & {
    readonly name: string;
    readonly kind: 'global' | 'local';
    /** The columns it holds besides its keys; all of them where it is left out. */
    readonly columns?: readonly string[];
  };
  /** Whether rows may carry `expires_at`: tombstones of tasks, and what a configuration gives a lifetime. */
  readonly expires: boolean;
}

export const TABLE_SHAPES: Readonly<Record<TableKey, TableShape>> = {
  tasks: {
    hash: 'task_id',
    index: { name: 'sosw_tasks_greenfield', kind: 'global', hash: 'labourer_id', range: 'greenfield' },
    expires: true,
  },
  closedTasks: {
    hash: 'task_id',
    index: {
      name: 'labourer_task_status_with_time',
      kind: 'global',
      hash: 'labourer_id_task_status',
      range: 'closed_at',
      columns: ['completed_at', 'greenfield', 'attempts'],
    },
    expires: true,
  },
  retryTasks: {
    hash: 'labourer_id',
    range: 'task_id',
    index: { name: 'labourer_id_greenfield', kind: 'local', hash: 'labourer_id', range: 'desired_launch_time' },
    expires: false,
  },
  tasksMeta: { hash: 'task_id', range: 'created_at', expires: true },
  config: { hash: 'env', range: 'config_name', expires: false },
  labourers: { hash: 'labourer_id', expires: false },
};

const NUMBERS = new Set(['greenfield', 'closed_at', 'desired_launch_time', 'created_at']);

/** Instants and places in a queue are numbers; every other key is a text. */
export const keyColumn = (name: string): { readonly name: string; readonly type: AttributeType } => ({
  name,
  type: NUMBERS.has(name) ? AttributeType.NUMBER : AttributeType.STRING,
});
