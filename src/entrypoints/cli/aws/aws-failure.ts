/** Errors of AWS in words for people: what is missing, and which command helps. */

import { awsErrorName, wasNeverSent } from '../../../adapters/shared/aws-errors.js';
import { RefusedError, SoswError } from '../../../domain/errors.js';

/** Source: the common errors of AWS's services, and those of STS. */
const BAD_CREDENTIALS: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const NO_CREDENTIALS: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError']);
const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']);
const ABSENT: ReadonlySet<string> = new Set(['ResourceNotFoundException', 'TableNotFoundException']);
const UNREACHABLE: ReadonlySet<string> = new Set(['TimeoutError', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE']);

/** The error to tell: one that can be mended from here says how, every other stays what it is. */
export function awsFailure(error: unknown, region: string): unknown {
  if (error instanceof RefusedError) return error;
  const { name, source } = namedCause(error);
  const doing = error instanceof SoswError ? ` (${error.message})` : '';
  const failure = (code: string, message: string, retryable = false): SoswError =>
    new SoswError(code, `${message}${doing}`, { retryable, cause: error });
  if (NO_CREDENTIALS.has(name)) {
    return failure(
      'aws.credentials',
      'there are no credentials for AWS: name a profile by AWS_PROFILE, or sign in (`aws sso login`, `aws configure`)',
    );
  }
  if (BAD_CREDENTIALS.has(name)) {
    return failure(
      'aws.credentials',
      `AWS does not accept the credentials (${name}): sign in again, or check AWS_PROFILE`,
    );
  }
  if (DENIED.has(name)) return failure('aws.denied', `these credentials may not do that in ${region} (${name})`);
  if (ABSENT.has(name)) {
    return failure(
      'aws.absent',
      `something is not there in ${region}: is it the right region (--region), account (AWS_PROFILE) and --table? ` +
        'Has sosw been deployed? `sosw doctor` tells what is missing',
    );
  }
  if (wasNeverSent(source) || UNREACHABLE.has(name)) {
    return failure('aws.unreachable', `AWS does not answer in ${region} (${name}): is the region's name right?`, true);
  }
  return error;
}

/** The name of the error that AWS or the connection gave: adapters have it as the cause of their own. */
function namedCause(error: unknown): { readonly name: string; readonly source: unknown } {
  let source = error;
  while (source instanceof SoswError && source.cause !== undefined) source = source.cause;
  return { name: awsErrorName(source), source };
}
