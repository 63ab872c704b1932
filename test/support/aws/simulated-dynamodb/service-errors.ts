/** The errors of DynamoDB as its SDK throws them: of the SDK's own classes, which the adapters tell apart. */

import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';

const BAD_REQUEST = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };
const SERVER_FAULT = { httpStatusCode: 500, attempts: 1, totalRetryDelay: 0 };

/** The request is wrong in itself: DynamoDB would refuse it whatever it holds. */
export const invalid = (message: string): DynamoDBServiceException =>
  new DynamoDBServiceException({ name: 'ValidationException', message, $fault: 'client', $metadata: BAD_REQUEST });

/** DynamoDB may know it, the simulation does not. Refused like a wrong request, so that no caller takes it for a passing fault. */
export const notSimulated = (what: string): DynamoDBServiceException => invalid(`not simulated: ${what}`);

export const noSuchTable = (table: string | undefined): ResourceNotFoundException =>
  new ResourceNotFoundException({ message: `no table ${table}`, $metadata: BAD_REQUEST });

/** `item`: as it stood, where the request asks for it. */
export const conditionFailed = (item: Item | undefined): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: BAD_REQUEST,
    ...(item === undefined ? {} : { Item: item }),
  });

export const conflict = (): TransactionConflictException =>
  new TransactionConflictException({ message: 'Transaction is ongoing for the item', $metadata: BAD_REQUEST });

/** `reasons`: one a part, in the parts' order. */
export const canceled = (reasons: readonly CancellationReason[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: `Transaction cancelled [${reasons.map(({ Code }) => Code).join(', ')}]`,
    CancellationReasons: [...reasons],
    $metadata: BAD_REQUEST,
  });

export const otherParameters = (): IdempotentParameterMismatchException =>
  new IdempotentParameterMismatchException({ message: 'the token had other parameters', $metadata: BAD_REQUEST });

export const throttled = (): ProvisionedThroughputExceededException =>
  new ProvisionedThroughputExceededException({ message: 'The level is exceeded', $metadata: BAD_REQUEST });

export const unavailable = (): InternalServerError =>
  new InternalServerError({ message: 'Internal server error', $metadata: SERVER_FAULT });

/** What the SDK's HTTP handler throws when no answer came within its `requestTimeout`. */
export const timedOut = (): Error =>
  Object.assign(new Error('a request timed out'), {
    name: 'TimeoutError',
    code: 'ETIMEDOUT',
    $metadata: { attempts: 1, totalRetryDelay: 0 },
  });

const REPEATED: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'InternalServerError',
  'TimeoutError',
]);

/** Whether the SDK sends the same again after such an error. Of conflicts of transactions it does not. */
export const isRepeated = (error: unknown): boolean => error instanceof Error && REPEATED.has(error.name);
