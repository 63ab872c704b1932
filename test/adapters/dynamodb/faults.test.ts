/** What no emulator does: throttling, conflicting transactions, lost answers, items left unprocessed, and crashes between two writes. */

import { describe, expect, it } from 'vitest';
import { archive, claim, complete, expire, fail, requeue } from '../../../src/domain/life.js';
import { seconds } from '../../../src/domain/time.js';
import { transformed } from '../../../src/domain/transition.js';
import { claimed, completed, died, done, failed, SLOT } from '../../contracts/lives.js';
import { rowOf } from '../../contracts/task-store-changes.rules.js';
import { taskStoreContract } from '../../contracts/task-store.contract.js';
import { aQueue, aRow, aTask, aWindow, at, LABOURER, place } from '../../support/a-task.js';
import { injectFaults, serviceError } from '../../support/aws/fault-middleware.js';
import { CapacityMeter } from '../../support/aws/capacity-meter.js';
import { onDynamoDbLocal } from './on-dynamodb-local.js';

const settle = async () => {};
const WRITES = /^(Put|Update|Delete|TransactWrite)/;

onDynamoDbLocal((ownTables) => {
  taskStoreContract('DynamoDB that throttles now and then', async () => {
    const { client, store, dispose } = await ownTables();
    let sent = 0;
    injectFaults(client, (_, attempt) => (attempt === 1 && ++sent % 11 === 5 ? 'throttle' : undefined));
    return { store: store(), settle, dispose };
  });

  taskStoreContract('DynamoDB where every other write meets a transaction', async () => {
    const { client, store, dispose } = await ownTables();
    let sent = 0;
    injectFaults(client, ({ name }) => {
      if (!WRITES.test(name) || ++sent % 2 === 0) return undefined;
      return { error: serviceError('TransactionConflictException', 400) };
    });
    return { store: store(), settle, dispose };
  });

  describe('an answer that is lost', () => {
    const losing = (pattern: RegExp) => {
      const lost = ({ name }: { name: string }) => (pattern.test(name) ? ('lost-answer' as const) : undefined);
      return lost;
    };

    it('of a claim is unknown, and the row tells whose it is', async () => {
      const { client, store, dispose } = await ownTables();
      const task = aTask('t');
      await store().add([task]);
      const restore = injectFaults(client, losing(/^UpdateItem/));
      const [outcome] = await store().apply([claimed(task)]);
      restore();
      expect(outcome).toMatchObject({ outcome: expect.stringMatching(/^(unknown|stale)$/) });
      expect((await rowOf(store(), task)).slot).toBe(SLOT);
      await dispose();
    });

    it('of an addition leaves one task, known when it is added again', async () => {
      const { client, store, dispose } = await ownTables();
      const task = aTask('t');
      const restore = injectFaults(client, losing(/^PutItem/));
      expect(['unknown', 'known']).toContain((await store().add([task]))[0]);
      restore();
      expect(await store().add([task])).toEqual(['known']);
      expect(await store().countOpen({ labourerId: LABOURER, range: {} })).toBe(1);
      await dispose();
    });

    it('of a move leaves the task in exactly one table', async () => {
      const { client, store, dispose } = await ownTables();
      const task = aTask('t');
      await store().add([task]);
      await store().apply([claimed(task)]);
      const row = await rowOf(store(), task);
      const restore = injectFaults(client, losing(/^TransactWrite/));
      await store().apply([failed(row)]);
      restore();
      expect(await rowOf(store(), task)).toEqual(transformed(row, failed(row)));
      expect(await store().countOpen({ labourerId: LABOURER, range: {} })).toBe(0);
      await dispose();
    });

    it('of a write of a labourer’s row is unknown, and the write is never sent again', async () => {
      const { ledgerClient, ledger: open, dispose } = await ownTables();
      const ledger = open();
      let sendings = 0;
      injectFaults(ledgerClient, ({ name }) => {
        if (name !== 'PutItemCommand') return undefined;
        sendings++;
        return 'lost-answer';
      });
      expect(await ledger.compareAndSet(aRow())).toBe('unknown');
      expect(sendings).toBe(1);
      expect((await ledger.read(LABOURER)).version).toBe(1);
      await dispose();
    });
  });

  it('asks again for what a batch has left unprocessed', async () => {
    const { client, names, store, dispose } = await ownTables();
    const one = store();
    const tasks = aQueue('t', 30);
    await one.add(tasks);
    await one.apply(tasks.map((task) => claim(task, aWindow(at(10)), `${SLOT}${task.taskId}`)));
    const running = await Promise.all(tasks.map((task) => rowOf(one, task)));
    await one.apply(running.map(completed));
    const rows = (await one.open({ labourerId: LABOURER, range: {}, limit: 100 })).tasks;

    let left = 0;
    injectFaults(client, ({ name, input, nth }) => {
      if (nth > 2) return undefined;
      const { RequestItems: asked } = input as { RequestItems: Record<string, unknown> };
      if (name === 'BatchWriteItemCommand') {
        left++;
        return { answer: { UnprocessedItems: asked } };
      }
      if (name !== 'BatchGetItemCommand') return undefined;
      left++;
      return { answer: { Responses: { [names.closed]: [] }, UnprocessedKeys: asked } };
    });
    const outcomes = await one.apply(rows.map((row) => archive(row, at(40))));
    expect(outcomes.filter(({ outcome }) => outcome === 'applied')).toHaveLength(30);
    const closed = await one.closed({ labourerId: LABOURER, stage: 'done', limit: 100 });
    expect(closed.tasks).toHaveLength(30);
    expect(left).toBe(4);
    await dispose();
  });

  it('refuses a task that no item holds, and writes none of those given with it', async () => {
    const { store, dispose } = await ownTables();
    const large = aTask('large', { payload: JSON.stringify({ text: 'x'.repeat(380_000) }) });
    await expect(store().add([aTask('small'), large])).rejects.toMatchObject({
      code: 'task.too_large',
      path: 'payload',
    });
    expect(await store().get(aTask('small').taskId)).toBeUndefined();
    await dispose();
  });

  it('names what is missing when a permission or a table is', async () => {
    const { client, names, store, dispose } = await ownTables();
    injectFaults(client, () => 'refuse');
    await expect(store().get(aTask('t').taskId)).rejects.toMatchObject({
      code: 'store.refused',
      message: expect.stringContaining('permission'),
    });
    const elsewhere = await ownTables();
    const missing = elsewhere.store({ names: { ...names, tasks: 'nowhere' } });
    await expect(missing.add([aTask('t')])).rejects.toMatchObject({ code: 'store.refused' });
    await dispose();
    await elsewhere.dispose();
  });

  describe('a crash between the two writes of an archiving', () => {
    /** A claimed task whose completion has put the closed row and died before the task left its table. */
    async function halfArchived() {
      const tables = await ownTables();
      const task = aTask('t');
      await tables.store().add([task]);
      await tables.store().apply([claimed(task)]);
      const row = await rowOf(tables.store(), task);
      const restore = injectFaults(tables.client, ({ name, input }) =>
        name === 'PutItemCommand' && (input as { TableName: string }).TableName === tables.names.tasks
          ? 'unavailable'
          : undefined,
      );
      expect(await tables.store().apply([done(row)])).toEqual([{ outcome: 'unknown' }]);
      restore();
      return { ...tables, row };
    }

    it('is mended by the same message sent again, which then frees the slot', async () => {
      const { store, row, dispose } = await halfArchived();
      expect(await store().apply([done(row)])).toEqual([{ outcome: 'applied', before: row }]);
      expect(await rowOf(store(), row)).toMatchObject({ stage: 'done' });
      expect(await store().countOpen({ labourerId: LABOURER, range: {} })).toBe(0);
      await dispose();
    });

    it('is mended by the expiry, which retries nothing that was done', async () => {
      const { store, row, dispose } = await halfArchived();
      const [outcome] = await store().apply([expire(row, { retryAfter: seconds(60) }, at(1300))]);
      expect(outcome).toMatchObject({ outcome: 'stale', current: { stage: 'done' } });
      expect(await store().countOpen({ labourerId: LABOURER, range: {} })).toBe(0);
      expect((await store().retrying({ labourerId: LABOURER, limit: 10 })).tasks).toEqual([]);
      await dispose();
    });

    it('lets no other end of the attempt win over the archive', async () => {
      const { store, row, dispose } = await halfArchived();
      for (const step of [failed, died]) {
        expect((await store().apply([step(row)]))[0]).toMatchObject({ outcome: 'stale', current: { stage: 'done' } });
      }
      await dispose();
    });
  });

  it('takes the closed row back when the claim has ended otherwise while a completion was under way', async () => {
    const { store, dispose } = await ownTables();
    const task = aTask('t');
    await store().add([task]);
    await store().apply([claimed(task)]);
    const slow = store();
    const row = await rowOf(slow, task);
    await store().apply([fail(row, { retryAfter: seconds(60) }, { now: at(15), error: undefined, extra: {} })]);
    expect((await slow.apply([complete(row, { now: at(20), extra: {}, archive: true })]))[0]).toMatchObject({
      outcome: 'stale',
      current: { stage: 'retrying' },
    });
    expect((await store().closed({ labourerId: LABOURER, stage: 'done', limit: 10 })).tasks).toEqual([]);
    const waiting = await rowOf(store(), task);
    expect((await store().apply([requeue(waiting, place(-1))]))[0]).toMatchObject({ outcome: 'applied' });
    await dispose();
  });

  it('keeps the closed row when another completion of the same attempt and second was faster to end the claim', async () => {
    const { client, names, store, dispose } = await ownTables();
    const task = aTask('t');
    await store().add([task]);
    await store().apply([claimed(task)]);
    const [slow, fast] = [store(), store()];
    const row = await rowOf(slow, task);
    let overtaken: Promise<unknown> | undefined;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const isLeaving =
            commandName === 'PutItemCommand' && (args.input as { TableName?: string }).TableName === names.tasks;
          if (isLeaving && overtaken === undefined) {
            overtaken = fast.apply([done(row)]);
            await overtaken;
          }
          return next(args);
        },
      { step: 'initialize', name: 'overtaken' },
    );
    expect((await slow.apply([done(row)]))[0]).toMatchObject({ outcome: 'stale', current: { stage: 'done' } });
    expect(await overtaken).toEqual([{ outcome: 'applied', before: row }]);
    expect(await rowOf(store(), task)).toMatchObject({ stage: 'done' });
    expect((await store().closed({ labourerId: LABOURER, stage: 'done', limit: 10 })).tasks).toHaveLength(1);
    await dispose();
  });

  describe('write units of a task’s life', () => {
    it('are nine with its archiving at completion, and eleven with a later one', async () => {
      const { client, store, dispose } = await ownTables();
      const meter = new CapacityMeter(client);
      const life = store();
      const [one, other] = aQueue('t', 2) as [ReturnType<typeof aTask>, ReturnType<typeof aTask>];
      await life.add([one]);
      await life.apply([claimed(one)]);
      await life.apply([done(await rowOf(life, one))]);
      expect(meter.take().writeUnits).toBe(9);

      await life.add([other]);
      await life.apply([claim(other, aWindow(at(10)), SLOT)]);
      await life.apply([completed(await rowOf(life, other))]);
      await life.apply([archive(await rowOf(life, other), at(40))]);
      expect(meter.take().writeUnits).toBe(11);
      await dispose();
    });

    it('are one request and two units for a task that is added, and one request when it was there', async () => {
      const { client, store, dispose } = await ownTables();
      const meter = new CapacityMeter(client);
      const tasks = aQueue('t', 40);
      await store().add(tasks);
      expect(meter.take()).toMatchObject({ requests: 40, readUnits: 0, writeUnits: 80 });
      await store().add(tasks);
      expect(meter.take()).toMatchObject({ requests: 40, readUnits: 0 });
      await dispose();
    });
  });
});
