/** Each fault of the simulated DynamoDB does what its description says, and nothing else. */

import {
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { tableDefinitions } from '../../../../src/adapters/dynamodb/table-definitions.js';
import { OWN } from '../../../../src/adapters/dynamodb/task-item.js';
import { storeNames } from '../../../../src/adapters/shared/store-names.js';
import type { DynamoFaults, RequestFault } from './dynamo-faults.js';
import { SimulatedDynamoDb } from './simulated-dynamodb.js';

const NAMES = storeNames();
const TASKS = { TableName: NAMES.tasks };
const KEY = { task_id: { S: 't' } };
const once = 'attribute_not_exists(task_id)';

const item = (place: number, id = 't') => ({
  task_id: { S: id },
  labourer_id: { S: 'l' },
  greenfield: { N: String(place) },
});

/** A service whose time is the test's, and what is done with it. */
function opened(faults: DynamoFaults = {}) {
  const time = { now: 100 };
  const dynamo = new SimulatedDynamoDb({ tables: tableDefinitions(NAMES), now: () => time.now, faults });
  return { ...requests(dynamo.client), time, dynamo };
}

const requests = (client: DynamoDBClient) => ({
  put: (place: number) => client.send(new PutItemCommand({ ...TASKS, Item: item(place) })),
  putOnce: () => client.send(new PutItemCommand({ ...TASKS, Item: item(1), ConditionExpression: once })),
  remove: () => client.send(new DeleteItemCommand({ ...TASKS, Key: KEY })),
  get: async (ConsistentRead: boolean) => {
    const { Item } = await client.send(new GetItemCommand({ ...TASKS, Key: KEY, ConsistentRead }));
    return Item?.greenfield?.N;
  },
  batchGet: async (ConsistentRead: boolean) => {
    const RequestItems = { [NAMES.tasks]: { Keys: [KEY], ConsistentRead } };
    const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems }));
    return Responses?.[NAMES.tasks]?.[0]?.greenfield?.N;
  },
  /** Places of the labourer's tasks, by the index. */
  places: async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        ...TASKS,
        IndexName: NAMES.tasksIndex,
        KeyConditionExpression: 'labourer_id = :l',
        ExpressionAttributeValues: { ':l': { S: 'l' } },
      }),
    );
    return Items.map(({ greenfield }) => Number(greenfield?.N));
  },
});

describe('lag', () => {
  it('hides a write from the index for its seconds, and from no read of the item', async () => {
    const { put, get, places, time } = opened({ lag: () => 5 });
    await put(1);
    expect([await get(false), await places()]).toEqual(['1', []]);
    time.now += 4.9;
    expect(await places()).toEqual([]);
    time.now += 0.1;
    expect(await places()).toEqual([1]);
  });

  it('shows an item where it was until its move is shown, and one that is deleted as if it were there', async () => {
    let lag = 0;
    const { put, remove, places, time } = opened({ lag: () => lag });
    await put(1);
    lag = 3;
    await put(2);
    expect(await places()).toEqual([1]);
    time.now += 3;
    expect(await places()).toEqual([2]);
    await remove();
    expect(await places()).toEqual([2]);
    time.now += 3;
    expect(await places()).toEqual([]);
  });

  it('shows writes of one item in their order, however long each takes', async () => {
    const lags = [9, 1, 0];
    const { put, places, time } = opened({ lag: () => lags.shift() ?? 0 });
    for (const place of [1, 2, 3]) await put(place);
    time.now += 8;
    expect(await places()).toEqual([]);
    time.now += 1;
    expect(await places()).toEqual([3]);
  });

  it('ends for all writes when the tables are settled', async () => {
    const { put, places, dynamo } = opened({ lag: () => 1e6 });
    await put(1);
    dynamo.settle();
    expect(await places()).toEqual([1]);
  });
});

describe('staleness', () => {
  it('shows eventually consistent reads the item of before, and consistent ones the item as it is', async () => {
    let staleness = 0;
    const { put, get, batchGet, time } = opened({ staleness: () => staleness });
    await put(1);
    staleness = 2;
    await put(2);
    expect([await get(false), await batchGet(false)]).toEqual(['1', '1']);
    expect([await get(true), await batchGet(true)]).toEqual(['2', '2']);
    time.now += 2;
    expect([await get(false), await batchGet(false)]).toEqual(['2', '2']);
  });

  it('hides an item that is new, and shows one that is gone', async () => {
    const { put, remove, get, time } = opened({ staleness: () => 2 });
    await put(1);
    expect(await get(false)).toBeUndefined();
    time.now += 2;
    await remove();
    expect([await get(false), await get(true)]).toEqual(['1', undefined]);
  });

  it('ends when the tables are settled', async () => {
    const { put, get, dynamo } = opened({ staleness: () => 1e6 });
    await put(1);
    dynamo.settle();
    expect(await get(false)).toBe('1');
  });
});

