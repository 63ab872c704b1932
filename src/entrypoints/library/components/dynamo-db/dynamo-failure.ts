/** DynamoDB's errors for whoever called the client: told apart by their names, never by messages, which may quote what was sent. */

import { awsErrorName, httpStatusOf } from '../../../../adapters/shared/aws-errors.js';
import { SoswError } from '../../../../domain/errors.js';

/**
 * Codes of `SoswError` for what DynamoDB answers: `condition_failed`, `conflict` (another write was under way), `throttled`,
 * `not_found` (table or index), `denied` (permission or credentials), `refused` (the request is wrong), `unavailable`. Retryable are
 * `conflict`, `throttled` and `unavailable`.
 */
export type DynamoFailureCode = `dynamo.${Kind}`;
type Kind = 'condition_failed' | 'conflict' | 'throttled' | 'not_found' | 'denied' | 'refused' | 'unavailable';

/** Names of errors, and codes of the reasons for which a transaction was cancelled. */
const KIND_OF: Readonly<Record<string, Kind>> = {
  ConditionalCheckFailedException: 'condition_failed',
  ConditionalCheckFailed: 'condition_failed',
  TransactionConflictException: 'conflict',
  TransactionConflict: 'conflict',
  TransactionInProgressException: 'conflict',
  ReplicatedWriteConflictException: 'conflict',
  DuplicateItem: 'condition_failed',
  ProvisionedThroughputExceededException: 'throttled',
  ProvisionedThroughputExceeded: 'throttled',
  RequestLimitExceeded: 'throttled',
  ThrottlingException: 'throttled',
  ThrottlingError: 'throttled',
  ThrottledException: 'throttled',
  ResourceNotFoundException: 'not_found',
  AccessDeniedException: 'denied',
  AccessDenied: 'denied',
  UnrecognizedClientException: 'denied',
  IncompleteSignatureException: 'denied',
  InvalidSignatureException: 'denied',
  MissingAuthenticationTokenException: 'denied',
  ExpiredTokenException: 'denied',
  CredentialsProviderError: 'denied',
  ValidationException: 'refused',
  ValidationError: 'refused',
  ItemCollectionSizeLimitExceeded: 'refused',
};

const MEANING: Readonly<Record<Kind, string>> = {
  condition_failed: 'the row is not as the condition wants it',
  conflict: 'another write of the same row was under way',
  throttled: 'more was asked at once than the table or account gives',
  not_found: 'the table or index does not exist',
  denied: 'a permission is missing, or the credentials are not valid',
  refused: 'the request is not as the table wants it; the cause says more',
  unavailable: 'it did not answer',
};

const RETRYABLE: ReadonlySet<Kind> = new Set<Kind>(['conflict', 'throttled', 'unavailable']);

/**
 * The error as a `SoswError`, with AWS's own as `cause` and its name in the message. `doing` says what failed: `to put a row into tbl`;
 * `hint` stands instead of what the error usually means.
 */
export function dynamoFailure(error: unknown, doing: string, hint?: string): SoswError {
  if (error instanceof SoswError) return error;
  const kind = kindOfFailure(error);
  return new SoswError(
    `dynamo.${kind}` satisfies DynamoFailureCode,
    `DynamoDB failed ${doing} (${awsErrorName(error)}): ${hint ?? MEANING[kind]}`,
    { retryable: RETRYABLE.has(kind), cause: error },
  );
}

/** Whether DynamoDB found the request wrong, such as a key that lacks its range key. */
export const isRefusedRequest = (error: unknown): boolean => kindOfFailure(error) === 'refused';

function kindOfFailure(error: unknown): Kind {
  const known = reasonKind(error) ?? lookUp(awsErrorName(error));
  if (known !== undefined) return known;
  const status = httpStatusOf(error);
  // Without an answer nobody knows; an answer below 500 that is not known here won't change by itself.
  return status !== undefined && status >= 400 && status < 500 ? 'refused' : 'unavailable';
}

/** Why a transaction was cancelled: what a repeat can't mend comes first. */
function reasonKind(error: unknown): Kind | undefined {
  const reasons: unknown = (error as { CancellationReasons?: unknown } | undefined)?.CancellationReasons;
  if (!Array.isArray(reasons)) return undefined;
  const kinds = reasons.map((reason: { Code?: unknown }) => lookUp(reason.Code));
  const known = kinds.filter((kind) => kind !== undefined);
  return known.find((kind) => !RETRYABLE.has(kind)) ?? known[0] ?? 'refused';
}

const lookUp = (name: unknown): Kind | undefined =>
  typeof name === 'string' && Object.hasOwn(KIND_OF, name) ? KIND_OF[name] : undefined;
