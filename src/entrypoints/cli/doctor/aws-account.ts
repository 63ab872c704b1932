/** The account and region that a command works in, and its services' clients: few requests at once, and a refusal told by the permission that is missing. */

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SoswError } from '../../../domain/errors.js';
import { awsErrorName, httpStatusOf } from '../../../adapters/shared/aws-errors.js';
import { UsageError } from '../usage-error.js';

/** IAM's simulation is throttled at few requests a second; its client waits and asks again. */
const CLIENT = {
  maxAttempts: 8,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 3000, requestTimeout: 20_000, throwOnRequestTimeout: true },
} as const;
const REQUESTS_AT_ONCE = 10;

/** Whoever runs the command may not do what it needs. */
export class NotPermitted extends SoswError {
  /** As policies name it: `dynamodb:DescribeTable`. */
  readonly action: string;

  constructor(action: string, cause: unknown) {
    super('aws.denied', `you may not ${action}: ask for this permission`, { cause });
    this.action = action;
  }
}

export type AwsAccount = Awaited<ReturnType<typeof openAccount>>;

/** Settings come from where AWS's own tools take them: variables, profiles, the machine. Rejects where region or credentials are missing. */
export async function openAccount() {
  const sts = new STSClient(CLIENT);
  const region = await sts.config.region().catch(() => {
    throw new UsageError('no region: set AWS_REGION, or AWS_PROFILE to a profile that has one');
  });
  const ask = boundedAsk(REQUESTS_AT_ONCE);
  const { Account: id = '', Arn: caller = '' } = await ask('sts:GetCallerIdentity', () =>
    sts.send(new GetCallerIdentityCommand({})),
  ).catch((error: unknown) => {
    throw unreachable(error);
  });
  return {
    id,
    region,
    /** `aws`, `aws-cn`, `aws-us-gov`. */
    partition: caller.split(':')[1] || 'aws',
    formation: new CloudFormationClient(CLIENT),
    cloudwatch: new CloudWatchClient(CLIENT),
    dynamo: new DynamoDBClient(CLIENT),
    events: new EventBridgeClient(CLIENT),
    iam: new IAMClient(CLIENT),
    lambda: new LambdaClient(CLIENT),
    s3: new S3Client(CLIENT),
    sns: new SNSClient(CLIENT),
    /** Sends a request that needs this permission. Rejects with NotPermitted where it is missing, else as the service does. */
    ask,
  };
}

function unreachable(error: unknown): SoswError {
  if (error instanceof SoswError) return error;
  const name = awsErrorName(error);
  const message =
    name === 'CredentialsProviderError'
      ? 'there are no credentials for AWS: set AWS_PROFILE, or log in as you do for the AWS command line'
      : `AWS does not tell who you are (${name})`;
  return new SoswError('aws.unavailable', message, { cause: error });
}

export type Ask = <Answer>(action: string, send: () => Promise<Answer>) => Promise<Answer>;

function boundedAsk(limit: number): Ask {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (action, send) => {
    if (running === limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await send();
    } catch (error) {
      throw isDenied(error) ? new NotPermitted(action, error) : error;
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

const DENIALS = new Set(['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'AuthorizationErrorException']);

/** The adapters' own errors have the service's as their cause. An answer to a HEAD request has nothing but its status. */
function isDenied(error: unknown): boolean {
  if (error instanceof SoswError) return isDenied(error.cause);
  const name = awsErrorName(error);
  return DENIALS.has(name) || (httpStatusOf(error) === 403 && (name === '403' || name === 'Forbidden'));
}

/** The answer, or undefined where the service says that there is no such thing. */
export async function ifFound<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SoswError || !isMissing(error)) throw error;
    return undefined;
  }
}

/** By class: services answer with different statuses to a name that they don't know. */
const isMissing = (error: unknown): boolean =>
  httpStatusOf(error) === 404 || /^(ResourceNotFound|NoSuch|NotFound)/.test(awsErrorName(error));
