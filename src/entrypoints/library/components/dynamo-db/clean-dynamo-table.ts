/** Empties a table between automatic tests, and no other. */

import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import { STORE_CLIENT } from '../../../../adapters/dynamodb/dynamo-client.js';
import { Expression } from '../../../../adapters/dynamodb/expression.js';
import { mapBounded } from '../../../../application/bounded.js';
import { RefusedError } from '../../../../domain/errors.js';
import { optionsArgument } from '../../argument.js';
import { dynamoFailure } from './dynamo-failure.js';
import { type Filter, filterExpression } from './filter.js';
import { scanPages } from './pages.js';
import { refuseName, refusedValue } from './refusals.js';
import { RowCodec } from './row-codec.js';

/** Which table is emptied, and of what. */
export interface CleanTableOptions {
  /** Its name begins with `autotest_`; default `autotest_dynamo_db`. */
  readonly tableName?: string;
  /** The table's hash key, and its range key if it has one; default `['hash_col', 'range_col']`. */
  readonly keys?: readonly string[];
  /** Which rows to delete; default: all. Values are typed by their looks. */
  readonly filterExpression?: Filter;
  /** Made for the call if none is given. */
  readonly client?: DynamoDBClient;
}

const TABLE_PREFIX = 'autotest_';
const DELETES_AT_ONCE = 8;

/**
 * Deletes the rows of a table that is for automatic tests.
 *
 * @param options - The table, its keys, which rows, and the client to use.
 * @returns How many pages were read, and how many rows deleted.
 * @throws RefusedError `dynamo.table` for a table whose name does not begin with `autotest_`, `dynamo.filter` for a filter that is none,
 *   `dynamo.key` for keys that the rows do not have; SoswError as the DynamoDbClient does for what DynamoDB answers.
 * @example
 * ```ts
 * await cleanDynamoTable({ tableName: 'autotest_orders', keys: ['order_id'] });
 * ```
 */
export async function cleanDynamoTable(
  options: CleanTableOptions = {},
): Promise<{ readonly dynamo_scan_queries: number; readonly deleted: number }> {
  optionsArgument('dynamo.option', options);
  const { tableName = 'autotest_dynamo_db', keys = ['hash_col', 'range_col'], filterExpression: filter } = options;
  if (typeof tableName !== 'string' || !tableName.startsWith(TABLE_PREFIX)) {
    const expected = `a name that begins with ${TABLE_PREFIX}: every row would be deleted`;
    throw new RefusedError('dynamo.table', { path: 'options.tableName', expected, found: tableName });
  }
  refuseUnlessNames(keys);
  const expression = new Expression();
  const projection = keys.map((name) => expression.name(name)).join(', ');
  const codec = new RowCodec({ row_mapper: {} });
  const request = {
    TableName: tableName,
    ProjectionExpression: projection,
    ...(filter === undefined
      ? {}
      : { FilterExpression: filterExpression(filter, expression, codec, 'options.filterExpression') }),
    ...expression.attributes,
  };

  const client = options.client ?? new DynamoDBClient(STORE_CLIENT);
  try {
    let [pages, deleted] = [0, 0];
    for await (const { Items: items = [] } of scanPages(client, request)) {
      pages++;
      await mapBounded(items, DELETES_AT_ONCE, (item) => deleteOne(client, tableName, keyOf(item, keys)));
      deleted += items.length;
    }
    return { dynamo_scan_queries: pages, deleted };
  } finally {
    if (options.client === undefined) client.destroy();
  }
}

async function deleteOne(client: DynamoDBClient, table: string, key: Item): Promise<void> {
  try {
    await client.send(new DeleteItemCommand({ TableName: table, Key: key }));
  } catch (error) {
    throw dynamoFailure(error, `to delete a row of ${table}`);
  }
}

const keyOf = (item: Item, keys: readonly string[]): Item =>
  Object.fromEntries(
    keys.map((name) => {
      const value = item[name];
      if (value !== undefined) return [name, value];
      throw new RefusedError('dynamo.key', { path: 'options.keys', expected: "the table's keys", found: name });
    }),
  );

function refuseUnlessNames(keys: unknown): void {
  const names: readonly unknown[] = Array.isArray(keys) ? keys : [];
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) {
    throw refusedValue({ path: 'options.keys', expected: "a list of the key's names", found: keys }, 'dynamo.key');
  }
  for (const name of names) refuseName(String(name), 'options.keys');
}
