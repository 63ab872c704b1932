/** Items of DynamoDB's tables with anything in their attributes: each is read as a task or a row, refused with a code, or no task at all. */

import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Item } from '../../../src/adapters/dynamodb/attribute-values.js';
import { DynamoConfigSource } from '../../../src/adapters/dynamodb/dynamo-config-source.js';
import { OWN, TaskItems, type TaskTable } from '../../../src/adapters/dynamodb/task-item.js';
import { STATUS_COLUMN, storeNames, TASK_COLUMNS } from '../../../src/adapters/shared/store-names.js';
import { SoswError } from '../../../src/domain/errors.js';
import { cancel, fail } from '../../../src/domain/life.js';
import { tokensOut } from '../../../src/domain/slots.js';
import { seconds } from '../../../src/domain/time.js';
import { type Task, TERMINAL_STAGES } from '../../../src/domain/task.js';
import { transformed } from '../../../src/domain/transition.js';
import { DECIDERS } from '../../conformance/decisions.js';
import { onSimulated } from '../../adapters/dynamodb/on-simulated.js';
import { aTask, LABOURER, NOW } from '../../support/a-task.js';
import type { SimulatedDynamoDb } from '../../support/aws/simulated-dynamodb/simulated-dynamodb.js';
import { answerOrRefusal, ODD_TEXTS } from './answers.js';

const seed = Number(process.env.SOSW_SEED ?? 1);
const items = new TaskItems(storeNames().columns);
const QUEUED = aTask('t', { extra: { section: 'a' } });
const FAILED = { now: NOW, error: { name: 'E', message: 'm' }, extra: {} };
const STORED: readonly (readonly [TaskTable, Task])[] = [
  ['open', QUEUED],
  ['retrying', transformed(QUEUED, fail(QUEUED, { retryAfter: seconds(9) }, FAILED))],
  ['closed', transformed(QUEUED, fail(QUEUED, 'dead', FAILED))],
  ['closed', transformed(QUEUED, cancel(QUEUED, NOW))],
];

const numbers = fc.constantFrom(
  '0',
  '-1',
  '0.1',
  '1e100',
  '-1e100',
  '9007199254740993',
  '123456789012345678901234567890',
);
const texts = fc.oneof(fc.constantFrom(...ODD_TEXTS.slice(0, 20)), fc.string({ unit: 'binary', maxLength: 20 }));
const { value: values } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    texts.map((S) => ({ S })),
    numbers.map((N) => ({ N })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true } as const),
    fc.uint8Array({ maxLength: 9 }).map((B) => ({ B })),
    fc.uniqueArray(texts, { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
    fc.uniqueArray(numbers, { minLength: 1, maxLength: 3 }).map((NS) => ({ NS })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc
      .dictionary(fc.constantFrom('name', 'message', 'a', '1700000060', 'x'), tie('value'), { maxKeys: 3 })
      .map((M) => ({ M })),
  ),
}));
const NAMES = [...TASK_COLUMNS, STATUS_COLUMN, ...Object.values(OWN), 'constructor', 'toString', 'foreign'];
const damages = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.option(values, { nil: undefined })), { maxLength: 4 });

/** The item with attributes replaced, and with those taken away for which nothing is given. */
function damagedItem(item: Item, damage: readonly (readonly [string, AttributeValue | undefined])[]): Item {
  const entries = new Map(Object.entries(item));
  for (const [name, value] of damage) {
    if (value === undefined) entries.delete(name);
    else entries.set(name, value);
  }
  return Object.fromEntries(entries);
}

