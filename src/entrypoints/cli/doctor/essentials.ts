/** The four essentials and what each may do: the deployment's own table of grants, as the doctor looks for it. */

/** As their functions' names end. */
export const ESSENTIALS = ['scheduler', 'orchestrator', 'scavenger', 'worker_assistant'] as const;
export type Essential = (typeof ESSENTIALS)[number];

/** Those that a rule starts every minute. */
export const TICKING = ['scheduler', 'orchestrator', 'scavenger'] as const satisfies readonly Essential[];

export type TableKey = 'tasks' | 'closedTasks' | 'retryTasks' | 'tasksMeta' | 'config' | 'labourers';

export interface TableNeed {
  readonly table: TableKey;
  readonly of: 'table' | 'index';
  /** Without their `dynamodb:`. */
  readonly actions: readonly string[];
}

const table = (name: TableKey, ...actions: readonly string[]): TableNeed => ({ table: name, of: 'table', actions });
const queryIndex = (name: TableKey): TableNeed => ({ table: name, of: 'index', actions: ['Query'] });

const CONFIG = table('config', 'GetItem');
const TASK_LOG = table('tasksMeta', 'BatchWriteItem');
const SLOTS = table('labourers', 'GetItem', 'PutItem');
const TASKS = table('tasks', 'GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem');
const CLOSED = ['GetItem', 'PutItem', 'BatchWriteItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'];
const FIND_RETRIES = ['GetItem', 'BatchGetItem'];

/** A test holds it against the construct's grants: the construct is compiled on its own, and needs CDK, which the doctor does not. */
export const TABLE_NEEDS: Readonly<Record<Essential, readonly TableNeed[]>> = {
  scheduler: [
    table('tasks', 'PutItem'),
    queryIndex('tasks'),
    table('labourers', 'GetItem', 'PutItem', 'UpdateItem'),
    TASK_LOG,
    CONFIG,
  ],
  orchestrator: [
    TASKS,
    queryIndex('tasks'),
    table('closedTasks', ...CLOSED),
    table('retryTasks', ...FIND_RETRIES),
    table('labourers', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    TASK_LOG,
    CONFIG,
  ],
  scavenger: [
    table('tasks', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'),
    queryIndex('tasks'),
    table('closedTasks', ...CLOSED, 'BatchGetItem'),
    queryIndex('closedTasks'),
    table('retryTasks', ...FIND_RETRIES, 'PutItem', 'DeleteItem'),
    queryIndex('retryTasks'),
    table('labourers', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    TASK_LOG,
    CONFIG,
  ],
  worker_assistant: [
    TASKS,
    queryIndex('tasks'),
    table('closedTasks', ...CLOSED),
    table('retryTasks', ...FIND_RETRIES, 'PutItem', 'DeleteItem'),
    SLOTS,
    TASK_LOG,
    CONFIG,
  ],
};

export const QUEUE_FILE_ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'];
export const QUEUE_BUCKET_ACTIONS = ['s3:ListBucket'];

/** With a labourer's function. */
export const LABOURER_NEEDS: Readonly<Partial<Record<Essential, readonly string[]>>> = {
  orchestrator: ['lambda:InvokeFunction'],
  scavenger: ['lambda:GetFunctionConfiguration'],
  worker_assistant: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
};

/** Those that report dead tasks. */
export const REPORTERS: readonly Essential[] = ['orchestrator', 'scavenger', 'worker_assistant'];
