/** What is SQLite's own of the task store: group commit, odd rows, and indexes. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteJobRegister } from '../../../src/adapters/sqlite/sqlite-job-register.js';
import { SqliteOperationLog } from '../../../src/adapters/sqlite/sqlite-operation-log.js';
import { SqliteTaskCounts } from '../../../src/adapters/sqlite/sqlite-task-counts.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import type { RawRow, StoreDatabase } from '../../../src/adapters/sqlite/store-database.js';
import { cancel, claim, complete, redrive } from '../../../src/domain/life.js';
import { aQueue, aTask, aWindow, at, greenfield, jobId, LABOURER, NOW, place, taskId } from '../../support/a-task.js';
import { rowOf } from '../../contracts/task-store-changes.rules.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let database: StoreDatabase;
let store: SqliteTaskStore;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'sosw.db');
  database = openDatabase({ file });
  store = new SqliteTaskStore(database);
});
afterEach(() => {
  database.close();
  folder.remove();
});

/** Runs SQL behind the store's back. */
function behind(sql: string, ...values: unknown[]): void {
  const sqlite = new Database(file);
  sqlite.prepare(sql).run(...values);
  sqlite.close();
}

describe('changes that arrive together', () => {
  it('share one commit, and those of an awaiting caller come in the next', async () => {
    const sqlite = new Database(file);
    const version = () => sqlite.pragma('data_version', { simple: true });
    const queue = aQueue('t', 100);
    const seen = new Set([version()]);
    const callers = queue.map(async (task) => {
      await store.add([task]);
      seen.add(version());
      await store.apply([cancel(task, NOW)]);
      seen.add(version());
    });
    await Promise.all(callers);
    expect(seen.size).toBe(3);
    sqlite.close();
  });

  it('are each done or not: one that cannot be made fails alone', async () => {
    const [good, bad, other] = [aTask('good'), aTask('bad'), aTask('other')];
    await store.add([good, bad, other]);
    behind('UPDATE sosw_tasks SET extra = ? WHERE task_id = ?', 'not JSON', bad.taskId);
    const outcomes = await Promise.allSettled([
      store.add([aTask('new', { jobId: jobId('j') })]),
      store.apply([claim(good, aWindow(), '1700002400.a')]),
      store.apply([cancel(other, NOW), cancel(bad, NOW)]),
      store.add([aTask('last', { jobId: jobId('j') })]),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: ['added'] },
      { status: 'fulfilled', value: [{ outcome: 'applied', before: good }] },
      { status: 'rejected', reason: { code: 'task.corrupt', message: expect.stringContaining(bad.taskId) } },
      { status: 'fulfilled', value: ['added'] },
    ]);
    expect(await store.get(other.taskId)).toEqual(other);
    expect(await store.get(good.taskId)).toMatchObject({ attempts: 1 });
    expect(await store.progress(jobId('j'))).toMatchObject({ stages: { open: 2 } });
  });

  it('may be more than one commit takes, and come back in their order', async () => {
    const queue = aQueue('t', 12_001, { jobId: jobId('j') });
    expect(await store.add([...queue, aTask('t0')])).toEqual([...queue.map(() => 'added'), 'known']);
    const outcomes = await store.apply(queue.map((task) => cancel(task, NOW)));
    expect(outcomes.every(({ outcome }) => outcome === 'applied')).toBe(true);
    expect(outcomes.at(-1)).toEqual({ outcome: 'applied', before: queue.at(-1) });
    expect(await store.progress(jobId('j'))).toMatchObject({ stages: { open: 0, cancelled: 12_001 } });
  });

  it('leave the event loop to others between commits', async () => {
    const order: string[] = [];
    const added = store.add(aQueue('t', 15_000)).then(() => order.push('added'));
    const turn = new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve))).then(() =>
      order.push('turn'),
    );
    await Promise.all([added, turn]);
    expect(order).toEqual(['turn', 'added']);
  });
});

describe('rows that others wrote', () => {
  const insert =
    'INSERT INTO sosw_tasks (task_id, labourer_id, created_at, greenfield, payload, extra) VALUES (?, ?, ?, ?, ?, ?)';

  it('may lack attempts, and count as never tried', async () => {
    behind(insert, 'old', LABOURER, NOW, 1000.5, null, null);
    const row = await store.get(taskId('old'));
    expect(row).toEqual({
      taskId: 'old',
      labourerId: LABOURER,
      stage: 'open',
      createdAt: NOW,
      greenfield: 1000.5,
      attempts: 0,
    });
    const [outcome] = await store.apply([claim(row as NonNullable<typeof row>, aWindow(), '1700002400.a')]);
    expect(outcome).toMatchObject({ outcome: 'applied' });
    expect(await store.get(taskId('old'))).toMatchObject({ attempts: 1 });
  });

  it('keep a payload that is Python’s and no JSON', async () => {
    behind(
      'INSERT INTO sosw_closed_tasks (task_id, labourer_id, created_at, greenfield, payload, labourer_id_task_status, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      'old',
      LABOURER,
      NOW,
      1000,
      "{'a': None, u'b': True}",
      'some_function_0',
      at(5),
    );
    const { tasks } = await store.closed({ labourerId: LABOURER, stage: 'dead', limit: 1 });
    expect(tasks).toMatchObject([{ payload: "{'a': None, u'b': True}", stage: 'dead' }]);
  });

  it('are task.corrupt when they are no task, and nothing else is', async () => {
    await store.add([aTask('good', { greenfield: place(1) })]);
    behind(insert, 'bad', LABOURER, NOW, 5000, null, '["no object"]');
    const corrupt = { code: 'task.corrupt', retryable: false, message: expect.stringContaining('bad') };
    await expect(store.get(taskId('bad'))).rejects.toMatchObject(corrupt);
    await expect(store.open({ labourerId: LABOURER, range: {}, limit: 5 })).rejects.toMatchObject(corrupt);
    await expect(store.open({ labourerId: LABOURER, range: {}, limit: 1 })).resolves.toMatchObject({ tasks: [{}] });
    behind("UPDATE sosw_tasks SET extra = NULL, last_error = 'Traceback' WHERE task_id = 'bad'");
    await expect(store.get(taskId('bad'))).rejects.toMatchObject(corrupt);
  });
});

