/**
 * The SDK's clients of a worker, each loaded when it is first used and kept for the life of the container: neither a worker's bundle nor
 * its start carries what it does not use.
 */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SNSClient } from '@aws-sdk/client-sns';

export interface WorkerClients {
  readonly lambda: () => Promise<LambdaClient>;
  readonly database: () => Promise<DynamoDBClient>;
  readonly sns: () => Promise<SNSClient>;
}

/**
 * Sent once, since an invocation whose answer was lost may run. The WorkerAssistant answers within a second or so; one that does not is
 * asked again by the worker, which changes nothing twice.
 */
const INVOKING = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
} as const;

export const workerClients: WorkerClients = {
  lambda: once(async () => new (await import('@aws-sdk/client-lambda')).LambdaClient(INVOKING)),
  database: once(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDBClient({})),
  sns: once(async () => new (await import('@aws-sdk/client-sns')).SNSClient({})),
};

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
