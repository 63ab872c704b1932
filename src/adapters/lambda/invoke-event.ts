/** One asynchronous invocation of a function, with what is known of it afterwards. */

import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { InvokeOutcome } from '../../application/ports/invoker.js';
import type { JsonObject } from '../../domain/task.js';
import { awsErrorName, httpStatusOf, wasNeverSent } from '../shared/aws-errors.js';
import { isFunctionName } from './function-name.js';

/** Lambda's limit of an asynchronous event. */
const EVENT_BYTES_MAX = 1_048_576;

/** Lambda answers 202 when it has put the event into the function's queue. */
const ACCEPTED = 202;
/** The service gave up reading the request, or so it says: what it had read by then is not known. */
const REQUEST_TIMEOUT = 408;

/**
 * Refusals that Lambda answers with a status of 5xx or 408, which else leaves open whether the function runs.
 * Source: errors of the API's Invoke.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'EC2AccessDeniedException',
  'EC2ThrottledException',
  'EFSMountConnectivityException',
  'EFSMountTimeoutException',
  'ENILimitReachedException',
  'InvalidRuntimeException',
  'InvalidSecurityGroupIDException',
  'InvalidSubnetIDException',
  'InvalidZipFileException',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
  'SubnetIPAddressLimitReachedException',
]);

/** What people look for first when they read the name of a refusal. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['TooManyRequestsException', 'the account or the function is throttled'],
  ['ResourceNotFoundException', 'there is no such function'],
  ['AccessDeniedException', 'the role may not invoke it (lambda:InvokeFunction)'],
  ['ResourceConflictException', 'the function is being updated'],
  ['CredentialsProviderError', 'there are no credentials'],
]);

/**
 * Puts the event into the function's queue, once. The client must not repeat by itself (`maxAttempts: 1`): an invocation whose
 * answer was lost may run. Never rejects.
 */
export async function invokeEvent(
  client: LambdaClient,
  functionName: string,
  event: JsonObject,
): Promise<InvokeOutcome> {
  if (!isFunctionName(functionName)) return refused(functionName, 'it is no name or ARN of a function');
  // Text at once: what the caller does to the object later changes nothing.
  const payload = Buffer.from(JSON.stringify(event));
  if (payload.length > EVENT_BYTES_MAX) {
    return refused(functionName, `the event has ${payload.length} bytes, above Lambda's limit of ${EVENT_BYTES_MAX}`);
  }
  try {
    const command = new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: payload });
    const { StatusCode } = await client.send(command);
    if (StatusCode === ACCEPTED) return { outcome: 'accepted' };
    return { outcome: 'unknown', reason: `${functionName}: Lambda answered ${StatusCode}` };
  } catch (error) {
    const name = awsErrorName(error);
    if (!isRefusal(error, name)) return { outcome: 'unknown', reason: `${functionName}: ${name}` };
    const hint = HINTS.get(name);
    return refused(functionName, hint === undefined ? name : `${hint} (${name})`);
  }
}

function isRefusal(error: unknown, name: string): boolean {
  if (REFUSALS.has(name) || wasNeverSent(error)) return true;
  const status = httpStatusOf(error);
  return status !== undefined && status >= 400 && status < 500 && status !== REQUEST_TIMEOUT;
}

/** A name from outside is shown cut: an ARN has at most 170 characters. */
const refused = (functionName: string, why: string): InvokeOutcome => ({
  outcome: 'refused',
  reason: `${functionName.slice(0, 170)}: ${why}`,
});
