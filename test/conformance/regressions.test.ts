/** Defects that the histories and the damaged rows have found, each by itself. */

import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { isIdBefore } from '../../src/adapters/shared/id-order.js';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { SqliteSlotLedger } from '../../src/adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskLog } from '../../src/adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { bury, claim, complete, redrive } from '../../src/domain/life.js';
import { onSimulated } from '../adapters/dynamodb/on-simulated.js';
import { rowOf } from '../contracts/task-store-changes.rules.js';
import { aRow, aTask, at, aWindow, LABOURER, NOW, place, taskId } from '../support/a-task.js';

const sqlite = () => {
  const database = openDatabase({ file: ':memory:' });
  return { database, store: new SqliteTaskStore(database) };
};

it('memory counts none in a range whose ends stand the other way round', async () => {
  const store = new MemoryTaskStore();
  await store.add([aTask('t')]);
  expect(await store.countOpen({ labourerId: LABOURER, range: { above: place(3), upTo: place(0) } })).toBe(0);
});

it('tasks at one place come by the code points of their ids in memory as in SQLite', async () => {
  const tasks = ['\u{1F600}', '\uFF5E', 'a', '\uE000'].map((id) => aTask(id));
  for (const store of [new MemoryTaskStore(), sqlite().store]) {
    await store.add(tasks);
    const first = await store.open({ labourerId: LABOURER, range: {}, limit: 3 });
    const rest = await store.open({ labourerId: LABOURER, range: {}, limit: 3, after: first.next as string });
    expect([...first.tasks, ...rest.tasks].map((task) => task.taskId)).toEqual(['a', '\uE000', '\uFF5E', '\u{1F600}']);
  }
  expect(isIdBefore('a', 'ab')).toBe(true);
  expect(isIdBefore('a', 'a')).toBe(false);
});

it('SQLite knows a closed task among ids that look like those of one job and are not', async () => {
  const { store } = sqlite();
  const [low, high] = ['\u{1F600}', '\uFF5E!'].map((end) => aTask(`${'j'.repeat(30)}${end}`)) as [
    ReturnType<typeof aTask>,
    ReturnType<typeof aTask>,
  ];
  await store.add([low]);
  await store.apply([bury(low, NOW, { name: 'E', message: '' })]);
  expect(await store.add([high, low])).toEqual(['added', 'known']);
});

it('a result with an empty key is recorded in DynamoDB, as text, instead of failing the completion', async () => {
  const { store: open } = onSimulated();
  const store = open();
  await store.add([aTask('t')]);
  await store.apply([claim(aTask('t'), aWindow(), '1700002400.a')]);
  const row = await rowOf(store, aTask('t'));
  const extra = { result_map: { '': 1, a: 2 }, stat_rows: 1 };
  expect(await store.apply([complete(row, { now: NOW, extra, archive: true })])).toMatchObject([
    { outcome: 'applied' },
  ]);
  expect((await rowOf(store, row)).extra).toEqual({ result_map: '{"":1,"a":2}', stat_rows: 1 });
});

it("DynamoDB gives decisions newest first although functions' clocks differ", async () => {
  const ledger = onSimulated().ledger();
  for (const second of [5, 3, 9]) await ledger.note(LABOURER, { at: at(second), text: `${second}` });
  expect((await ledger.decisions(LABOURER, 2)).map(({ text }) => text)).toEqual(['9', '5']);
});

it("a labourer's item without a version is refused: nothing could ever be written over it", async () => {
  const { dynamo, ledger: open } = onSimulated();
  const command = { TableName: 'sosw_labourers', Key: { labourer_id: { S: LABOURER } } };
  const set = { UpdateExpression: 'SET cap = :cap', ExpressionAttributeValues: { ':cap': { N: '5' } } };
  await dynamo.client.send(new UpdateItemCommand({ ...command, ...set }));
  await expect(open().read(LABOURER)).rejects.toMatchObject({ code: 'labourer.corrupt', retryable: false });
});

it('DynamoDB tells the row as it was, although another process has confirmed the report since it was read', async () => {
  const { store: open } = onSimulated();
  const [one, other] = [open(), open()];
  await one.add([aTask('t')]);
  await one.apply([bury(aTask('t'), NOW, { name: 'E', message: '' })]);
  const row = await rowOf(one, aTask('t'));
  await other.apply([
    { ...redrive(row, place(1)), name: 'confirmReport', to: 'dead', set: {}, remove: ['notifyPending'] },
  ]);
  const [outcome] = await one.apply([redrive(row, place(1))]);
  expect(outcome).toMatchObject({ outcome: 'applied' });
  expect(outcome).not.toMatchObject({ before: { notifyPending: true } });
});

it("SQLite refuses a labourer's row whose batches are no counts", async () => {
  const { database } = sqlite();
  const ledger = new SqliteSlotLedger(database);
  await ledger.compareAndSet(aRow());
  for (const batches of ['', 'null', '5', '[[1]]', '[["a",1]]', '[[60,-1]]']) {
    database.statement('UPDATE sosw_labourers SET batches = ?').run(batches);
    await expect(ledger.read(LABOURER)).rejects.toMatchObject({ code: 'labourer.corrupt', retryable: false });
  }
});

it('SQLite refuses a task at an infinite place, and one whose error has no message', async () => {
  const { database, store } = sqlite();
  await store.add([aTask('far'), aTask('odd')]);
  database.statement("UPDATE sosw_tasks SET greenfield = 9e999 WHERE task_id = 'far'").run();
  database.statement(`UPDATE sosw_tasks SET last_error = '{"name":"E"}' WHERE task_id = 'odd'`).run();
  const fresh = new SqliteTaskStore(database);
  for (const id of ['far', 'odd']) {
    await expect(fresh.get(taskId(id))).rejects.toMatchObject({ code: 'task.corrupt', retryable: false });
  }
});

it('SQLite refuses a change that no column takes with a code, and that change alone', async () => {
  const { database, store } = sqlite();
  await store.add([aTask('t'), aTask('u')]);
  database.statement("UPDATE sosw_tasks SET attempts = 9223372036854775807 WHERE task_id = 't'").run();
  const fresh = new SqliteTaskStore(database);
  const row = await rowOf(fresh, aTask('t'));
  const outcomes = await Promise.allSettled([
    fresh.apply([claim(row, aWindow(), '1700002400.a')]),
    fresh.apply([claim(aTask('u'), aWindow(), '1700002400.b')]),
  ]);
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { code: 'value.rejected', retryable: false } },
    { status: 'fulfilled', value: [{ outcome: 'applied' }] },
  ]);
});

it('an event whose details are no JSON is told with its text', async () => {
  const { database } = sqlite();
  const log = new SqliteTaskLog(database);
  await log.write([{ taskId: taskId('t'), action: 'created', at: NOW, author: 'a', details: {} }]);
  database.statement("UPDATE sosw_tasks_meta SET details = '{broken'").run();
  expect(await log.read(taskId('t'))).toMatchObject([{ action: 'created', details: { text: '{broken' } }]);
});