describe('another connection’s changes', () => {
  it('are seen by guards and reads at once, although this one has just read the row', async () => {
    const other = openDatabase({ file });
    const rival = new SqliteTaskStore(other);
    const task = aTask('t');
    await store.add([task]);
    await store.open({ labourerId: LABOURER, range: {}, limit: 10 });
    await rival.apply([claim(task, aWindow(), '1700002400.rival')]);
    const [outcome] = await store.apply([claim(task, aWindow(), '1700002400.mine')]);
    expect(outcome).toMatchObject({ outcome: 'stale', current: { slot: '1700002400.rival' } });
    await rival.apply([complete(await rowOf(store, task), { now: NOW, extra: {}, archive: true })]);
    expect(await store.get(task.taskId)).toMatchObject({ stage: 'done' });
    other.close();
  });
});

describe('a task that another connection moves', () => {
  it('is found, even between the looks at two tables', async () => {
    const other = openDatabase({ file });
    const rival = new SqliteTaskStore(other);
    const task = aTask('t');
    await rival.add([task]);
    await rival.apply([cancel(task, NOW)]);
    const cancelled = await rowOf(rival, task);
    // It goes back to the queue after the look at the queue and before that at the closed tasks.
    const looksAtClosed = /FROM "sosw_closed_tasks" WHERE "task_id"/;
    const statement = database.statement.bind(database);
    let moved = false;
    database.statement = <Row extends RawRow>(sql: string) => {
      const found = statement<Row>(sql);
      if (!looksAtClosed.test(sql)) return found;
      const get = (...values: unknown[]) => {
        if (!moved) {
          void rival.apply([redrive(cancelled, place(1))]);
          other.close();
          moved = true;
        }
        return found.get(...values);
      };
      return Object.assign(Object.create(found), { get });
    };
    const looking = new SqliteTaskStore(database);
    expect(await looking.get(task.taskId)).toMatchObject({ stage: 'open', redrives: 1 });
    expect(moved).toBe(true);
  });
});

describe('reads', () => {
  it('walk an index: none scans a table or sorts', async () => {
    const plans: string[] = [];
    const sqlite = new Database(file);
    const statement = database.statement.bind(database);
    database.statement = (sql) => {
      if (/SELECT/.test(sql)) {
        const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', 'NULL')}`).all() as { detail: string }[];
        plans.push(...steps.map(({ detail }) => `${detail} <- ${sql}`));
      }
      return statement(sql);
    };
    const spied = new SqliteTaskStore(database);
    const range = { above: place(1), upTo: greenfield(NOW) };
    const after = '[1000,"t"]';
    for (const completed of [undefined, true, false]) {
      const query = { labourerId: LABOURER, range, ...(completed === undefined ? {} : { completed }) };
      for (const descending of [true, false]) await spied.open({ ...query, limit: 10, descending, after });
      await spied.countOpen(query);
    }
    await spied.retrying({ labourerId: LABOURER, dueBy: NOW, limit: 10, after });
    await spied.closed({ labourerId: LABOURER, stage: 'done', limit: 10, after });
    await spied.unreported({ labourerId: LABOURER, limit: 10 });
    await spied.get(taskId('t'));
    await spied.progress(jobId('j'));
    await spied.ofJob({ jobId: jobId('j'), limit: 10, after });
    const counts = new SqliteTaskCounts(database);
    await counts.counts([LABOURER]);
    const register = new SqliteJobRegister(database);
    await register.recent({ labourerIds: [LABOURER], limit: 10 });
    await register.find(jobId('j'));
    await new SqliteOperationLog(database).recent(10);
    sqlite.close();
    expect(plans.length).toBeGreaterThan(10);
    // Jobs and records are read from the newest on, along their index, until there are enough; counts are one row a labourer.
    const isScan = /^SCAN (?!CONSTANT ROW|json_each|sosw_counts |sosw_(jobs|operations) USING INDEX)|TEMP B-TREE/;
    expect(plans.filter((plan) => isScan.test(plan))).toEqual([]);
    expect(plans.filter((plan) => /count\(/.test(plan) && !/COVERING INDEX/.test(plan))).toEqual([]);
    const unreported = plans.filter((plan) => /<-.*"notify_pending" = 1/.test(plan));
    expect(unreported).toEqual([expect.stringContaining('USING INDEX sosw_closed_tasks_unreported')]);
  });

  it('refuse a page’s key that no page gave', async () => {
    const query = { labourerId: LABOURER, range: {}, limit: 1 };
    for (const after of ['', '{}', '[1]', '["a","b"]']) {
      await expect(store.open({ ...query, after })).rejects.toMatchObject({ code: 'page.key' });
    }
  });
});