describe('expire', () => {
  const expiring = (id: string, at: number) => ({ ...item(1, id), [OWN.expiresAt]: { N: String(at) } });
  const ids = (dynamo: SimulatedDynamoDb) => [...dynamo.table(NAMES.tasks)].map(({ task_id }) => task_id?.S);

  it('deletes what is over, and leaves what is not and what never is', () => {
    const { dynamo } = opened();
    for (const each of [expiring('over', 100), expiring('later', 101), item(1, 'ever')]) dynamo.put(NAMES.tasks, each);
    dynamo.expire();
    expect(ids(dynamo)).toEqual(['later', 'ever']);
    dynamo.expire(() => true, 101);
    expect(ids(dynamo)).toEqual(['ever']);
  });

  it('spares what chance spares until the next time', () => {
    const { dynamo } = opened();
    for (const id of ['a', 'b']) dynamo.put(NAMES.tasks, expiring(id, 50));
    const falls = [false, true];
    dynamo.expire(() => falls.shift() ?? true);
    expect(ids(dynamo)).toHaveLength(1);
    dynamo.expire();
    expect(ids(dynamo)).toEqual([]);
  });

  it('goes by the instant that the item has now', () => {
    const { dynamo } = opened();
    dynamo.put(NAMES.tasks, expiring('t', 50));
    dynamo.put(NAMES.tasks, expiring('t', 200));
    dynamo.expire();
    expect(ids(dynamo)).toEqual(['t']);
    dynamo.expire(() => true, 200);
    expect(ids(dynamo)).toEqual([]);
  });
});

describe('a request', () => {
  const meeting = (fault: RequestFault) => opened({ request: (command) => (command === 'PutItem' ? fault : 'none') });

  it('whose answer is lost is done', async () => {
    const { put, get } = meeting('lose');
    await expect(put(1)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await get(true)).toBe('1');
  });

  it('whose answer is lost does not tell that its condition failed', async () => {
    const { putOnce, dynamo } = meeting('lose');
    dynamo.put(NAMES.tasks, item(7));
    await expect(putOnce()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(dynamo.item(NAMES.tasks, 't')?.greenfield).toEqual({ N: '7' });
  });

  it('whose answer is lost fails its own condition when a client repeats it', async () => {
    const faults: RequestFault[] = ['lose'];
    const { dynamo } = opened({ request: () => faults.shift() ?? 'none' });
    const { putOnce } = requests(dynamo.connect({ attempts: 2 }));
    await expect(putOnce()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it.each([
    ['throttle', 'ProvisionedThroughputExceededException'],
    ['unavailable', 'InternalServerError'],
  ] as const)('that meets %s is not done', async (fault, name) => {
    const { put, get } = meeting(fault);
    await expect(put(1)).rejects.toMatchObject({ name });
    expect(await get(true)).toBeUndefined();
  });
});

describe('the way of a request', () => {
  it('there ends before it takes effect: a process that dies on it has written nothing', async () => {
    const { dynamo, get } = opened();
    let arrive = () => {};
    const before = () => new Promise<void>((resolve) => (arrive = resolve));
    const writing = requests(dynamo.connect({ before })).put(1);
    expect(await get(true)).toBeUndefined();
    arrive();
    await writing;
    expect(await get(true)).toBe('1');
  });

  it('back begins when it has taken effect: a process that dies on it has written', async () => {
    const { dynamo, get } = opened();
    let isAnswered = false;
    const put = requests(dynamo.connect({ after: () => new Promise<void>(() => {}) })).put(1);
    put.then(() => (isAnswered = true));
    expect(await get(true)).toBe('1');
    expect(isAnswered).toBe(false);
  });

  it('is gone anew with every repeat, after its pause', async () => {
    const steps: string[] = [];
    const faults: RequestFault[] = ['throttle', 'unavailable'];
    const { dynamo } = opened({ request: () => faults.shift() ?? 'none' });
    const noted = (step: string) => async (which: string | number) => void steps.push(`${step} ${which}`);
    const connection = { attempts: 3, pause: noted('pause'), before: noted('before'), after: noted('after') };
    await requests(dynamo.connect(connection)).put(1);
    const way = ['before PutItem', 'after PutItem'];
    expect(steps).toEqual([...way, 'pause 2', ...way, 'pause 3', ...way]);
  });
});
