/** The Scheduler on AWS: queue files in S3, tasks in DynamoDB, siblings of its own function. */

import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoJobRegister } from '../../adapters/dynamodb/dynamo-job-register.js';
import { lambdaClientOptions } from '../../adapters/lambda/lambda-client-options.js';
import { LambdaSiblings } from '../../adapters/lambda/lambda-siblings.js';
import { S3QueueFile } from '../../adapters/s3/s3-queue-file.js';
import type { Scheduler } from '../../application/scheduler.js';
import { requiredBucket } from '../config/aws-settings.js';
import type { Environment } from '../config/environment.js';
import type { Essential } from '../lambda/run-essential.js';
import { awsContainer, awsEssential } from './aws-common.js';
import { PORTS, SETTINGS, USE_CASES } from './tokens.js';
import { bindScheduler } from './use-cases.js';

/** Milliseconds, and requests in all. A part of an upload has 8 MiB, which a slow connection takes seconds for. */
const BUCKET_CLIENT = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 30_000, throwOnRequestTimeout: true },
};

export function awsScheduler(environment: Environment): Essential<{ readonly scheduler: Scheduler }> {
  const aws = awsContainer(environment);
  const { database: client, clock, chance } = aws;
  const jobs = new DynamoJobRegister({ client, clock, chance });
  const bucketClient = new S3Client(BUCKET_CLIENT);
  const siblings = new LambdaSiblings({
    client: new LambdaClient(lambdaClientOptions),
    functionName: environment.functionName,
  });
  return awsEssential(aws, (container, config) => {
    const files = new S3QueueFile({
      client: bucketClient,
      bucket: requiredBucket(config.aws),
      prefix: config.aws.queuePrefix,
      clock,
      queueFile: config.schedulerSettings.queueFile,
    });
    container.bind(PORTS.files).toConstantValue(files);
    container.bind(PORTS.jobs).toConstantValue(jobs);
    container.bind(PORTS.siblings).toConstantValue(siblings);
    container.bind(SETTINGS.queueFile).toConstantValue(config.queueFileSettings);
    container.bind(SETTINGS.scheduler).toConstantValue(config.schedulerSettings);
    bindScheduler(container);
    return { scheduler: container.get(USE_CASES.scheduler) };
  });
}
