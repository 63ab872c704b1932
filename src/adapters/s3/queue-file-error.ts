/** What S3 answers, in the port's words. */

import { S3ServiceException } from '@aws-sdk/client-s3';
import { SoswError } from '../../domain/errors.js';

const NOT_ALLOWED = 'may not be used by this role: it needs to list the bucket, and to get, put and delete its objects';

/** What somebody has to mend before the same request can succeed, by the name of S3's error. */
const NEEDS_MENDING: Readonly<Record<string, string>> = {
  NoSuchBucket: 'does not exist',
  AccessDenied: NOT_ALLOWED,
  PermanentRedirect: 'is in another region',
  AuthorizationHeaderMalformed: 'is in another region',
  InvalidAccessKeyId: 'can not be used with these credentials',
  SignatureDoesNotMatch: 'can not be used with these credentials',
  ExpiredToken: 'can not be used with these credentials: they have expired',
};

/** `queue_file.unavailable`: to be tried again unless S3 says that somebody has to change something first. */
export function queueFileError(cause: unknown, bucket: string): SoswError {
  if (cause instanceof SoswError) return cause;
  const name = cause instanceof Error ? cause.name : String(cause);
  const answer = cause instanceof S3ServiceException ? cause : undefined;
  // The answer to HEAD has no body, so its error has no name of its own.
  const mending = NEEDS_MENDING[name] ?? (answer?.$metadata.httpStatusCode === 403 ? NOT_ALLOWED : undefined);
  const what = mending ?? `can't be reached (${name})`;
  const isRefused = answer?.$fault === 'client' && !isPassing(answer);
  return new SoswError('queue_file.unavailable', `the bucket ${bucket} of the queue files ${what}`, {
    retryable: mending === undefined && !isRefused,
    cause,
  });
}

/** Throttling, time-outs, and writes that met: a client's fault by their status only. */
function isPassing({ $metadata, $retryable, name }: S3ServiceException): boolean {
  const status = $metadata.httpStatusCode ?? 0;
  return $retryable !== undefined || status === 408 || status === 409 || status === 429 || name === 'RequestTimeout';
}

export const damaged = (key: string, what: string): SoswError =>
  new SoswError('queue_file.damaged', `${key} in the bucket of the queue files ${what}`);
