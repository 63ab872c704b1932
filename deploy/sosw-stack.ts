/**
 * The smallest stack: the deployment, and workers that are there already. Its settings are the app's context
 * (`cdk deploy -c name=value`): `stack` (its name, default `sosw`), `removal` (`destroy` for a try), `labourers` (names or ARNs of
 * functions that are deployed, with commas between them), `takeover` (`true`: the Python system's tables stay in use), `concurrency`
 * (`unreserved` for a small account), `email`, `ticks` (`false`), `code` (a folder of bundles other than the package's),
 * `queryAlarms` (`false` for an emulator).
 */

import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { functionArn } from './permissions.js';
import { PYTHON_TABLES, Sosw } from './sosw.js';

export function soswStack(app: App): Stack {
  const given = (key: string): string | undefined => app.node.tryGetContext(key);
  const email = given('email');
  const codeDirectory = given('code');
  const stack = new Stack(app, 'Sosw', {
    stackName: given('stack') ?? 'sosw',
    description: 'sosw: jobs become tasks, tasks become invocations of workers within their caps',
  });
  const sosw = new Sosw(stack, 'Sosw', {
    removalPolicy: given('removal') === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    existingTables: given('takeover') === 'true' ? PYTHON_TABLES : [],
    ticks: given('ticks') !== 'false',
    queryAlarms: given('queryAlarms') !== 'false',
    ...(given('concurrency') === 'unreserved' && { workerAssistantConcurrency: 'unreserved' as const }),
    ...(email !== undefined && { email }),
    ...(codeDirectory !== undefined && { codeDirectory }),
  });
  for (const labourer of given('labourers')?.split(',') ?? []) {
    const arn = labourer.startsWith('arn:') ? labourer : functionArn(stack, labourer);
    sosw.addExistingLabourer(labourer.split(':').at(-1) ?? labourer, arn);
  }
  return stack;
}
