/** The stack of the examples: sosw itself, the workers, and the table that one of them writes. */

import { fileURLToPath } from 'node:url';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Sosw } from 'sosw/cdk';

const app = new App();
const stack = new Stack(app, 'SoswExampleWorkers', { stackName: 'sosw-example-workers' });

/** One file each, bundled with what it imports and nothing else. A function's name is its labourer's. */
const workerFunction = (functionName: string, file: string, timeout: Duration) =>
  new NodejsFunction(stack, functionName, {
    functionName,
    runtime: Runtime.NODEJS_24_X,
    entry: fileURLToPath(new URL(file, import.meta.url)),
    bundling: { bundleAwsSDK: true, minify: true },
    memorySize: 512,
    timeout,
  });

const countWords = workerFunction('count_words', 'count-words.ts', Duration.seconds(30));
const saveRows = workerFunction('save_rows', 'save-rows.ts', Duration.seconds(30));
// Shorter than its work takes, so that there are siblings to be seen.
const walkPages = workerFunction('walk_pages', 'walk-pages.ts', Duration.seconds(9));
const walkPagesClass = workerFunction('walk_pages_class', 'walk-pages-class.ts', Duration.seconds(9));

const visitors = new Table(stack, 'Visitors', {
  tableName: 'example_visitors',
  partitionKey: { name: 'day', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  removalPolicy: RemovalPolicy.DESTROY,
});
visitors.grantWriteData(saveRows);

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

// Each may report to sosw and read its configuration. What the settings say stands in config/ once more.
const cooldown = Duration.seconds(120);
sosw.addLabourer('count_words', countWords, { cap: 2, maxAttempts: 2, duration: Duration.seconds(30), cooldown });
sosw.addLabourer('save_rows', saveRows, { cap: 2, duration: Duration.seconds(30), cooldown });
// The duration is that of the whole attempt, siblings included; `siblings` lets the function invoke itself.
const chain = { cap: 1, duration: Duration.seconds(120), cooldown, siblings: true };
sosw.addLabourer('walk_pages', walkPages, chain);
sosw.addLabourer('walk_pages_class', walkPagesClass, chain);
