/** A deployment with three kinds of workers: one that fails, one whose surroundings are measured, one with much to do. */

import { fileURLToPath } from 'node:url';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Sosw } from '../../../deploy/sosw.js';

const app = new App();
const stack = new Stack(app, 'SoswE2e', { stackName: 'sosw-e2e' });
const sosw = new Sosw(stack, 'Sosw', {
  removalPolicy: RemovalPolicy.DESTROY,
  queryAlarms: false,
  ticks: false,
  workerAssistantConcurrency: 'unreserved',
  codeDirectory: fileURLToPath(new URL('../../../dist/lambda', import.meta.url)),
});

for (const [name, action, cap] of [
  ['sosw_e2e_failing', 'mark_task_as_failed', 2],
  ['sosw_e2e_measured', 'mark_task_as_completed', 5],
  ['sosw_e2e_bulk', 'mark_task_as_completed', 20],
] as const) {
  const worker = new NodejsFunction(stack, name, {
    functionName: name,
    runtime: Runtime.NODEJS_24_X,
    entry: fileURLToPath(new URL('worker.mjs', import.meta.url)),
    bundling: { bundleAwsSDK: true, minify: true },
    // Enough for the WorkerAssistant's cold start, twenty at once. Retries wait as long.
    timeout: Duration.seconds(15),
    environment: { ACTION: action },
  });
  sosw.addLabourer(name, worker, { cap, maxAttempts: 2, cooldown: Duration.seconds(120) });
}
