/** How a search in SQLite goes about it: along indexes, in bounded pages, the ids first. */

import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskFilter, TaskOrder } from '../../../src/application/ports/task-search.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskSearch } from '../../../src/adapters/sqlite/sqlite-task-search.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import type { StoreDatabase } from '../../../src/adapters/sqlite/store-database.js';
import { cancel } from '../../../src/domain/life.js';
import { DEFAULT_TASK_SETTINGS } from '../../../src/domain/labourer.js';
import { SEARCHED_LABOURERS } from '../../contracts/task-search.contract.js';
import { aQueue, aTask, at, jobId, LABOURER, labourerId, NOW } from '../../support/a-task.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: ReturnType<typeof temporaryFolder>;
let database: StoreDatabase;
let store: SqliteTaskStore;
const newSearch = (rowsAPage?: number) =>
  new SqliteTaskSearch(database, {
    labourers: SEARCHED_LABOURERS,
    settings: DEFAULT_TASK_SETTINGS,
    ...(rowsAPage === undefined ? {} : { rowsAPage }),
  });

beforeEach(() => {
  folder = temporaryFolder();
  database = openDatabase({ file: join(folder.path, 'sosw.db') });
  store = new SqliteTaskStore(database);
});
afterEach(() => {
  database.close();
  folder.remove();
});

describe('a page', () => {
  it('ends after so many rows although nothing was found, and the next one goes on', async () => {
    const queue = aQueue('t', 1000, { payload: '"hay"' });
    await store.add([
      ...queue,
      aTask('z', { greenfield: (queue.at(-1) ?? aTask('t')).greenfield, payload: '"needle"' }),
    ]);
    const search = newSearch(100);
    const examined: number[] = [];
    const found: string[] = [];
    let after: string | undefined;
    do {
      const query = { filter: { text: 'needle' }, now: NOW, limit: 10, ...(after === undefined ? {} : { after }) };
      const page = await search.find(query);
      examined.push(page.examined);
      found.push(...page.tasks.map(({ taskId }) => taskId));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(['z']);
    expect(Math.max(...examined)).toBeLessThanOrEqual(100);
    expect(examined.reduce((sum, rows) => sum + rows, 0)).toBe(1001);
  });

  it('holds the task whose id begins with the text before anything else is looked at', async () => {
    await store.add([...aQueue('t', 500, { payload: '"of u77"' }), aTask('u77')]);
    const page = await newSearch().find({ filter: { text: 'u77' }, now: NOW, limit: 10 });
    expect(page).toMatchObject({ tasks: [{ taskId: 'u77' }], examined: 1 });
    const next = await newSearch().find({ filter: { text: 'u77' }, now: NOW, limit: 10, after: page.next ?? '' });
    expect(next.tasks).toHaveLength(10);
  });

  it('goes on where the page before ended, although most tasks have been closed in the meantime', async () => {
    const queue = aQueue('t', 60, { payload: '"needle"' });
    await store.add(queue);
    const search = newSearch();
    const first = await search.find({ filter: { text: 'needle' }, now: NOW, limit: 5 });
    await store.apply(queue.slice(0, 40).map((task) => cancel(task, at(1))));
    const found = new Set(first.tasks.map(({ taskId }) => taskId));
    for (let { next } = first; next !== undefined; ) {
      const page = await search.find({ filter: { text: 'needle' }, now: NOW, limit: 5, after: next });
      for (const { taskId } of page.tasks) found.add(taskId);
      next = page.next;
    }
    expect(found.size).toBe(60);
  });

  it('holds tasks of labourers that are configured no longer', async () => {
    await store.add([aTask('t', { labourerId: labourerId('removed') })]);
    const { tasks } = await newSearch().find({ filter: { states: ['queued'] }, now: NOW, limit: 10 });
    expect(tasks.map(({ taskId }) => taskId)).toEqual(['t']);
  });
});

it('an order is refused where too many tasks come into question, and the cost says so before', async () => {
  await store.add(aQueue('t', 10));
  database.statement('UPDATE sosw_counts SET done = 1000000').run();
  const query = { filter: {}, now: NOW, limit: 10, order: 'newest' } as const;
  expect((await newSearch().cost({}, NOW)).orders).toEqual([]);
  await expect(newSearch().find(query)).rejects.toMatchObject({ code: 'search.order' });
  const { orders } = await newSearch().cost({ states: ['queued'] }, NOW);
  expect(orders).toContain('newest');
});

it('an error that is no JSON is passed by: what does not ask for it is found', async () => {
  await store.add([aTask('good'), aTask('bad')]);
  database.statement(`UPDATE sosw_tasks SET last_error = 'Traceback' WHERE task_id = 'bad'`).run();
  const { tasks } = await newSearch().find({ filter: { text: 'GOO' }, now: NOW, limit: 10 });
  expect(tasks.map(({ taskId }) => taskId)).toEqual(['good']);
});

it('every walk goes along an index and sorts nothing, unless an order is asked for', async () => {
  await store.add(aQueue('t', 50));
  database.statement('UPDATE sosw_counts SET done = 100, retrying = 100, dead = 100').run();
  const sqlite = new Database(database.file);
  const plans: string[] = [];
  const statement = database.statement.bind(database);
  database.statement = (sql) => {
    if (/ORDER BY|count\(\*\)/.test(sql)) {
      const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', 'NULL')}`).all() as { detail: string }[];
      plans.push(...steps.map(({ detail }) => `${detail} <- ${sql}`));
    }
    return statement(sql);
  };
  const filters: readonly TaskFilter[] = [
    {},
    { text: 'needle' },
    { labourerIds: [LABOURER], states: ['queued', 'dead', 'retrying'], attemptsFrom: 1 },
    { states: ['invoked'], createdFrom: NOW },
    { jobId: jobId('j'), text: 'needle', states: ['expired', 'done'] },
    { closedFrom: NOW, closedBefore: at(9) },
  ];
  for (const filter of filters) {
    for (let after: string | undefined, pages = 0; pages < 20; pages++) {
      const page = await newSearch(10).find({ filter, now: NOW, limit: 3, ...(after === undefined ? {} : { after }) });
      after = page.next;
      if (after === undefined) break;
    }
  }
  sqlite.close();
  expect(plans.length).toBeGreaterThan(30);
  expect(plans.filter((plan) => /TEMP B-TREE/.test(plan))).toEqual([]);
});

it.each<TaskOrder>(['newest', 'oldest', 'attempts'])(
  'a page’s key is good for its own order only: %s',
  async (order) => {
    await store.add(aQueue('t', 5));
    const query = { filter: {}, now: NOW, limit: 2 };
    const { next } = await newSearch().find(query);
    await expect(newSearch().find({ ...query, order, after: next ?? '' })).rejects.toMatchObject({ code: 'page.key' });
  },
);
