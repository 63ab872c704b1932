/** The four essentials as functions: their bundles, settings, roles and logs, and what becomes of events that fail. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { KEPT_FAILURES } from './grants.js';
import { bundleFolder, ESSENTIALS, type Essential, functionName } from './names.js';

/** The four functions. */
export type EssentialFunctions = Readonly<Record<Essential, LambdaFunction>>;

export interface FunctionsOptions {
  readonly prefix: string;
  readonly code: (essential: Essential) => Code;
  readonly environment: Readonly<Record<string, string>>;
  readonly logRetention: RetentionDays;
  readonly workerAssistantConcurrency: number | 'unreserved';
  readonly deadLetters: IQueue;
}

interface Settings {
  readonly description: string;
  /** Memory is also the share of a processor. */
  readonly memoryMiB: number;
  readonly timeout: Duration;
  readonly retryAttempts: 0 | 2;
  readonly maxEventAge: Duration;
}

const SETTINGS: Readonly<Record<Essential, Settings>> = {
  scheduler: {
    description: 'Makes tasks of jobs',
    memoryMiB: 1024,
    timeout: Duration.minutes(15),
    // A repeated event has the identity of the first, so it adds no task twice; a lost one would lose a job.
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
  },
  orchestrator: {
    description: 'Starts workers up to their caps',
    memoryMiB: 512,
    timeout: Duration.minutes(2),
    // The next tick does what this one could not.
    retryAttempts: 0,
    maxEventAge: Duration.minutes(1),
  },
  scavenger: {
    description: 'Archives what is done, retries what expired',
    memoryMiB: 512,
    timeout: Duration.minutes(5),
    retryAttempts: 0,
    maxEventAge: Duration.minutes(1),
  },
  worker_assistant: {
    description: 'Hears from workers how their tasks ended',
    memoryMiB: 512,
    timeout: Duration.minutes(1),
    // Python workers don't wait for an answer. Completing is idempotent; a message that comes later than an hour finds its task expired.
    retryAttempts: 2,
    maxEventAge: Duration.hours(1),
  },
};

export function makeFunctions(scope: Construct, options: FunctionsOptions): EssentialFunctions {
  const made = ESSENTIALS.map((essential) => [essential, makeFunction(scope, essential, options)] as const);
  return Object.fromEntries(made) as Record<Essential, LambdaFunction>;
}

function makeFunction(parent: Construct, essential: Essential, options: FunctionsOptions): LambdaFunction {
  const name = functionName(options.prefix, essential);
  const { description, memoryMiB, timeout, retryAttempts, maxEventAge } = SETTINGS[essential];
  const scope = new Construct(parent, constructId(essential));
  const logGroup = new LogGroup(scope, 'Logs', {
    // Not /aws/lambda/<name>: in an account that is taken over, the old function's group stands there.
    logGroupName: `/sosw/${name}`,
    retention: options.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  // Instead of AWSLambdaBasicExecutionRole, which may write every log group of the account.
  role.addToPolicy(
    new PolicyStatement({
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  const made = new LambdaFunction(scope, 'Function', {
    functionName: name,
    description: `sosw: ${description}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: options.code(essential),
    handler: 'index.handler',
    memorySize: memoryMiB,
    timeout,
    role,
    logGroup,
    environment: { ...options.environment, POWERTOOLS_SERVICE_NAME: name, NODE_OPTIONS: '--enable-source-maps' },
    ...reservation(essential, options.workerAssistantConcurrency),
  });
  const isKept = (KEPT_FAILURES as readonly Essential[]).includes(essential);
  if (isKept) allowSending(role, options.deadLetters);
  made.configureAsyncInvoke({
    retryAttempts,
    maxEventAge,
    ...(isKept && { onFailure: { bind: () => ({ destination: options.deadLetters.queueArn }) } }),
  });
  return made;
}

/**
 * Only the WorkerAssistant's: when workers fill the account, their completions must still get through, since one that is not heard
 * runs its task again. The others' overlap is harmless, and a tick that found no room is followed by the next.
 */
function reservation(essential: Essential, concurrency: number | 'unreserved') {
  const isReserved = essential === 'worker_assistant' && concurrency !== 'unreserved';
  return isReserved ? { reservedConcurrentExecutions: concurrency } : {};
}

/** CDK's own grant would allow reading the queue's attributes as well. */
function allowSending(role: Role, queue: IQueue): void {
  role.addToPolicy(
    new PolicyStatement({ sid: 'DeadLetters', actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
  );
}

const constructId = (essential: Essential): string =>
  essential.replace(/(?:^|_)([a-z])/g, (_, first: string) => first.toUpperCase());

/** The bundles in a folder. Throws where one is missing, since CDK's own error would not say how it is made. */
export const codeFromFolder =
  (folder: string) =>
  (essential: Essential): Code => {
    const bundle = join(folder, bundleFolder(essential));
    if (existsSync(join(bundle, 'index.mjs'))) return Code.fromAsset(bundle);
    throw new Error(`${bundle} has no index.mjs: make the bundles with "npm run bundle", or give codeDirectory`);
  };

/** `dist/lambda` of this package, wherever this file runs from: as a source, an ES module or CommonJS. */
export function packagedCode(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, BUNDLES)) && folder !== dirname(folder)) folder = dirname(folder);
  return join(folder, BUNDLES);
}
const BUNDLES = join('dist', 'lambda');
