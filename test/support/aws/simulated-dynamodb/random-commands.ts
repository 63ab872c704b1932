/** Random requests of all kinds that the simulated DynamoDB answers: few items of few partitions, so that they meet each other. */

import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryInput,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { Expression } from '../../../../src/adapters/dynamodb/expression.js';
import type { StoreNames } from '../../../../src/adapters/shared/store-names.js';
import { condition, conditional, OTHERS, simple, updating, values } from './random-expressions.js';

export type SimulatedCommand =
  | BatchGetItemCommand
  | BatchWriteItemCommand
  | DeleteItemCommand
  | GetItemCommand
  | PutItemCommand
  | QueryCommand
  | TransactWriteItemsCommand
  | UpdateItemCommand;

const IDS = 4;
const LABOURERS = 2;
const STATUS = 'labourer_id_task_status';

const others = fc.dictionary(fc.constantFrom(...OTHERS), values, { maxKeys: 4 });
const id = fc.nat(IDS - 1);
const place = fc.option(fc.nat(9), { nil: undefined });
const labourer = fc.nat(LABOURERS - 1);

/** A history's own texts, since all histories stand in the same tables. */
export interface Own {
  readonly names: StoreNames;
  readonly prefix: string;
}

interface Row {
  readonly id: number;
  readonly labourer: number;
  readonly place: number | undefined;
  readonly others: Item;
}
const rows: fc.Arbitrary<Row> = fc.record({ id, labourer, place, others });
const tables = fc.constantFrom('tasks', 'closed', 'retry');
type TableName = 'tasks' | 'closed' | 'retry';

const taskId = ({ prefix }: Own, index: number): AttributeValue => ({ S: `${prefix}t${index}` });
const labourerId = ({ prefix }: Own, index: number): AttributeValue => ({ S: `${prefix}l${index}` });

/** Places differ from item to item: how items of equal places lie is nobody's promise. */
const placeValue = (index: number, at: number): AttributeValue => ({ N: String(at * IDS + index + 0.5) });

function keyOf(own: Own, table: TableName, row: Pick<Row, 'id' | 'labourer'>): Item {
  const task_id = taskId(own, row.id);
  return table === 'retry' ? { labourer_id: labourerId(own, row.labourer), task_id } : { task_id };
}

const HASH = { tasks: 'labourer_id', closed: STATUS, retry: 'labourer_id' } as const;
const RANGE = { tasks: 'greenfield', closed: 'closed_at', retry: 'desired_launch_time' } as const;
const INDEX = { tasks: 'tasksIndex', closed: 'closedIndex', retry: 'retryIndex' } as const;

function itemOf(own: Own, table: TableName, row: Row): Item {
  return {
    ...row.others,
    ...keyOf(own, table, row),
    // In the index, or only half in it.
    ...(row.labourer === 0 || row.id % 2 === 0 ? { [HASH[table]]: labourerId(own, row.labourer) } : {}),
    ...(row.place === undefined ? {} : { [RANGE[table]]: placeValue(row.id, row.place) }),
  };
}

const returned = fc.constantFrom('NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW');
const returnedOfPut = fc.constantFrom('NONE', 'ALL_OLD');

type Made = (own: Own) => SimulatedCommand;
const named = (own: Own, table: TableName) => ({ TableName: own.names[table] });

const puts = fc.tuple(tables, rows, conditional, returnedOfPut).map(
  ([table, row, when, ReturnValues]): Made =>
    (own) => {
      const e = new Expression();
      const put = { ...named(own, table), Item: itemOf(own, table, row), ReturnValues, ...when(e) };
      return new PutItemCommand({ ...put, ...e.attributes });
    },
);
const updates = fc.tuple(tables, rows, updating, conditional, returned).map(
  ([table, row, update, when, ReturnValues]): Made =>
    (own) => {
      const e = new Expression();
      const Key = keyOf(own, table, row);
      const changes = { UpdateExpression: update(e), ReturnValues, ...when(e) };
      return new UpdateItemCommand({ ...named(own, table), Key, ...changes, ...e.attributes });
    },
);
const deletions = fc.tuple(tables, rows, conditional, returnedOfPut).map(
  ([table, row, when, ReturnValues]): Made =>
    (own) => {
      const e = new Expression();
      const deletion = { ...named(own, table), Key: keyOf(own, table, row), ReturnValues, ...when(e) };
      return new DeleteItemCommand({ ...deletion, ...e.attributes });
    },
);
const gets = fc.tuple(tables, rows, fc.boolean()).map(
  ([table, row, all]): Made =>
    (own) => {
      const e = new Expression();
      const projection = all ? {} : { ProjectionExpression: [e.name('slot'), e.name('task_id')].join(', ') };
      const get = { ...named(own, table), Key: keyOf(own, table, row), ConsistentRead: true, ...projection };
      return new GetItemCommand({ ...get, ...e.attributes });
    },
);
const batchGets = fc.tuple(tables, fc.array(rows, { minLength: 1, maxLength: 5 })).map(
  ([table, some]): Made =>
    (own) => {
      const Keys = some.map((row) => keyOf(own, table, row));
      return new BatchGetItemCommand({ RequestItems: { [own.names[table]]: { Keys, ConsistentRead: true } } });
    },
);
const batchWrites = fc.tuple(tables, fc.array(fc.tuple(rows, fc.boolean()), { minLength: 1, maxLength: 4 })).map(
  ([table, some]): Made =>
    (own) => {
      const requests = some.map(([row, isPut]) =>
        isPut ? { PutRequest: { Item: itemOf(own, table, row) } } : { DeleteRequest: { Key: keyOf(own, table, row) } },
      );
      return new BatchWriteItemCommand({ RequestItems: { [own.names[table]]: requests } });
    },
);

