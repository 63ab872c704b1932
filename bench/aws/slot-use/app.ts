/** The stack of the slots' bench: sosw, and one worker that sleeps. */

import { fileURLToPath } from 'node:url';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Sosw } from 'sosw/cdk';

const app = new App();
const stack = new Stack(app, 'SoswBench', { stackName: 'sosw-bench' });
const worker = new NodejsFunction(stack, 'Sleeper', {
  functionName: 'bench_sleeper',
  runtime: Runtime.NODEJS_24_X,
  entry: fileURLToPath(new URL('worker.mjs', import.meta.url)),
  bundling: { bundleAwsSDK: true, minify: true },
  timeout: Duration.seconds(60),
  environment: { ATTEMPTS_FILE: app.node.getContext('attemptsFile') },
});
const sosw = new Sosw(stack, 'Sosw', {
  removalPolicy: RemovalPolicy.DESTROY,
  queryAlarms: false,
  ticks: false,
  workerAssistantConcurrency: 'unreserved',
});
sosw.addLabourer('bench_sleeper', worker, { cap: 5, duration: Duration.seconds(60), cooldown: Duration.seconds(120) });
