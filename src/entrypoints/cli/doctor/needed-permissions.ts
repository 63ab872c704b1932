/** Which actions each essential needs on which resources of this deployment. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { FIXED_NAMES } from '../../../adapters/shared/store-names.js';
import type { EssentialConfig } from '../../config/config.js';
import type { Deployment } from './deployment.js';
import {
  type Essential,
  LABOURER_NEEDS,
  QUEUE_BUCKET_ACTIONS,
  QUEUE_FILE_ACTIONS,
  REPORTERS,
  TABLE_NEEDS,
  type TableKey,
} from './essentials.js';

export interface Need {
  readonly actions: readonly string[];
  /** An ARN, or `*` for what has no resources. */
  readonly resource: string;
}

/** `fn` is the essential's function as it is deployed. */
export async function neededPermissions(
  deployment: Deployment,
  essential: Essential,
  fn: FunctionConfiguration,
): Promise<readonly Need[]> {
  const config = await deployment.configOf(essential);
  return [
    ...(await tableNeeds(deployment, essential, config)),
    ...logNeeds(deployment, fn),
    ...(essential === 'scheduler' ? schedulerNeeds(deployment, config) : []),
    ...(essential === 'orchestrator' ? [{ actions: ['cloudwatch:GetMetricData'], resource: '*' }] : []),
    ...labourerNeeds(deployment, essential, config),
    ...(REPORTERS.includes(essential) ? reportNeeds(deployment, config) : []),
  ];
}

async function tableNeeds(deployment: Deployment, essential: Essential, config: EssentialConfig): Promise<Need[]> {
  const { storeNames: names, taskEvents } = config;
  const tables: Readonly<Record<TableKey, string>> = {
    tasks: names.tasks,
    closedTasks: names.closed,
    retryTasks: names.retry,
    tasksMeta: FIXED_NAMES.meta,
    config: await deployment.configTable(),
    labourers: FIXED_NAMES.labourers,
  };
  const indexes: Readonly<Partial<Record<TableKey, string>>> = {
    tasks: names.tasksIndex,
    closedTasks: names.closedIndex,
    retryTasks: names.retryIndex,
  };
  return TABLE_NEEDS[essential]
    .filter(({ table }) => table !== 'tasksMeta' || taskEvents)
    .map(({ table, of, actions }) => ({
      actions: actions.map((action) => `dynamodb:${action}`),
      resource: deployment.arn('dynamodb', `table/${tables[table]}${of === 'index' ? `/index/${indexes[table]}` : ''}`),
    }));
}

function logNeeds(deployment: Deployment, { FunctionName, LoggingConfig }: FunctionConfiguration): Need[] {
  const group = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
  const resource = deployment.arn('logs', `log-group:${group}:log-stream:any`);
  return [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resource }];
}

function schedulerNeeds(deployment: Deployment, { aws }: EssentialConfig): Need[] {
  const { partition } = deployment.account;
  const siblings = {
    actions: ['lambda:InvokeFunction'],
    resource: functionArn(deployment, deployment.nameOf('scheduler')),
  };
  if (aws.queueBucket === undefined) return [siblings];
  const bucket = `arn:${partition}:s3:::${aws.queueBucket}`;
  return [
    siblings,
    { actions: QUEUE_BUCKET_ACTIONS, resource: bucket },
    { actions: QUEUE_FILE_ACTIONS, resource: `${bucket}/${aws.queuePrefix}/any` },
  ];
}

function labourerNeeds(deployment: Deployment, essential: Essential, { labourers }: EssentialConfig): Need[] {
  const actions = LABOURER_NEEDS[essential] ?? [];
  if (actions.length === 0) return [];
  return labourers.all().map(({ arn }) => ({ actions, resource: functionArn(deployment, arn) }));
}

function reportNeeds(deployment: Deployment, { labourers }: EssentialConfig): Need[] {
  const reports = labourers.all().map(({ report }) => report);
  const topics = new Set(reports.flatMap(({ recipient }) => (recipient?.startsWith('arn:') ? [recipient] : [])));
  const functions = new Set(reports.flatMap(({ notifyFunction }) => notifyFunction ?? []));
  return [
    ...[...topics].map((resource) => ({ actions: ['sns:Publish'], resource })),
    ...[...functions].map((name) => ({ actions: ['lambda:InvokeFunction'], resource: functionArn(deployment, name) })),
  ];
}

const functionArn = (deployment: Deployment, nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : deployment.arn('lambda', `function:${nameOrArn}`);
