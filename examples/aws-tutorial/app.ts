/** The tutorial's stack: sosw itself, and one worker that it may start. */

import { fileURLToPath } from 'node:url';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Sosw } from 'sosw/cdk';

const app = new App();
const stack = new Stack(app, 'SoswTutorial', { stackName: 'sosw-tutorial' });

const worker = new NodejsFunction(stack, 'CountHashtags', {
  functionName: 'sosw_tutorial_count_hashtags',
  runtime: Runtime.NODEJS_24_X,
  entry: fileURLToPath(new URL('sosw_tutorial_count_hashtags/index.ts', import.meta.url)),
  bundling: { bundleAwsSDK: true, minify: true },
  timeout: Duration.seconds(30),
});

const sosw = new Sosw(stack, 'Sosw', {
  // A try: tables and bucket go with the stack.
  removalPolicy: RemovalPolicy.DESTROY,
  // The tests' emulator knows no alarms over several metrics.
  queryAlarms: app.node.tryGetContext('queryAlarms') !== 'false',
  // Nothing runs before `sosw ticks on`.
  ticks: false,
  // New accounts run so few functions at once that none can be set aside.
  workerAssistantConcurrency: 'unreserved',
});
sosw.addLabourer('sosw_tutorial_count_hashtags', worker, {
  cap: 3,
  duration: Duration.seconds(30),
  cooldown: Duration.seconds(120),
});