/** Puts an item behind the adapters' back; false for one that the table itself refuses. */
async function isHeld(dynamo: SimulatedDynamoDb, TableName: string, item: Item): Promise<boolean> {
  try {
    await dynamo.client.send(new PutItemCommand({ TableName, Item: item }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationException') return false;
    throw error;
  }
}

/** Every field of a task is of its kind, whatever it was read from. */
function expectTask(task: Task): void {
  const optional = (kind: string) => expect.toSatisfy((value: unknown) => value === undefined || typeof value === kind);
  const whatever = expect.anything();
  expect(task).toMatchObject({
    labourerId: expect.any(String),
    stage: expect.toSatisfy((stage) => ['open', 'retrying', ...TERMINAL_STAGES].includes(stage)),
    greenfield: expect.toSatisfy(Number.isFinite),
    createdAt: expect.toSatisfy(Number.isFinite),
    attempts: expect.toSatisfy(Number.isFinite),
    payload: optional('string'),
    slot: optional('string'),
    notifyPending: optional('boolean'),
    completedAt: optional('number'),
    extra: optional('object'),
    ...(task.lastError === undefined ? {} : { lastError: { name: expect.any(String), message: expect.any(String) } }),
    ...(task.taskId === undefined ? {} : { taskId: whatever }),
  });
}

it('an item of any shape is a task with all its fields, no task, or refused with a code', async () => {
  const property = fc.asyncProperty(fc.nat(STORED.length - 1), damages, async (which, damage) => {
    const [table, task] = STORED[which] as (typeof STORED)[number];
    const read = await answerOrRefusal(() => items.taskOf(damagedItem(items.itemOf(task), damage), table));
    if (read instanceof SoswError) expect(read.code).toBe('task.corrupt');
    else if (read !== undefined) expectTask(read);
  });
  await fc.assert(property, { numRuns: 1500, seed });
});

it('tables with such items are read and changed, or refuse with a code', async () => {
  const property = fc.asyncProperty(fc.nat(STORED.length - 1), damages, async (which, damage) => {
    const { dynamo, store: open, names } = onSimulated();
    const [table, task] = STORED[which] as (typeof STORED)[number];
    const TableName = { open: names.tasks, retrying: names.retry, closed: names.closed }[table];
    const Item = damagedItem(items.itemOf(task), damage);
    if (!(await isHeld(dynamo, TableName, Item))) return;
    const store = open();
    const row = await answerOrRefusal(() => store.get(task.taskId));
    await answerOrRefusal(() => store.open({ labourerId: LABOURER, range: {}, limit: 3 }));
    await answerOrRefusal(() => store.countOpen({ labourerId: LABOURER, range: {} }));
    await answerOrRefusal(() => store.retrying({ labourerId: LABOURER, limit: 3 }));
    await answerOrRefusal(() => store.closed({ labourerId: LABOURER, stage: 'dead', limit: 3 }));
    await answerOrRefusal(() => store.unreported({ labourerId: LABOURER, limit: 3 }));
    await answerOrRefusal(() => store.add([QUEUED]));
    const known = row !== undefined && !(row instanceof SoswError) ? row : task;
    for (const decide of DECIDERS[known.stage]) await answerOrRefusal(() => store.apply([decide(known, 1)]));
    const after = await answerOrRefusal(() => store.get(task.taskId));
    if (after !== undefined && !(after instanceof SoswError)) expectTask(after);
  });
  await fc.assert(property, { numRuns: 250, seed });
});

it("a labourer's item of any shape gives a row that can be counted with, or is refused with a code", async () => {
  const names = [
    'version',
    'allowance',
    'cap',
    'paused',
    'decided_at',
    'batches',
    'tail_greenfield',
    'decisions',
    'at',
  ];
  const shapes = fc.dictionary(fc.constantFrom(...names), values, { maxKeys: names.length });
  const property = fc.asyncProperty(shapes, async (shape) => {
    const { dynamo, ledger: open } = onSimulated();
    const ledger = open();
    for (const key of [LABOURER, `${LABOURER}\u0000decisions`]) {
      const Item = { ...shape, labourer_id: { S: key } };
      if (!(await isHeld(dynamo, 'sosw_labourers', Item))) return;
    }
    const row = await answerOrRefusal(() => ledger.read(LABOURER));
    if (row instanceof SoswError) expect(row.code).toBe('labourer.corrupt');
    else {
      expect(tokensOut(row, NOW)).toSatisfy((sum: number) => Number.isSafeInteger(sum) && sum >= 0);
      expect(await answerOrRefusal(() => ledger.compareAndSet(row))).toBe('written');
    }
    await answerOrRefusal(() => ledger.readAll([LABOURER]));
    await answerOrRefusal(() => ledger.decisions(LABOURER, 5));
  });
  await fc.assert(property, { numRuns: 300, seed });
});

it('documents and events of any shape are read', async () => {
  const property = fc.asyncProperty(values, values, values, async (value, other, third) => {
    const { dynamo, log: open } = onSimulated();
    const document = { env: { S: 'production' }, config_name: { S: 'name' }, config_value: value };
    if (!(await isHeld(dynamo, 'config', document))) return;
    const event = { task_id: { S: 't' }, created_at: { N: '1' }, details: value, action: other, author: third };
    if (!(await isHeld(dynamo, 'sosw_tasks_meta', event))) return;
    await answerOrRefusal(() => new DynamoConfigSource({ client: dynamo.client }).get('name'));
    expect(await answerOrRefusal(() => open().read(QUEUED.taskId))).toHaveLength(1);
  });
  await fc.assert(property, { numRuns: 200, seed });
});
