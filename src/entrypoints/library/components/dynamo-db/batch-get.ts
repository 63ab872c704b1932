/** Many rows by their keys, a hundred a request; what DynamoDB leaves unprocessed is asked for again. */

import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import { SoswError } from '../../../../domain/errors.js';
import { numberArgument } from '../../argument.js';
import { dynamoFailure } from './dynamo-failure.js';
import { refuseOptions } from './read-requests.js';

/** How `batchGetItemsOneTable` reads. */
export interface BatchGetOptions {
  /** Default: the config's `table_name`. */
  readonly tableName?: string | undefined;
  /** How often what is left is asked for again; default 5. One answer holds at most 16 MB. */
  readonly maxRetries?: number | undefined;
  /** Seconds before the first repeat, each later one waiting twice as long; default 0.2. */
  readonly retryWaitBaseTime?: number | undefined;
  /** Whether attributes without a mapping are given too; default false. */
  readonly fetchAllFields?: boolean | undefined;
  readonly consistentRead?: boolean | undefined;
}

/** DynamoDB's own bound. */
const KEYS_A_REQUEST = 100;
const RETRIES = 5;
const RETRIES_MAX = 20;
const WAIT_SECONDS = 0.2;
const WAIT_SECONDS_MAX = 60;

interface BatchGet {
  readonly table: string;
  /** No two the same. */
  readonly keys: readonly Item[];
  readonly options: BatchGetOptions;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onRequest: () => void;
}

/** Throws RefusedError `dynamo.option`, SoswError `dynamo.throttled` for keys still left after the last repeat, or DynamoDB's error. */
export async function batchGet(
  client: DynamoDBClient,
  { table, keys, options, sleep, onRequest }: BatchGet,
): Promise<Item[]> {
  const { retries, wait } = retryRule(options);
  const found: Item[] = [];
  for (let start = 0; start < keys.length; start += KEYS_A_REQUEST) {
    let open: readonly Item[] = keys.slice(start, start + KEYS_A_REQUEST);
    for (let tries = 0; open.length > 0; tries++) {
      if (tries > retries) throw leftOver(table, open.length, retries);
      if (tries > 0) await sleep(wait * 1000 * 2 ** (tries - 1));
      onRequest();
      const { items, left } = await getSome(client, table, open, options);
      found.push(...items);
      open = left;
    }
  }
  return found;
}

async function getSome(
  client: DynamoDBClient,
  table: string,
  keys: readonly Item[],
  { consistentRead }: BatchGetOptions,
) {
  const request = { Keys: [...keys], ...(consistentRead === undefined ? {} : { ConsistentRead: consistentRead }) };
  try {
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: request } }));
    return { items: answer.Responses?.[table] ?? [], left: answer.UnprocessedKeys?.[table]?.Keys ?? [] };
  } catch (error) {
    throw dynamoFailure(error, `to read ${keys.length} rows of ${table}`);
  }
}

function retryRule(options: BatchGetOptions): { readonly retries: number; readonly wait: number } {
  refuseOptions(options, ['fetchAllFields', 'consistentRead']);
  const argument = (name: keyof BatchGetOptions) => ({ code: 'dynamo.option', path: `options.${name}` });
  const { maxRetries = RETRIES, retryWaitBaseTime = WAIT_SECONDS } = options;
  const whole = { from: 0, to: RETRIES_MAX, whole: true };
  const seconds = { from: 0, to: WAIT_SECONDS_MAX };
  return {
    retries: numberArgument(argument('maxRetries'), maxRetries, whole),
    wait: numberArgument(argument('retryWaitBaseTime'), retryWaitBaseTime, seconds),
  };
}

const leftOver = (table: string, count: number, retries: number) =>
  new SoswError('dynamo.throttled', `DynamoDB left ${count} keys of ${table} unprocessed after ${retries} repeats`, {
    retryable: true,
  });
