/** What DynamoDB's errors mean, told by their class and never by their message. */

import {
  ConditionalCheckFailedException,
  type CancellationReason,
  type DynamoDBServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { SoswError } from '../../domain/errors.js';
import type { Item } from './attribute-values.js';

/** The item as it stood when a condition did not hold: undefined for another error, `absent` where there was none. */
export function conditionFailure(error: unknown): Item | 'absent' | undefined {
  if (!(error instanceof ConditionalCheckFailedException)) return undefined;
  return error.Item ?? 'absent';
}

/** Why each part of a transaction was not made, in the parts' order; undefined for another error. */
export const cancellationReasons = (error: unknown): readonly CancellationReason[] | undefined =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : undefined;

const CONFLICTS = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
]);

/** Another write of the same item was under way; nothing was changed, and the same may be tried again. */
export function isConflict(error: unknown): boolean {
  const reasons = cancellationReasons(error);
  if (reasons === undefined) return error instanceof Error && CONFLICTS.has(error.name);
  return (
    reasons.some(({ Code }) => Code === 'TransactionConflict') &&
    reasons.every(({ Code }) => Code === 'TransactionConflict' || Code === 'None' || Code === undefined)
  );
}

const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottledException',
  'LimitExceededException',
]);

/** Too much was asked at once; nothing was changed by this answer. */
function isThrottled(error: unknown): boolean {
  const reasons = cancellationReasons(error);
  if (reasons !== undefined) {
    return reasons.some(({ Code }) => Code === 'ThrottlingError' || Code === 'ProvisionedThroughputExceeded');
  }
  return error instanceof Error && THROTTLES.has(error.name);
}

/** The request itself is wrong or not permitted: it will never succeed. */
function isRefused(error: unknown): boolean {
  if (isThrottled(error) || isConflict(error)) return false;
  const { $fault, $metadata } = error as Partial<DynamoDBServiceException>;
  return $fault === 'client' && ($metadata?.httpStatusCode ?? 0) < 500;
}

/** The error for whoever called: what can be mended is told from what passes by itself. */
export function storeFailure(error: unknown, doing: string): SoswError {
  if (error instanceof SoswError) return error;
  const name = error instanceof Error ? error.name : 'unknown error';
  if (!isRefused(error)) {
    return new SoswError('store.unavailable', `DynamoDB did not answer (${name}) ${doing}`, {
      retryable: true,
      cause: error,
    });
  }
  const hint = HINTS[name] ?? 'see the cause';
  return new SoswError('store.refused', `DynamoDB refuses ${doing} (${name}): ${hint}`, { cause: error });
}

const HINTS: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'the table or its index is missing; `sosw doctor` tells which',
  AccessDeniedException: 'a permission is missing; `sosw doctor` tells which',
  UnrecognizedClientException: 'the credentials are not valid',
  ItemCollectionSizeLimitExceededException: 'more than 10 GB of tasks of one labourer wait for their retry',
};

/** Whether a write that ended so may have been made: then only the row tells. Throws for what will never succeed. */
export function mayHaveBeenMade(error: unknown, doing: string): 'unknown' {
  if (isRefused(error)) throw storeFailure(error, doing);
  return 'unknown';
}
