/** GetItem and BatchGetItem. */

import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  GetItemInput,
  GetItemOutput,
  KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { refuseUnused } from './placeholders.js';
import { projected, refuseOthers } from './requests.js';
import { invalid, throttled } from './service-errors.js';
import type { SimulatedTable } from './simulated-table.js';
import type { Tables } from './tables.js';

const READ_PARAMETERS = ['ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'];
const GET_PARAMETERS = new Set(['TableName', 'Key', ...READ_PARAMETERS]);
const KEYS_PARAMETERS = new Set(['Keys', ...READ_PARAMETERS]);
const BATCH_PARAMETERS = new Set(['RequestItems']);
const KEYS_MAX = 100;

type Reading = Pick<GetItemInput, 'ConsistentRead' | 'ProjectionExpression' | 'ExpressionAttributeNames'>;

function itemAt(tables: Tables, table: SimulatedTable, key: string, reading: Reading): Item | undefined {
  const current = table.items.get(key);
  const item = reading.ConsistentRead === true ? current : table.stale.shown(key, current, tables.now());
  return item && projected(item, reading.ProjectionExpression, reading);
}

export function getItem(tables: Tables, input: GetItemInput): GetItemOutput {
  refuseOthers(input, GET_PARAMETERS);
  refuseUnused(input, input.ProjectionExpression);
  const table = tables.of(input.TableName);
  const item = itemAt(tables, table, table.keyGiven(input.Key), input);
  return item === undefined ? {} : { Item: item };
}

export function batchGetItem(tables: Tables, input: BatchGetItemInput): BatchGetItemOutput {
  refuseOthers(input, BATCH_PARAMETERS);
  const requests = Object.entries(input.RequestItems ?? {});
  const asked = requests.flatMap(([name, request]) => keysOf(tables.of(name), request));
  if (asked.length === 0 || asked.length > KEYS_MAX) throw invalid(`${asked.length} keys in a BatchGetItem`);
  let open = Math.max(asked.length - (tables.faults.batch?.() ?? 0), 0);
  if (open === 0) throw throttled();
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, KeysAndAttributes> = {};
  for (const [name, request] of requests) {
    const table = tables.of(name);
    const keys = request.Keys ?? [];
    const read = keys.slice(0, open);
    open -= read.length;
    Responses[name] = read.flatMap((key) => {
      const item = itemAt(tables, table, table.keyGiven(key), request);
      return item === undefined ? [] : [item];
    });
    if (read.length < keys.length) UnprocessedKeys[name] = { ...request, Keys: keys.slice(read.length) };
  }
  return { Responses, UnprocessedKeys };
}

function keysOf(table: SimulatedTable, request: KeysAndAttributes): string[] {
  refuseOthers(request, KEYS_PARAMETERS);
  refuseUnused(request, request.ProjectionExpression);
  const keys = (request.Keys ?? []).map((key) => table.keyGiven(key));
  if (new Set(keys).size < keys.length) throw invalid('Provided list of item keys contains duplicates');
  return keys;
}
