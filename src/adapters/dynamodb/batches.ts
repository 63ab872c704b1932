/** Reads and writes of many items in few requests; what DynamoDB leaves unprocessed is asked for again. */

import { BatchGetItemCommand, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { SoswError } from '../../domain/errors.js';
import { mapBounded } from '../../application/bounded.js';
import type { Item } from './attribute-values.js';
import { storeFailure } from './dynamo-failures.js';
import { pause, type SendingParts } from './pause.js';

/** DynamoDB's own bounds of one request. */
const KEYS_A_READ = 100;
const PUTS_A_WRITE = 25;
const READS_AT_ONCE = 8;
const WRITES_AT_ONCE = 4;
/** Pauses double, so this is some seconds of throttling. */
const TRIES_MAX = 10;

export interface BatchRead {
  readonly table: string;
  /** Distinct. */
  readonly keys: readonly Item[];
  readonly consistent?: boolean;
  /** Attributes to read; all without it. */
  readonly projection?: readonly string[];
}

/** The items that are there, in any order. */
export async function batchGet(parts: SendingParts, read: BatchRead): Promise<Item[]> {
  const pages = await mapBounded(chunks(read.keys, KEYS_A_READ), READS_AT_ONCE, (keys) => getAll(parts, read, keys));
  return pages.flat();
}

async function getAll(parts: SendingParts, { table, consistent, projection }: BatchRead, keys: readonly Item[]) {
  const names = Object.fromEntries((projection ?? []).map((attribute, index) => [`#p${index}`, attribute]));
  const found: Item[] = [];
  let open: Item[] = [...keys];
  for (let tries = 1; open.length > 0; tries++) {
    refuseEndless(tries, table);
    if (tries > 1) await pause(tries, parts);
    const request = {
      Keys: open,
      ...(consistent === undefined ? {} : { ConsistentRead: consistent }),
      ...(projection === undefined
        ? {}
        : { ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: names }),
    };
    try {
      const answer = await parts.client.send(new BatchGetItemCommand({ RequestItems: { [table]: request } }));
      found.push(...(answer.Responses?.[table] ?? []));
      open = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    } catch (error) {
      throw storeFailure(error, `to read ${open.length} items of ${table}`);
    }
  }
  return found;
}

/** Puts the items, each over what was there. */
export async function batchPut(parts: SendingParts, table: string, items: readonly Item[]): Promise<void> {
  await mapBounded(chunks(items, PUTS_A_WRITE), WRITES_AT_ONCE, (chunk) => putAll(parts, table, chunk));
}

async function putAll(parts: SendingParts, table: string, items: readonly Item[]): Promise<void> {
  let open = items.map((item) => ({ PutRequest: { Item: item } }));
  for (let tries = 1; open.length > 0; tries++) {
    refuseEndless(tries, table);
    if (tries > 1) await pause(tries, parts);
    try {
      const answer = await parts.client.send(new BatchWriteItemCommand({ RequestItems: { [table]: open } }));
      open = (answer.UnprocessedItems?.[table] ?? []) as typeof open;
    } catch (error) {
      throw storeFailure(error, `to write ${open.length} items of ${table}`);
    }
  }
}

function refuseEndless(tries: number, table: string): void {
  if (tries <= TRIES_MAX) return;
  throw new SoswError('store.unavailable', `${table} is throttled: ${TRIES_MAX} tries left items unprocessed`, {
    retryable: true,
  });
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
