import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { SoswError } from '../../../../../src/domain/errors.js';
import { cleanDynamoTable } from '../../../../../src/entrypoints/library/components/dynamo-db/clean-dynamo-table.js';
import { DynamoDbClient } from '../../../../../src/entrypoints/library/components/dynamo-db/dynamo-db-client.js';
import { dynamoClients } from '../../../../support/aws/dynamo-tables.js';
import {
  type ChooseFault,
  injectFaults,
  type SentCommand,
  serviceError,
} from '../../../../support/aws/fault-middleware.js';

const config = {
  table_name: 'tbl',
  hash_key: 'hk',
  row_mapper: { hk: 'S', rk: 'N', text: 'S' },
  required_fields: [],
} as const;

/** A client that nothing is behind: every request is answered by `choose`. */
function answered(choose: ChooseFault, more: object = {}) {
  const sent: SentCommand[] = [];
  const slept: number[] = [];
  // The one that never repeats a request.
  const { ledgerClient: client } = dynamoClients('http://127.0.0.1:1');
  injectFaults(client, (command, attempt) => {
    if (attempt === 1) sent.push(command);
    return choose(command, attempt) ?? { answer: {} };
  });
  const clock = { now: () => 1_000_000, sleep: async (ms: number) => void slept.push(ms) };
  return { client: new DynamoDbClient({ config: { ...config, ...more }, client, clock }), sent, slept };
}

const input = (command: SentCommand | undefined) => command?.input as Record<string, unknown>;
const code = (value: string, path?: string) =>
  expect.objectContaining(path === undefined ? { code: value } : { code: value, path });

