/** Settings of DynamoDB clients: how long a request may take, and how often it is repeated. */

import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Milliseconds. A request of one item takes single digits; one that takes seconds is lost. */
const TIMEOUTS = { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true };

/** For tasks, logs and configuration: throttled and lost requests are repeated by the SDK, with growing, jittered pauses. */
export const STORE_CLIENT: DynamoDBClientConfig = {
  maxAttempts: 6,
  retryMode: 'standard',
  requestHandler: TIMEOUTS,
};

/** For labourers' rows: an ambiguous answer is spent, never repeated (docs/protocol.md, rule 6). */
export const LEDGER_CLIENT: DynamoDBClientConfig = { maxAttempts: 1, requestHandler: TIMEOUTS };
