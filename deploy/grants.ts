/**
 * What each essential may do, as data: actions of DynamoDB by table, and of the other services. Nothing else is granted, so a new
 * call of an adapter needs a new line here.
 */

import type { Essential } from './names.js';
import type { TableKey } from './table-shapes.js';

/** `of` is the table itself or its one index. Batch and transact calls are allowed by the actions of their parts. */
export interface TableGrant {
  readonly table: TableKey;
  readonly of: 'table' | 'index';
  /** Without their `dynamodb:`. */
  readonly actions: readonly string[];
}

const table = (name: TableKey, ...actions: string[]): TableGrant => ({ table: name, of: 'table', actions });
const queryIndex = (name: TableKey): TableGrant => ({ table: name, of: 'index', actions: ['Query'] });

const CONFIG = table('config', 'GetItem');
const TASK_LOG = table('tasksMeta', 'BatchWriteItem');
const SLOTS = table('labourers', 'GetItem', 'PutItem');
/** Claim, complete, fail, leave, and how a task left. No row of a task is deleted: a tombstone takes its place. */
const TASKS = table('tasks', 'GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem');

const CLOSED = ['GetItem', 'PutItem', 'BatchWriteItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'];
/** A task that is nowhere else may wait for its retry under any labourer. */
const FIND_RETRIES = ['GetItem', 'BatchGetItem'];

export const TABLE_GRANTS: Readonly<Record<Essential, readonly TableGrant[]>> = {
  scheduler: [
    table('tasks', 'PutItem'),
    queryIndex('tasks'),
    // The register of jobs.
    table('labourers', 'GetItem', 'PutItem', 'UpdateItem'),
    TASK_LOG,
    CONFIG,
  ],
  orchestrator: [
    TASKS,
    queryIndex('tasks'),
    table('closedTasks', ...CLOSED),
    table('retryTasks', ...FIND_RETRIES),
    // All labourers' rows at once; the texts of decisions.
    table('labourers', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    TASK_LOG,
    CONFIG,
  ],
  scavenger: [
    // A job's rows, when it is recounted.
    table('tasks', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'),
    queryIndex('tasks'),
    // Whole rows of tasks whose report is not confirmed: the index holds a part of them.
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

/** The Scheduler's, on the objects below the queue's prefix; the writer of a multipart upload is also who gives it up. */
export const QUEUE_FILE_ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
] as const;

/**
 * The Scheduler's, on the bucket. Without a condition on the prefix: S3 asks for it as well before it says that an object does not
 * exist, and that request has no prefix; with the condition it would answer "denied" instead.
 */
export const QUEUE_BUCKET_ACTIONS = ['s3:ListBucket'] as const;

/** What each may do with a labourer's function. */
export const LABOURER_ACTIONS: Readonly<Partial<Record<Essential, readonly string[]>>> = {
  orchestrator: ['lambda:InvokeFunction'],
  scavenger: ['lambda:GetFunctionConfiguration'],
  worker_assistant: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
};

/** Those that may close a task as dead, and so report it. */
export const REPORTERS = ['orchestrator', 'scavenger', 'worker_assistant'] as const satisfies readonly Essential[];

/** Those whose failed asynchronous invocations are kept: they carry jobs and results; a tick is followed by the next. */
export const KEPT_FAILURES = ['scheduler', 'worker_assistant'] as const satisfies readonly Essential[];

/** A wildcard in a resource that AWS leaves no way around. `resource` fits the whole ARN, as text. */
export interface ForcedWildcard {
  readonly actions: readonly string[];
  readonly resource: RegExp;
  readonly reason: string;
}

/** Every wildcard that a policy of the deployment allows something on. A test fails for any other. */
export const FORCED_WILDCARDS: readonly ForcedWildcard[] = [
  {
    actions: ['cloudwatch:GetMetricData'],
    resource: /^\*$/,
    reason: 'CloudWatch has no resources to which reading metrics could be limited.',
  },
  {
    actions: QUEUE_FILE_ACTIONS,
    resource: /[^*]\/\*$/,
    reason: "Queue files are named after their jobs; they are limited to the queue's prefix in one bucket.",
  },
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: /:\*$/,
    reason: "Lambda names log streams; they are limited to the function's own log group, whose ARN ends in :*.",
  },
];