describe("DynamoDB's errors", () => {
  it.each<[string, number, string, boolean]>([
    ['ConditionalCheckFailedException', 400, 'dynamo.condition_failed', false],
    ['TransactionConflictException', 400, 'dynamo.conflict', true],
    ['ResourceNotFoundException', 400, 'dynamo.not_found', false],
    ['AccessDeniedException', 400, 'dynamo.denied', false],
    ['ValidationException', 400, 'dynamo.refused', false],
    ['SomethingNewException', 400, 'dynamo.refused', false],
    ['SomethingNewException', 501, 'dynamo.unavailable', true],
  ])(
    "%s (%d) is %s, with AWS's own as cause and its name in the message",
    async (name, status, expected, retryable) => {
      const error = serviceError(name, status);
      const { client } = answered(() => ({ error }));
      const failure = await client.put({ hk: 'a' }).catch((found: unknown) => found);
      expect(failure).toBeInstanceOf(SoswError);
      expect(failure).toMatchObject({
        code: expected,
        retryable,
        cause: error,
        message: expect.stringContaining(name),
      });
    },
  );

  it('are retryable where the table is throttled or does not answer', async () => {
    const throttled = { error: serviceError('ProvisionedThroughputExceededException', 400) };
    await expect(answered(() => throttled).client.getByScan()).rejects.toMatchObject({
      code: 'dynamo.throttled',
      retryable: true,
    });
    const lost = { error: Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' }) };
    await expect(answered(() => lost).client.delete({ hk: 'a' })).rejects.toMatchObject({
      code: 'dynamo.unavailable',
      retryable: true,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each<[string[], string, boolean]>([
    [['None', 'ConditionalCheckFailed'], 'dynamo.condition_failed', false],
    [['TransactionConflict', 'None'], 'dynamo.conflict', true],
    [['TransactionConflict', 'ValidationError'], 'dynamo.refused', false],
    [['None', 'ThrottlingError'], 'dynamo.throttled', true],
  ])(
    'of a cancelled transaction tell the reason that no repeat mends: %j is %s',
    async (codes, expected, retryable) => {
      const reasons = { CancellationReasons: codes.map((Code) => ({ Code })) };
      const { client } = answered(() => ({ error: serviceError('TransactionCanceledException', 400, reasons) }));
      const part = client.makeDeleteTransactionItem({ hk: 'a' });
      await expect(client.transactWrite(part, part)).rejects.toMatchObject({ code: expected, retryable });
    },
  );

  it('name the hash key that is empty', async () => {
    const { client } = answered(() => ({ error: serviceError('ValidationException', 400) }));
    await expect(client.put({ hk: '' })).rejects.toMatchObject({
      code: 'dynamo.refused',
      message: expect.stringContaining('hk of the row is empty'),
    });
  });
});

describe('wrong arguments are refused before anything is asked', () => {
  const { client, sent } = answered(() => undefined);
  const wrong: [string, () => unknown, string, string?][] = [
    ['no keys', () => client.getByQuery({}), 'dynamo.key', 'keys'],
    ['keys that are no map', () => client.delete([] as never), 'dynamo.key', 'keys'],
    ['an empty key', () => client.delete({ hk: '' }), 'dynamo.key', 'keys.hk'],
    [
      'a key of null',
      () => client.update({ hk: null as never }, { attributesToRemove: ['x'] }),
      'dynamo.key',
      'keys.hk',
    ],
    [
      'a key of undefined',
      () => client.patch({ hk: undefined as never }, { attributesToRemove: ['x'] }),
      'dynamo.key',
      'keys.hk',
    ],
    [
      'a key that is a map',
      () => client.batchGetItemsOneTable([{ free: {} as never }]),
      'dynamo.key',
      'keysList[0].free',
    ],
    ['a query without its hash key', () => client.getByQuery({ rk: 1 }), 'dynamo.key', 'keys.hk'],
    [
      'a range with one end',
      () => client.getByQuery({ hk: 'a', st_between_rk: 1 }),
      'dynamo.key',
      'keys.en_between_rk',
    ],
    ['a row without its hash key', () => client.put({ rk: 1 } as never), 'dynamo.key', 'row.hk'],
    [
      'an unknown comparison',
      () => client.getByQuery({ hk: 'a', rk: 1 }, { comparisons: { rk: 'like' as never } }),
      'dynamo.comparison',
      'comparisons.rk',
    ],
    [
      'a comparison of no key',
      () => client.getByQuery({ hk: 'a' }, { comparisons: { rk: '<' } }),
      'dynamo.comparison',
      'comparisons.rk',
    ],
    [
      'maxItems beside returnCount',
      () => client.getByQuery({ hk: 'a' }, { maxItems: 1, returnCount: true }),
      'dynamo.option',
    ],
    [
      'a consistent read of an index',
      () => client.getByQuery({ hk: 'a' }, { indexName: 'i', consistentRead: true }),
      'dynamo.option',
    ],
    ['maxItems of 0', () => client.getByQuery({ hk: 'a' }, { maxItems: 0 }), 'dynamo.option', 'options.maxItems'],
    ['maxItems of NaN', () => client.getByQuery({ hk: 'a' }, { maxItems: Number.NaN }), 'dynamo.option'],
    [
      'desc that is text',
      () => client.getByQuery({ hk: 'a' }, { desc: 'false' as never }),
      'dynamo.option',
      'options.desc',
    ],
    ['options of null', () => client.getByScan(null as never), 'dynamo.option'],
    ['an update of nothing', () => client.update({ hk: 'a' }, { attributesToUpdate: {} }), 'dynamo.update', 'changes'],
    ['an update of the key', () => client.update({ hk: 'a' }, { attributesToUpdate: { hk: 'b' } }), 'dynamo.update'],
    [
      'an attribute twice',
      () => client.update({ hk: 'a' }, { attributesToUpdate: { rk: 1 }, attributesToRemove: ['rk'] }),
      'dynamo.update',
    ],
    [
      'an increment by text',
      () => client.update({ hk: 'a' }, { attributesToIncrement: { rk: 'many' } }),
      'dynamo.number',
    ],
    [
      'an increment of a text',
      () => client.update({ hk: 'a' }, { attributesToIncrement: { text: 1 } }),
      'dynamo.update',
    ],
    [
      'a removal that is no list',
      () => client.update({ hk: 'a' }, { attributesToRemove: 'x' as never }),
      'dynamo.update',
    ],
    [
      'an update of undefined',
      () => client.update({ hk: 'a' }, { attributesToUpdate: { rk: undefined as never } }),
      'dynamo.value',
    ],
    [
      'a condition that is none',
      () => client.update({ hk: 'a' }, { attributesToRemove: ['x'], conditionExpression: 'x' }),
      'dynamo.filter',
    ],
    ['no transaction', () => client.transactWrite(), 'dynamo.transaction', 'items'],
    [
      'two actions in a part',
      () => client.transactWrite({ Put: {}, Delete: {} } as never),
      'dynamo.transaction',
      'items[0]',
    ],
    ['a part that is none', () => client.transactWrite({ Get: {} } as never), 'dynamo.transaction'],
    ['keys that are no list', () => client.batchGetItemsOneTable('a' as never), 'dynamo.key', 'keysList'],
    ['repeats without end', () => client.batchGetItemsOneTable([{ hk: 'a' }], { maxRetries: 1000 }), 'dynamo.option'],
    ['a table without a name', () => client.getByScan({ tableName: '' }), 'dynamo.table'],
    ['a table that is a number', () => client.getTableKeys(5 as never), 'dynamo.table'],
    ['another action', () => client.sleepDb(new Date(), 'scan' as never), 'dynamo.option', 'action'],
    ['a date that is none', () => client.sleepDb(new Date('x'), 'read'), 'dynamo.option', 'lastActionTime'],
    [
      'a table that is for no tests',
      () => cleanDynamoTable({ tableName: 'sosw_tasks' }),
      'dynamo.table',
      'options.tableName',
    ],
    ['no keys to delete by', () => cleanDynamoTable({ keys: [] }), 'dynamo.key'],
  ];
  it.each(wrong)('%s', async (_, call, expected, path) => {
    await expect((async () => call())()).rejects.toEqual(code(expected, path));
    expect(sent).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['no config', {}, 'config'],
    ['a config without row_mapper', { config: {} }, 'config.row_mapper'],
    ['a type that is none', { config: { row_mapper: { a: 'X' } } }, 'config.row_mapper.a'],
    ['required_fields that is no list', { config: { row_mapper: {}, required_fields: 'a' } }, 'config.required_fields'],
    ['an empty table name', { config: { row_mapper: {}, table_name: '' } }, 'config.table_name'],
    ['a flag as text', { config: { row_mapper: {}, dont_json_loads_results: 'no' } }, 'config.dont_json_loads_results'],
    ['another way with large numbers', { config: { row_mapper: {}, large_numbers: 'big' } }, 'config.large_numbers'],
  ])('%s', (_, options, path) => {
    expect(() => new DynamoDbClient(options as never)).toThrow(code('dynamo.config', path));
  });

  it('no table anywhere, no hash key to create by, and a required field that is missing', async () => {
    const bare = new DynamoDbClient({ config: { row_mapper: { hk: 'S' } } });
    expect(() => bare.getTableName()).toThrow(code('dynamo.table'));
    expect(bare.getTableName('other')).toBe('other');
    await expect(bare.create({ hk: 'a' }, { tableName: 't' })).rejects.toEqual(
      code('dynamo.config', 'config.hash_key'),
    );
    const strict = answered(() => undefined, { required_fields: ['text'] });
    await expect(strict.client.put({ hk: 'a' } as never)).rejects.toEqual(code('dynamo.required_field', 'row.text'));
    await expect(strict.client.put({ hk: 'a', text: null } as never)).rejects.toEqual(code('dynamo.required_field'));
  });

  it('an item of more than 400 KB, with its size; one of 400 KB is sent', async () => {
    const { client: sending, sent: sends } = answered(() => undefined);
    const text = (bytes: number) => 'x'.repeat(bytes);
    const room = 400 * 1024 - 'hk'.length - 'a'.length - 'text'.length;
    await sending.put({ hk: 'a', text: text(room) });
    expect(sends).toHaveLength(1);
    for (const row of [
      { hk: 'a', text: text(room + 1) },
      { hk: 'a', free: [{ b: text(room) }] },
    ]) {
      await expect(sending.put(row)).rejects.toMatchObject({
        code: 'dynamo.item_too_large',
        message: expect.stringMatching(/409600 bytes.*found \d{6}/),
      });
      expect(() => sending.makePutTransactionItem(row)).toThrow(code('dynamo.item_too_large'));
    }
    await expect(sending.update({ hk: 'a' }, { attributesToUpdate: { text: text(room + 10) } })).rejects.toEqual(
      code('dynamo.item_too_large'),
    );
    expect(sends).toHaveLength(1);
  });
});

describe('a batch of keys', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ hk: 'a', rk: index }));
  const unprocessed = {
    answer: { Responses: {}, UnprocessedKeys: { tbl: { Keys: [{ hk: { S: 'a' }, rk: { N: '0' } }] } } },
  };

  it('is read a hundred at a time, each key once', async () => {
    const { client, sent } = answered(() => undefined);
    await client.batchGetItemsOneTable([...keys(201), { hk: 'a', rk: '1.0' }]);
    const sizes = sent.map((command) => (input(command).RequestItems as { tbl: { Keys: [] } }).tbl.Keys.length);
    expect(sizes).toEqual([100, 100, 1]);
  });

  it('is asked again for what is left, each wait twice as long as the one before', async () => {
    const item = { hk: { S: 'a' }, rk: { N: '0' } };
    const { client, sent, slept } = answered(({ nth }) =>
      nth < 4 ? unprocessed : { answer: { Responses: { tbl: [item] } } },
    );
    expect(await client.batchGetItemsOneTable(keys(3), { maxRetries: 3 })).toEqual([{ hk: 'a', rk: 0 }]);
    expect(slept).toEqual([200, 400, 800]);
    expect(input(sent[1])).toEqual({ RequestItems: { tbl: { Keys: [{ hk: { S: 'a' }, rk: { N: '0' } }] } } });
    expect(client.getStats()).toEqual({ dynamo_batch_get_queries: 4 });
  });

  it('fails, retryable, when the repeats are used up', async () => {
    const { client, slept } = answered(() => unprocessed);
    await expect(client.batchGetItemsOneTable(keys(1), { maxRetries: 2, retryWaitBaseTime: 1 })).rejects.toMatchObject({
      code: 'dynamo.throttled',
      retryable: true,
    });
    expect(slept).toEqual([1000, 2000]);
  });

  it('of no keys asks nothing', async () => {
    const { client, sent } = answered(() => undefined);
    expect(await client.batchGetItemsOneTable([])).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe('a query', () => {
  const page = (...ranges: number[]) => ({
    answer: {
      Items: ranges.map((rk) => ({ hk: { S: 'a' }, rk: { N: `${rk}` } })),
      Count: ranges.length,
      LastEvaluatedKey: { hk: { S: 'a' } },
    },
  });

  it('asks for no more rows than are wanted, and ends with the last of them', async () => {
    const { client, sent } = answered(({ nth }) => (nth === 1 ? page(1, 2) : page(3, 4)));
    expect(await client.getByQuery({ hk: 'a' }, { maxItems: 3 })).toHaveLength(3);
    expect(sent.map((command) => input(command).Limit)).toEqual([3, 1]);
  });

  it('looks at twice as many rows each time under a filter', async () => {
    const { client, sent } = answered(({ nth }) => (nth < 4 ? page() : page(1, 2)));
    await client.getByQuery({ hk: 'a' }, { maxItems: 2, filterExpression: 'text = x' });
    expect(sent.map((command) => input(command).Limit)).toEqual([2, 4, 8, 16]);
  });
});

describe('statistics', () => {
  it('count the requests that were answered, and add to totals when they are reset', async () => {
    const { client } = answered(({ name }) => (name === 'DeleteItemCommand' ? 'refuse' : undefined));
    await client.put({ hk: 'a' });
    await client.create({ hk: 'b' });
    await client.patch({ hk: 'a' }, { attributesToRemove: ['x'] });
    await client.getByQuery({ hk: 'a' });
    await client.getByScan();
    await client.transactWrite(
      ...Array.from({ length: 11 }, (_, index) => client.makePutTransactionItem({ hk: `${index}` })),
    );
    await client.delete({ hk: 'a' }).catch(() => {});
    const counted = {
      dynamo_put_queries: 2,
      dynamo_update_queries: 1,
      dynamo_get_queries: 1,
      dynamo_scan_queries: 1,
      dynamo_transact_write_operations: 2,
    };
    expect(client.getStats()).toEqual(counted);
    client.resetStats();
    expect(client.getStats()).toEqual(
      Object.fromEntries(Object.entries(counted).map(([name, count]) => [`total_${name}`, count])),
    );
  });
});

describe('the pace of a table', () => {
  const described = (read: number, write: number) => ({
    answer: { Table: { ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write } } },
  });
  const at = (secondsAgo: number) => new Date((1_000_000 - secondsAgo) * 1000);

  it('is the time between two actions that its capacity allows, less what has passed', async () => {
    const { client, slept, sent } = answered(() => described(4, 2));
    await client.sleepDb(at(0.1), 'write');
    await client.sleepDb(at(0), 'read');
    await client.sleepDb(at(1), 'read');
    await client.sleepDb(at(-5), 'read');
    expect(slept.map(Math.round)).toEqual([400, 250, 250]);
    expect(await client.getCapacity()).toEqual({ read: 4, write: 2 });
    expect(sent).toHaveLength(1);
    await client.identifyDynamoCapacity();
    expect(sent).toHaveLength(2);
  });

  it('is free where the table is paid by request', async () => {
    const { client, slept } = answered(() => described(0, 0));
    await client.sleepDb(at(0), 'write');
    expect(slept).toEqual([]);
    expect(await client.getCapacity()).toBeUndefined();
  });
});

describe('a client', () => {
  it('is made on first use, in the region of the config', async () => {
    class Open extends DynamoDbClient {
      get aws(): DynamoDBClient {
        return this.client;
      }
    }
    const own = new Open({ config: { row_mapper: {}, region_name: 'eu-central-1' } });
    expect(await own.aws.config.region()).toBe('eu-central-1');
    expect(own.aws).toBe(own.aws);
    own.aws.destroy();
  });
});
