import { describe, expect, it } from 'vitest';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { PagedTaskSearch } from '../../src/application/paged-task-search.js';
import type { StoreSizes } from '../../src/application/ports/store-sizes.js';
import type { FoundTasks, TaskFilter } from '../../src/application/ports/task-search.js';
import { taskIdOfRow } from '../../src/domain/ids.js';
import { DEFAULT_TASK_SETTINGS } from '../../src/domain/labourer.js';
import { claimed, completed, died, done } from '../contracts/lives.js';
import { SEARCHED_LABOURERS, taskSearchContract } from '../contracts/task-search.contract.js';
import { live } from '../contracts/task-store-changes.rules.js';
import { aQueue, aTask, at, jobId, LABOURER } from '../support/a-task.js';

const parts = { labourers: SEARCHED_LABOURERS, settings: DEFAULT_TASK_SETTINGS };

describe.each([
  { name: 'reads as it comes', rowsARead: { least: 25, most: 250 } },
  { name: 'reads that end pages midway', rowsARead: { least: 3, most: 3 } },
])('$name', ({ name, rowsARead }) => {
  taskSearchContract(`over memory, ${name}`, async () => {
    const store = new MemoryTaskStore();
    const search = new PagedTaskSearch({ store, ...parts, rowsARead });
    return { store, search, settle: async () => {}, dispose: async () => {} };
  });
});

describe('PagedTaskSearch', () => {
  const now = at(30);
  const opened = () => {
    const store = new MemoryTaskStore();
    return { store, search: new PagedTaskSearch({ store, ...parts }) };
  };

  it('ends a page early where nothing is found among its rows, and goes on behind it', async () => {
    const { store, search } = opened();
    await store.add(aQueue('t', 2500));
    const filter: TaskFilter = { text: 't2499' };
    const pages: FoundTasks[] = [];
    do {
      const after = pages.at(-1)?.next;
      pages.push(await search.find({ filter, now, limit: 10, ...(after === undefined ? {} : { after }) }));
    } while (pages.at(-1)?.next !== undefined);
    expect(pages.map(({ tasks }) => tasks.length)).toEqual([0, 0, 1]);
    expect(Math.max(...pages.map(({ examined }) => examined))).toBeLessThanOrEqual(1000 + 25);
  });

  it('finds a task by its whole id with one look-up, and nothing of it where the filter says otherwise', async () => {
    const { store, search } = opened();
    const id = taskIdOfRow('0123456789abcdef0123', 7);
    await store.add([...aQueue('t', 500), aTask(id)]);
    const found = await search.find({ filter: { text: id.toUpperCase() }, now, limit: 10 });
    expect(found).toMatchObject({ tasks: [{ taskId: id }], examined: 1 });
    expect(found.next).toBeUndefined();
    expect(await search.cost({ text: id }, now)).toMatchObject({ rows: 1 });
    const others = await search.find({ filter: { text: id, states: ['dead'] }, now, limit: 10 });
    expect(others.tasks).toEqual([]);
  });

  it('finds completed tasks beside queued ones, though claimed ones stand between them', async () => {
    const { store, search } = opened();
    await store.add([aTask('queued')]);
    await live(store, aTask('claimed'), [claimed]);
    await live(store, aTask('completed'), [claimed, completed]);
    const { tasks } = await search.find({ filter: { states: ['completed', 'queued'] }, now, limit: 10 });
    expect(tasks.map(({ taskId }) => taskId)).toEqual(['queued', 'completed']);
  });

  it('looks at no list that the filter excludes', async () => {
    const { store, search } = opened();
    await store.add(aQueue('t', 50));
    for (let index = 0; index < 5; index++) await live(store, aTask(`done${index}`), [claimed, done]);
    await live(store, aTask('dead'), [claimed, died]);
    const examined = async (filter: TaskFilter) => (await search.find({ filter, now, limit: 100 })).examined;
    expect(await examined({})).toBe(56);
    expect(await examined({ states: ['invoked', 'expired'] })).toBe(0);
    expect(await examined({ states: ['done'] })).toBe(5);
    expect(await examined({ closedFrom: at(0) })).toBe(6);
    expect(await examined({ closedFrom: at(0), states: ['queued'] })).toBe(0);
  });

  it('looks no further back into the archive than to the first task that closed too early', async () => {
    const { store, search } = opened();
    for (let index = 0; index < 60; index++) await live(store, aTask(`t${index}`), [claimed, done]);
    const { tasks, examined, next } = await search.find({
      filter: { states: ['done'], closedFrom: at(21) },
      now,
      limit: 10,
    });
    expect([tasks.length, examined, next]).toEqual([0, 25, undefined]);
  });

  it('refuses the key of a search for something else', async () => {
    const { store, search } = opened();
    await store.add(aQueue('t', 3));
    const { next } = await search.find({ filter: {}, now, limit: 1 });
    const asked = search.find({ filter: { states: ['dead'] }, now, limit: 1, after: next as string });
    await expect(asked).rejects.toMatchObject({ code: 'page.key' });
    await expect(
      search.find({ filter: { jobId: jobId('j') }, now, limit: 1, after: next as string }),
    ).rejects.toMatchObject({ code: 'page.key' });
  });

  it('tells the price of what it would look at: a job’s tasks, or the stages that the filter leaves', async () => {
    const sizes: StoreSizes = {
      inStages: async (stages) => ({ rows: 100 * stages.size, readUnits: 50 * stages.size }),
      ofJob: (tasks) => ({ rows: tasks, readUnits: tasks }),
    };
    const jobs = {
      find: async (id: string) =>
        id === 'known' ? { jobId: jobId('known'), labourerId: LABOURER, createdAt: now, tasks: 7 } : undefined,
    };
    const search = new PagedTaskSearch({ store: new MemoryTaskStore(), ...parts, sizes, jobs });
    const costs = [{ states: ['dead', 'done'] } as const, { jobId: jobId('known') }, { jobId: jobId('lost') }];
    expect(await Promise.all(costs.map((filter) => search.cost(filter, now)))).toEqual([
      { rows: 200, readUnits: 100, isExact: false, orders: [] },
      { rows: 7, readUnits: 7, isExact: false, orders: [] },
      { rows: 500, readUnits: 250, isExact: false, orders: [] },
    ]);
  });
});
