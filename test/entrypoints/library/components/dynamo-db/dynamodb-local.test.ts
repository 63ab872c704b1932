import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanDynamoTable } from '../../../../../src/entrypoints/library/components/dynamo-db/clean-dynamo-table.js';
import { DynamoDbClient } from '../../../../../src/entrypoints/library/components/dynamo-db/dynamo-db-client.js';
import { dynamoClients } from '../../../../support/aws/dynamo-tables.js';
import { type DynamoDbLocal, startDynamoDbLocal } from '../../../../support/aws/dynamodb-local.js';
import { skips } from '../../../../support/aws/skips.js';
import { anyRow, ODD_NAMES, TYPED } from './rows.js';

// Eighteen megabytes of rows take seconds on an idle machine, and a minute beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describe.skipIf(skips('dynamodb'))('on DynamoDB Local', () => {
  let server: DynamoDbLocal;
  let aws: DynamoDBClient;
  let close: () => void;
  beforeAll(async () => {
    server = await startDynamoDbLocal();
    ({ client: aws, close } = dynamoClients(server.endpoint));
  });
  afterAll(async () => {
    close?.();
    await server?.stop();
  });

  const config = {
    table_name: '',
    hash_key: 'hash_col',
    row_mapper: { hash_col: 'S', range_col: 'N', some_text: 'S', some_count: 'N', some_list: 'L', tags: 'SS' },
    dont_json_loads_results: true,
  } as const;
  const COLUMNS = { hash_col: 'S', range_col: 'N' } as const;

  let tables = 0;
  async function makeTable(
    keys: Readonly<Record<string, 'S' | 'N' | 'B'>>,
    more: Partial<CreateTableCommandInput> = {},
  ): Promise<string> {
    const TableName = `autotest_${++tables}`;
    const names = Object.keys(keys);
    await aws.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: Object.entries(keys).map(([AttributeName, AttributeType]) => ({
          AttributeName,
          AttributeType,
        })),
        KeySchema: names
          .slice(0, 2)
          .map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
        ...more,
      }),
    );
    return TableName;
  }
  /** A client of a fresh table with the documented keys. */
  const aClient = async () =>
    new DynamoDbClient({ config: { ...config, table_name: await makeTable(COLUMNS) }, client: aws });
  const rows = (count: number, hash = 'cat') =>
    Array.from({ length: count }, (_, index) => ({ hash_col: hash, range_col: index, some_count: index % 3 }));

  describe('a row', () => {
    it('any row written is read back equal', async () => {
      const table = await makeTable({ col_hash: 'S' });
      const client = new DynamoDbClient({ config: { ...TYPED, table_name: table }, client: aws });
      let written = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 12 }), async (found) => {
          const keyed = found.map((row) => ({ ...row, col_hash: `row ${++written}` }));
          await Promise.all(keyed.map((row) => client.put(row)));
          const keys = keyed.map(({ col_hash }) => ({ col_hash }));
          const read = await client.batchGetItemsOneTable(keys, { fetchAllFields: true, consistentRead: true });
          const byKey = new Map(read.map((row) => [row.col_hash, row]));
          for (const row of keyed) expect(byKey.get(row.col_hash)).toEqual(row);
        }),
        { numRuns: 50 },
      );
    });

    it('is replaced by put, and refused by create, which says so by its code', async () => {
      const client = await aClient();
      await client.create({ hash_col: 'cat', range_col: 1, some_text: 'a' });
      await client.put({ hash_col: 'cat', range_col: 1, some_count: 2 });
      expect(await client.getByQuery({ hash_col: 'cat' })).toEqual([{ hash_col: 'cat', range_col: 1, some_count: 2 }]);
      await expect(client.create({ hash_col: 'cat', range_col: 1 })).rejects.toMatchObject({
        code: 'dynamo.condition_failed',
        retryable: false,
        cause: expect.objectContaining({ name: 'ConditionalCheckFailedException' }),
      });
      await client.create({ hash_col: 'cat', range_col: 2 });
    });

    it('with an empty hash key is refused, and the key named', async () => {
      const client = await aClient();
      const failure = { code: 'dynamo.refused', message: expect.stringContaining('hash_col of the row is empty') };
      await expect(client.put({ hash_col: '', range_col: 1 })).rejects.toMatchObject(failure);
    });

    it('keeps all 38 digits of a number given as text, and reads them as text where the config says so', async () => {
      const client = await aClient();
      const digits = '1234567890123456789012345678901234567.8';
      await client.put({ hash_col: 'cat', range_col: 1, some_count: digits });
      const exact = new DynamoDbClient({ config: { ...client.config, large_numbers: 'text' }, client: aws });
      expect(await exact.getByScan()).toEqual([{ hash_col: 'cat', range_col: 1, some_count: digits }]);
    });

    it('is deleted; deleting it again is no error', async () => {
      const client = await aClient();
      await client.put({ hash_col: 'cat', range_col: 1 });
      await client.delete({ hash_col: 'cat', range_col: 1 });
      await client.delete({ hash_col: 'cat', range_col: 1 });
      expect(await client.getByScan()).toEqual([]);
    });
  });

  describe('an update', () => {
    it('sets, adds and removes, and makes the row where there is none', async () => {
      const client = await aClient();
      const key = { hash_col: 'cat', range_col: 1 };
      await client.update(key, {
        attributesToUpdate: { some_text: 'a', free: 1 },
        attributesToIncrement: { some_count: '3' },
      });
      await client.update(key, {
        attributesToIncrement: { some_count: 2, other: 1.5 },
        attributesToRemove: ['some_text'],
      });
      expect(await client.getByQuery(key, { fetchAllFields: true })).toEqual([
        { ...key, free: 1, some_count: 5, other: 1.5 },
      ]);
    });

    it('is made only under its condition', async () => {
      const client = await aClient();
      const key = { hash_col: 'cat', range_col: 1 };
      await client.put({ ...key, some_count: 5 });
      const changes = { attributesToUpdate: { some_text: 'x' } };
      await client.update(key, { ...changes, conditionExpression: 'some_count between 5 and 6' });
      await expect(client.update(key, { ...changes, conditionExpression: 'some_count < 5' })).rejects.toMatchObject({
        code: 'dynamo.condition_failed',
      });
      await client.update(key, {
        ...changes,
        conditionExpression: { attribute: 'some_text', operator: 'begins_with', value: 'x' },
      });
    });

    it('patch fails where the row is missing, and leaves it missing', async () => {
      const client = await aClient();
      const key = { hash_col: 'cat', range_col: 1 };
      const changes = { attributesToUpdate: { some_text: 'x' } };
      await expect(client.patch(key, changes)).rejects.toMatchObject({ code: 'dynamo.condition_failed' });
      expect(await client.getByScan()).toEqual([]);
      await client.put(key);
      await client.patch(key, changes);
      expect(await client.getByScan()).toEqual([{ ...key, some_text: 'x' }]);
    });
  });

  describe('a query', () => {
    let client: Awaited<ReturnType<typeof aClient>>;
    beforeAll(async () => {
      client = await aClient();
      await Promise.all(
        [...rows(10), ...rows(3, 'dog')].map((row) => client.put({ ...row, tags: ['a'], free: `f${row.range_col}` })),
      );
    });
    const ranges = (found: readonly { range_col?: number | null }[]) => found.map(({ range_col }) => range_col);

    it('compares, ranges, sorts, limits and counts', async () => {
      const key = { hash_col: 'cat' };
      expect(ranges(await client.getByQuery(key))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(ranges(await client.getByQuery({ ...key, range_col: 7 }, { comparisons: { range_col: '>' } }))).toEqual([
        8, 9,
      ]);
      expect(ranges(await client.getByQuery({ ...key, st_between_range_col: 2, en_between_range_col: '4' }))).toEqual([
        2, 3, 4,
      ]);
      expect(ranges(await client.getByQuery(key, { desc: true, maxItems: 2 }))).toEqual([9, 8]);
      expect(await client.getByQuery(key, { returnCount: true })).toBe(10);
      expect(await client.getByQuery({ hash_col: 'cow' })).toEqual([]);
    });

    it('filters, and goes on until as many rows as are wanted match', async () => {
      const filtered = { filterExpression: 'some_count = 2', maxItems: 3 };
      expect(ranges(await client.getByQuery({ hash_col: 'cat' }, filtered))).toEqual([2, 5, 8]);
      const listed = { filterExpression: { attribute: 'tags', operator: 'contains', value: 'b' } } as const;
      expect(await client.getByQuery({ hash_col: 'cat' }, listed)).toEqual([]);
      const counted = { filterExpression: 'some_count = 2', returnCount: true } as const;
      expect(await client.getByQuery({ hash_col: 'cat' }, counted)).toBe(3);
    });

    it('gives the mapped columns, or all', async () => {
      const key = { hash_col: 'dog', range_col: 1 };
      expect(await client.getByQuery(key)).toEqual([{ ...key, some_count: 1, tags: new Set(['a']) }]);
      expect(await client.getByQuery(key, { fetchAllFields: true, consistentRead: true })).toMatchObject([
        { free: 'f1' },
      ]);
    });

    it('scans by columns, whole or page by page', async () => {
      expect(await client.getByScan()).toHaveLength(13);
      expect(ranges(await client.getByScan({ attrs: { hash_col: 'dog', some_count: 2 } }))).toEqual([2]);
      expect(await client.getByScan({ attrs: { hash_col: 'cat' }, filterExpression: 'range_col > 7' })).toHaveLength(2);
      const pages: number[] = [];
      for await (const page of client.getByScanGenerator()) pages.push(page.length);
      expect(pages).toEqual([13]);
    });

    it('reads many keys; those without a range key give all their rows', async () => {
      const whole = [
        { hash_col: 'cat', range_col: 1 },
        { hash_col: 'cat', range_col: 99 },
      ];
      expect(ranges(await client.batchGetItemsOneTable(whole))).toEqual([1]);
      expect(ranges(await client.batchGetItemsOneTable([...whole, { hash_col: 'dog' }]))).toEqual([1, 0, 1, 2]);
      expect(ranges(await client.batchGetItemsOneTable([{ hash_col: 'dog' }, { hash_col: 'cow' }]))).toEqual([0, 1, 2]);
    });
  });

  it('reads a table of several pages whole, by query, scan and batch', async () => {
    const client = await aClient();
    const some_text = 'x'.repeat(300_000);
    const keys = rows(60).map(({ hash_col, range_col }) => ({ hash_col, range_col }));
    await Promise.all(keys.map((key) => client.put({ ...key, some_text })));
    expect(await client.getByQuery({ hash_col: 'cat' })).toHaveLength(60);
    const pages: number[] = [];
    for await (const page of client.getByScanGenerator()) pages.push(page.length);
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(60);
    // 18 MB: one answer holds 16.
    const batched = new DynamoDbClient({
      config: client.config,
      client: aws,
      clock: { now: () => 0, sleep: async () => {} },
    });
    expect(await batched.batchGetItemsOneTable(keys)).toHaveLength(60);
    expect(batched.getStats()).toEqual({ dynamo_batch_get_queries: 2 });
  });

  describe('any name of an attribute', () => {
    it.each(ODD_NAMES)('%s works as a key, in filters, conditions, updates and reads', async (name) => {
      const other = `${name}2`;
      const table = await makeTable({ [name]: 'S' });
      const client = new DynamoDbClient({
        config: { table_name: table, hash_key: name, row_mapper: { [name]: 'S', [other]: 'N' } },
        client: aws,
      });
      const key = { [name]: 'k' };
      await client.create({ ...key, [other]: 1, free: { [name]: 'in a map' } });
      await client.patch(key, { attributesToIncrement: { [other]: 1 }, attributesToUpdate: { [`${name}3`]: true } });
      const filterExpression = { attribute: other, operator: '=', value: 2 } as const;
      await client.update(key, { attributesToRemove: [`${name}3`], conditionExpression: filterExpression });
      const row = { ...key, [other]: 2, free: { [name]: 'in a map' } };
      expect(await client.getByQuery(key, { filterExpression, fetchAllFields: true })).toEqual([row]);
      expect(await client.getByQuery(key, { filterExpression: `${other} = 2` })).toEqual([{ ...key, [other]: 2 }]);
      expect(await client.getByScan({ attrs: { [other]: 2 } })).toHaveLength(1);
      expect(await client.batchGetItemsOneTable([key])).toHaveLength(1);
      await client.delete(key);
      expect(await client.getByScan()).toEqual([]);
    });
  });

  describe('a transaction', () => {
    it('writes in several tables, ten parts at a time', async () => {
      const [client, other] = [await aClient(), await makeTable(COLUMNS)];
      await client.put({ hash_col: 'cat', range_col: 0 });
      await client.transactWrite(
        client.makeDeleteTransactionItem({ hash_col: 'cat', range_col: 0 }),
        client.makeUpdateTransactionItem(
          { hash_col: 'cat', range_col: 1 },
          { attributesToIncrement: { some_count: 1 } },
        ),
        ...rows(20).map((row) => client.makePutTransactionItem(row, { tableName: other })),
      );
      expect(await client.getByScan()).toEqual([{ hash_col: 'cat', range_col: 1, some_count: 1 }]);
      expect(await client.getByScan({ tableName: other })).toHaveLength(20);
      expect(client.getStats()).toMatchObject({ dynamo_transact_write_operations: 3 });
    });

    it('makes none of ten where one cannot be made, and says by its code why', async () => {
      const client = await aClient();
      await client.put({ hash_col: 'cat', range_col: 1 });
      const parts = rows(3).map((row) => client.makePutTransactionItem(row, { overwriteExisting: false }));
      await expect(client.transactWrite(...parts)).rejects.toMatchObject({
        code: 'dynamo.condition_failed',
        cause: expect.objectContaining({ name: 'TransactionCanceledException' }),
      });
      expect(await client.getByScan()).toHaveLength(1);
    });
  });

  describe('what is known of a table', () => {
    it('is its keys, its indexes and its capacity', async () => {
      const units = (read: number, write: number) => ({ ReadCapacityUnits: read, WriteCapacityUnits: write });
      const table = await makeTable(
        { hash_col: 'S', range_col: 'N', status: 'S' },
        {
          BillingMode: 'PROVISIONED',
          ProvisionedThroughput: units(5, 2),
          LocalSecondaryIndexes: [
            {
              IndexName: 'local',
              KeySchema: [
                { AttributeName: 'hash_col', KeyType: 'HASH' },
                { AttributeName: 'status', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
          ],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'global',
              KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
              ProvisionedThroughput: units(4, 1),
            },
          ],
        },
      );
      const client = new DynamoDbClient({ config: { ...config, table_name: table }, client: aws });
      expect(await client.getTableKeys()).toEqual(['hash_col', 'range_col']);
      expect(await client.getCapacity()).toEqual({ read: 5, write: 2 });
      expect(await client.getTableIndexes()).toEqual({
        local: {
          projectionType: 'KEYS_ONLY',
          hashKey: 'hash_col',
          rangeKey: 'status',
          provisionedThroughput: { readCapacity: 5, writeCapacity: 2 },
        },
        global: {
          projectionType: 'ALL',
          hashKey: 'status',
          provisionedThroughput: { readCapacity: 4, writeCapacity: 1 },
        },
      });
      await client.put({ hash_col: 'cat', range_col: 1, status: 'new' });
      expect(await client.getByQuery({ status: 'new' }, { indexName: 'global' })).toHaveLength(1);
      expect(await client.getByScan({ indexName: 'local', consistentRead: true })).toHaveLength(1);
    });

    it('of one paid by request has no capacity; one that is missing is an error with its code', async () => {
      const client = await aClient();
      expect(await client.getCapacity()).toBeUndefined();
      expect(await client.getTableIndexes()).toEqual({});
      await expect(client.getTableKeys('autotest_missing')).rejects.toMatchObject({ code: 'dynamo.not_found' });
      await expect(client.getByScan({ tableName: 'autotest_missing' })).rejects.toMatchObject({
        code: 'dynamo.not_found',
        cause: expect.objectContaining({ name: 'ResourceNotFoundException' }),
      });
    });
  });

  it('cleans a table of automatic tests, whole or what a filter holds', async () => {
    const client = await aClient();
    const tableName = client.getTableName();
    await Promise.all(rows(9).map((row) => client.put(row)));
    expect(await cleanDynamoTable({ tableName, client: aws, filterExpression: 'some_count >= 1' })).toMatchObject({
      deleted: 6,
    });
    expect(await client.getByScan()).toHaveLength(3);
    await expect(cleanDynamoTable({ tableName, client: aws, keys: ['hash_col', 'id'] })).rejects.toMatchObject({
      code: 'dynamo.key',
    });
    expect(await cleanDynamoTable({ tableName, client: aws })).toMatchObject({ deleted: 3 });
    expect(await client.getByScan()).toEqual([]);
  });

  it('a row that has an attribute __proto__ from elsewhere is read without it reaching a prototype', async () => {
    const client = await aClient();
    const Item = JSON.parse(
      '{"hash_col":{"S":"cat"},"range_col":{"N":"1"},"__proto__":{"M":{"polluted":{"S":"yes"}}}}',
    );
    await aws.send(new PutItemCommand({ TableName: client.getTableName(), Item }));
    const [row] = await client.getByScan({ fetchAllFields: true });
    expect(row).toMatchObject({ hash_col: 'cat', range_col: 1 });
    expect(row?.polluted).toBeUndefined();
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(await client.getByScan()).toEqual([{ hash_col: 'cat', range_col: 1 }]);
  });

  it('rows written by others are read: a text where a number is expected is an error that names the column', async () => {
    const client = await aClient();
    const Item = { hash_col: { S: 'cat' }, range_col: { N: '1' }, some_count: { S: 'many' } };
    await aws.send(new PutItemCommand({ TableName: client.getTableName(), Item }));
    await expect(client.getByScan()).rejects.toMatchObject({
      code: 'dynamo.stored_type',
      message: expect.stringContaining('some_count'),
    });
    expect(await client.getByScan({ fetchAllFields: true })).toMatchObject([{ some_count: 'many' }]);
  });
});
