/** How the client behind the Lambda adapters must be set up. */

import type { LambdaClientConfig } from '@aws-sdk/client-lambda';

/**
 * Sent once, answered in bounded time: the SDK's own repeat of an invocation whose answer was lost would start the worker twice.
 * Lambda answers an asynchronous invocation in well under a second.
 */
export const lambdaClientOptions = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const satisfies LambdaClientConfig;
