/** The kinds of resources that a cleanup accounts for one by one: what they are called, and whether one is still there. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { type AwsAccount, ifFound } from '../doctor/aws-account.js';

interface Kind {
  /** In the plural. */
  readonly name: string;
  /** Undefined where there is none. */
  find(account: AwsAccount, id: string): Promise<unknown>;
}

export const TABLE = 'AWS::DynamoDB::Table';
export const BUCKET = 'AWS::S3::Bucket';

/** By CloudFormation's type, in the order in which they are told. */
export const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    'AWS::Lambda::Function',
    {
      name: 'functions',
      find: ({ ask, lambda }, FunctionName) =>
        ask('lambda:GetFunctionConfiguration', () =>
          lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
        ),
    },
  ],
  [
    'AWS::IAM::Role',
    {
      name: 'roles',
      find: ({ ask, iam }, RoleName) => ask('iam:GetRole', () => iam.send(new GetRoleCommand({ RoleName }))),
    },
  ],
  [
    'AWS::Events::Rule',
    {
      name: 'schedules',
      find: ({ ask, events }, Name) => ask('events:DescribeRule', () => events.send(new DescribeRuleCommand({ Name }))),
    },
  ],
  [
    'AWS::SNS::Topic',
    {
      name: 'topics',
      find: ({ ask, sns }, TopicArn) =>
        ask('sns:GetTopicAttributes', () => sns.send(new GetTopicAttributesCommand({ TopicArn }))),
    },
  ],
  [
    BUCKET,
    {
      name: 'buckets',
      find: ({ ask, s3, id }, Bucket) =>
        ask('s3:ListBucket', () => s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: id }))),
    },
  ],
  [
    TABLE,
    {
      name: 'tables',
      find: ({ ask, dynamo }, TableName) =>
        ask('dynamodb:DescribeTable', () => dynamo.send(new DescribeTableCommand({ TableName }))),
    },
  ],
]);

/** Asks the resource's own service, not CloudFormation's memory. */
export const isThere = async (account: AwsAccount, type: string, id: string): Promise<boolean> =>
  (await ifFound(KINDS.get(type)?.find(account, id) ?? Promise.resolve(undefined))) !== undefined;

/** IAM and others answer from copies that lag behind. */
const LAG_MAX_MS = 10_000;
const PAUSE_MS = 1000;

/** Whether something that was removed is still there, after the time that copies of its service take to hear of it. */
export async function isStillThere(account: AwsAccount, type: string, id: string): Promise<boolean> {
  const until = performance.now() + LAG_MAX_MS;
  for (;;) {
    if (!(await isThere(account, type, id))) return false;
    if (performance.now() > until) return true;
    await sleep(PAUSE_MS);
  }
}
