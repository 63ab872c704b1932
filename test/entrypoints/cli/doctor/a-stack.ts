/** The plain template as a stack on the emulator, with functions that do nothing, and a worker. */

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  type Parameter,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateFunctionCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  type Runtime,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ESSENTIALS, bundleFolder } from '../../../../deploy/names.js';
import { plainTemplate } from '../../../../deploy/plain-template.js';
import { ACCOUNT, awsClientConfig, REGION, s3ClientConfig } from '../../../support/aws/ministack.js';
import { storedZip } from '../../../support/aws/stored-zip.js';

const CODE_BUCKET = 'code';
const ZIP = storedZip({ 'index.mjs': 'export const handler = async () => {};\n' });
const WAIT_S = 120;

export const arnOf = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

interface StackOptions {
  readonly name?: string;
  /** Deletes tables and buckets with the stack. */
  readonly destroys?: boolean;
  readonly workers?: readonly string[];
}

export async function makeStack(
  endpoint: string,
  { name = 'sosw', destroys = false, workers = [] }: StackOptions = {},
): Promise<void> {
  const s3 = new S3Client(s3ClientConfig(endpoint));
  await s3.send(new CreateBucketCommand({ Bucket: CODE_BUCKET }));
  for (const essential of ESSENTIALS) {
    const Key = `sosw/${bundleFolder(essential)}.zip`;
    await s3.send(new PutObjectCommand({ Bucket: CODE_BUCKET, Key, Body: ZIP }));
  }
  const formation = new CloudFormationClient(awsClientConfig(endpoint));
  const template = JSON.stringify(emulatedTemplate());
  await formation.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: destroys ? template.replaceAll('"DeletionPolicy":"Retain"', '"DeletionPolicy":"Delete"') : template,
      Parameters: parameters({
        CodeBucket: CODE_BUCKET,
        WorkerAssistantConcurrency: '0',
        WorkerArns: workers.map(arnOf).join(','),
      }),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  try {
    await waitUntilStackCreateComplete(
      { client: formation, maxWaitTime: WAIT_S, minDelay: 1, maxDelay: 1 },
      { StackName: name },
    );
  } catch (error) {
    const { StackEvents: events = [] } = await formation.send(new DescribeStackEventsCommand({ StackName: name }));
    const reasons = events.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'));
    throw new Error(`the stack was not made: ${JSON.stringify(reasons)}`, { cause: error });
  }
}

/** Without the alarm that is a query over metrics, which the emulator does not take. */
function emulatedTemplate(): object {
  const template = plainTemplate() as {
    Resources: Record<string, { Type: string; Properties?: { Metrics?: unknown } }>;
  };
  const Resources = Object.entries(template.Resources).filter(
    ([, { Properties }]) => Properties?.Metrics === undefined,
  );
  return { ...template, Resources: Object.fromEntries(Resources) };
}

const parameters = (values: Readonly<Record<string, string>>): Parameter[] =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));

/** A worker as `addLabourer` would set it up. */
export async function makeWorker(
  endpoint: string,
  name: string,
  { runtime = 'nodejs22.x', timeout = 30 }: { runtime?: Runtime; timeout?: number } = {},
): Promise<void> {
  const lambda = new LambdaClient(awsClientConfig(endpoint));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: runtime,
      Role: `arn:aws:iam::${ACCOUNT}:role/worker`,
      Handler: 'index.handler',
      Code: { ZipFile: ZIP },
      Timeout: timeout,
    }),
  );
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: name,
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 120,
    }),
  );
}
