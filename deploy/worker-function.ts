/** What a worker's function is given when it becomes a labourer: permissions of its own, and the names that the library for workers reads. */

import { Stack } from 'aws-cdk-lib';
import { type IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { functionName } from './names.js';
import { essentialArn } from './permissions.js';

export interface WorkerSurroundings {
  readonly prefix: string;
  readonly configTable: string;
  readonly configEnvironment: string;
}

/** It may report to the WorkerAssistant and read its configuration. A function made in code is told under which names. */
export function prepareWorker(fn: IFunction, surroundings: WorkerSurroundings): void {
  const { prefix, configTable, configEnvironment } = surroundings;
  const table = Stack.of(fn).formatArn({ service: 'dynamodb', resource: 'table', resourceName: configTable });
  // By their names: references would make worker and WorkerAssistant wait for each other.
  fn.addToRolePolicy(
    statement('WorkerAssistant', 'lambda:InvokeFunction', essentialArn(fn, prefix, 'worker_assistant')),
  );
  fn.addToRolePolicy(statement('Configuration', 'dynamodb:GetItem', table));
  if (!(fn instanceof LambdaFunction)) return;
  fn.addEnvironment('SOSW_WORKER_ASSISTANT', functionName(prefix, 'worker_assistant'));
  fn.addEnvironment('SOSW_CONFIG_TABLE', configTable);
  fn.addEnvironment('SOSW_CONFIG_ENV', configEnvironment);
}

/** It may start further runs of itself. In a policy of its own, since the function waits for that of its role, which can't wait for it. */
export function allowSiblings(scope: Construct, id: string, fn: IFunction & { readonly role?: IRole }): void {
  const policy = new Policy(scope, id, {
    statements: [statement('Siblings', 'lambda:InvokeFunction', fn.functionArn)],
  });
  fn.role?.attachInlinePolicy(policy);
}

const statement = (sid: string, action: string, resource: string): PolicyStatement =>
  new PolicyStatement({ sid, actions: [action], resources: [resource] });