/** Each of another item: DynamoDB refuses others, and its emulator only some of them. */
const parts = fc
  .record({ table: tables, row: rows, when: conditional, update: updating, kind: fc.nat(3), check: simple })
  .map(({ table, row, when, update, kind, check }) => ({
    item: `${table} ${row.id}`,
    of: (own: Own) => {
      const e = new Expression();
      const [place, Key] = [named(own, table), keyOf(own, table, row)];
      if (kind === 0) return { Put: { ...place, Item: itemOf(own, table, row), ...when(e), ...e.attributes } };
      if (kind === 1) return { Delete: { ...place, Key, ...when(e), ...e.attributes } };
      if (kind === 2) return { Update: { ...place, Key, UpdateExpression: update(e), ...when(e), ...e.attributes } };
      return { ConditionCheck: { ...place, Key, ConditionExpression: check(e), ...e.attributes } };
    },
  }));
const transactions = fc
  .tuple(
    fc.uniqueArray(parts, { minLength: 1, maxLength: 4, selector: ({ item }) => item }),
    fc.option(fc.nat(2), { nil: undefined }),
  )
  .map(
    ([some, token]): Made =>
      (own) => {
        const TransactItems = some.map((part) => part.of(own));
        const ClientRequestToken = token === undefined ? {} : { ClientRequestToken: `${own.prefix}${token}` };
        return new TransactWriteItemsCommand({ TransactItems, ...ClientRequestToken });
      },
  );

const ranges = fc.oneof(
  fc.constant([]),
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.nat(40)),
  fc.tuple(fc.constant('BETWEEN'), fc.nat(40), fc.nat(40)),
);
const queries = fc
  .record({
    table: tables,
    labourer,
    range: ranges,
    filter: condition,
    start: fc.option(fc.tuple(id, fc.nat(9)), { nil: undefined }),
    limit: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    forward: fc.option(fc.boolean(), { nil: undefined }),
    counts: fc.boolean(),
    ofTable: fc.boolean(),
  })
  .map(
    ({ table, labourer: hash, range: [by, first, last], filter, start, ...more }): Made =>
      (own) => {
        const e = new Expression();
        const isTable = more.ofTable && table === 'retry';
        // A page that begins just at the border of the stretch is refused by the emulator where nothing is left behind it.
        const offset = start === undefined ? 0.5 : 0.25;
        const rangeName = isTable ? 'task_id' : RANGE[table];
        const end = (at: unknown) =>
          e.value(isTable ? taskId(own, Number(at) % IDS) : { N: String(Number(at) + offset) });
        const name = e.name(rangeName);
        const compared =
          by === 'BETWEEN' ? `${name} BETWEEN ${end(first)} AND ${end(last)}` : `${name} ${by} ${end(first)}`;
        const key = new Expression();
        const conditionOf = (write: Expression) => write.equals(HASH[table], labourerId(own, hash));
        const KeyConditionExpression = by === undefined ? conditionOf(key) : `${conditionOf(e)} AND ${compared}`;
        const used = by === undefined ? key : e;
        // Where a page of the table ends at the last key that its stretch may have, the emulator knows that nothing is behind it.
        const isWhole = !isTable || by === undefined;
        const limit = isWhole ? more.limit : undefined;
        const startRow = isWhole && start ? { id: start[0], labourer: hash } : undefined;
        const input: QueryInput = {
          ...named(own, table),
          ...(isTable ? {} : { IndexName: own.names[INDEX[table]] }),
          KeyConditionExpression,
          ...(filter === undefined || table === 'closed' ? {} : { FilterExpression: filter(used) }),
          ...(limit === undefined ? {} : { Limit: limit }),
          ...(more.forward === undefined ? {} : { ScanIndexForward: more.forward }),
          ...(more.counts ? { Select: 'COUNT' } : {}),
          ...(startRow === undefined || start === undefined
            ? {}
            : {
                ExclusiveStartKey: {
                  ...keyOf(own, table, startRow),
                  ...(isTable
                    ? {}
                    : { [HASH[table]]: labourerId(own, hash), [RANGE[table]]: placeValue(start[0], start[1]) }),
                },
              }),
          ...used.attributes,
        };
        return new QueryCommand(input);
      },
  );

const writing = fc.oneof(puts, updates, deletions, batchWrites, transactions);
const reading = fc.oneof(gets, batchGets, { weight: 3, arbitrary: queries });

/** Histories of requests, each of which is made for a history's own items. */
export const histories: fc.Arbitrary<readonly Made[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: writing }, { weight: 2, arbitrary: reading }),
  { minLength: 10, maxLength: 60, size: 'max' },
);
