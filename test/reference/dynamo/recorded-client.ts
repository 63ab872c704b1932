/** An AWS client whose requests are written down instead of sent, and answered with the pages that a vector has stored. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Json, JsonObject } from '../../../src/domain/task.js';

export interface RecordedRequest {
  /** The command's class without its ending: `Query`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export function recordedClient(pages: readonly Json[]): {
  readonly client: DynamoDBClient;
  readonly requests: readonly RecordedRequest[];
} {
  const requests: RecordedRequest[] = [];
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const client = new DynamoDBClient({ region: 'us-west-2', credentials });
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const page = pages[requests.length];
        requests.push({ operation: commandName.replace(/Command$/, ''), input: { ...input } });
        return { response: undefined, output: { $metadata: {}, ...answer(page, requests.length < pages.length) } };
      },
    { step: 'initialize', name: 'record' },
  );
  return { client, requests };
}

function answer(page: Json | undefined, isMore: boolean) {
  const rows = (page ?? []) as readonly JsonObject[];
  const Items = rows.map((row) => marshall(row));
  return { Items, Count: Items.length, ...(isMore ? { LastEvaluatedKey: { more: { S: 'more' } } } : {}) };
}
