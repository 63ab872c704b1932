/** Puts the table of grants into the essentials' roles. */

import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import type { EssentialFunctions } from './functions.js';
import {
  LABOURER_ACTIONS,
  QUEUE_BUCKET_ACTIONS,
  QUEUE_FILE_ACTIONS,
  REPORTERS,
  TABLE_GRANTS,
  type TableGrant,
} from './grants.js';
import { ESSENTIALS, type Essential, functionName } from './names.js';
import type { QueueBucket } from './queue-bucket.js';
import { TABLE_SHAPES, type TableNames } from './table-shapes.js';

/** Names make the ARNs, so that tables which exist already are granted alike and no two resources wait for each other. */
export function grantTables(scope: Construct, functions: EssentialFunctions, names: TableNames): void {
  for (const essential of ESSENTIALS) {
    for (const grant of TABLE_GRANTS[essential]) {
      allow(functions[essential], {
        sid: sidOf(grant),
        actions: grant.actions.map((action) => `dynamodb:${action}`),
        resources: [tableArn(scope, names, grant)],
      });
    }
  }
}

const sidOf = ({ table, of }: TableGrant): string =>
  `${table[0]?.toUpperCase()}${table.slice(1)}${of === 'index' ? 'Index' : 'Table'}`;

function tableArn(scope: Construct, names: TableNames, { table, of }: TableGrant): string {
  const index = of === 'index' ? `/index/${TABLE_SHAPES[table].index?.name}` : '';
  return Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: names[table] + index });
}

/** `prefix` without a slash at its end. */
export function grantQueue(functions: EssentialFunctions, bucket: QueueBucket, prefix: string): void {
  const { scheduler } = functions;
  allow(scheduler, { sid: 'QueueBucket', actions: QUEUE_BUCKET_ACTIONS, resources: [bucket.bucketArn] });
  allow(scheduler, {
    sid: 'QueueFiles',
    actions: QUEUE_FILE_ACTIONS,
    resources: [bucket.arnForObjects(`${prefix}/*`)],
  });
}

/** A Scheduler whose time runs out starts another run of itself. */
export function grantSiblings(scope: Construct, functions: EssentialFunctions, prefix: string): void {
  const resources = [essentialArn(scope, prefix, 'scheduler')];
  allow(functions.scheduler, { sid: 'Siblings', actions: ['lambda:InvokeFunction'], resources });
}

/** The Orchestrator alone looks at health metrics. The wildcard is one of `FORCED_WILDCARDS`. */
export function grantMetrics(functions: EssentialFunctions): void {
  allow(functions.orchestrator, { sid: 'HealthMetrics', actions: ['cloudwatch:GetMetricData'], resources: ['*'] });
}

/** Reports of dead tasks to a topic. */
export function grantReports(functions: EssentialFunctions, topic: ITopic): void {
  for (const reporter of REPORTERS) {
    allow(functions[reporter], { actions: ['sns:Publish'], resources: [topic.topicArn] });
  }
}

/** Reports of dead tasks to a function. */
export function grantReportFunction(functions: EssentialFunctions, functionArn: string): void {
  for (const reporter of REPORTERS) {
    allow(functions[reporter], { actions: ['lambda:InvokeFunction'], resources: [functionArn] });
  }
}

/** `functionArns` may be a list that only the deployment knows. */
export function grantLabourer(functions: EssentialFunctions, functionArns: readonly string[]): void {
  for (const essential of ESSENTIALS) {
    const actions = LABOURER_ACTIONS[essential];
    if (actions !== undefined) allow(functions[essential], { actions, resources: functionArns });
  }
}

/** By its name: a reference would make worker and WorkerAssistant wait for each other. */
export function essentialArn(scope: IConstruct, prefix: string, essential: Essential): string {
  return functionArn(scope, functionName(prefix, essential));
}

export const functionArn = (scope: IConstruct, name: string): string =>
  Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

function allow(
  grantee: IGrantable,
  statement: { readonly sid?: string; readonly actions: readonly string[]; readonly resources: readonly string[] },
): void {
  const { sid, actions, resources } = statement;
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ ...(sid !== undefined && { sid }), actions: [...actions], resources: [...resources] }),
  );
}
