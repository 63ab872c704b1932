import { describe, expect, it } from 'vitest';
import { faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { SequentialIdSource } from '../../src/adapters/memory/sequential-id-source.js';
import type { BulkAction } from '../../src/application/bulk-operations.js';
import type { TaskFilter } from '../../src/application/ports/task-search.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { taskIdOfRow } from '../../src/domain/ids.js';
import { claim, fail } from '../../src/domain/life.js';
import type { Task } from '../../src/domain/task.js';
import { aQueue, aTask, at, aWindow, jobId, LABOURER, labourerId, NOW, place, taskId } from '../support/a-task.js';
import { aBulkSystem } from '../support/bulk-system.js';

const BY = 'ada (dashboard)';
const { invoked } = aWindow();
const MINE: TaskFilter = { labourerIds: [LABOURER] };

const dead = (id: string, details: Partial<Task> = {}) =>
  aTask(id, { stage: 'dead', closedAt: at(-60), attempts: 3, greenfield: greenfield(invoked - 5000), ...details });
const retrying = (id: string, details: Partial<Task> = {}) =>
  aTask(id, {
    stage: 'retrying',
    desiredLaunchTime: at(3600),
    attempts: 1,
    greenfield: greenfield(invoked - 100),
    ...details,
  });

type BulkSystem = ReturnType<typeof aBulkSystem>;

async function withTasks(...tasks: readonly Task[]): Promise<BulkSystem> {
  const system = aBulkSystem();
  await system.store.add(tasks);
  return system;
}
async function done(system: BulkSystem, action: BulkAction, filter: TaskFilter) {
  const { operationId } = await system.bulk.begin(action, { filter }, BY);
  return system.simulated.runUntil(system.bulk.run(operationId));
}
const read = ({ store }: BulkSystem, id: string) => store.get(taskId(id));

describe('what is asked for', () => {
  it.each<[BulkAction, TaskFilter]>([
    ['redrive', {}],
    ['redrive', { states: ['dead'] }],
    ['cancel', { states: ['queued', 'retrying'], text: '' }],
    ['retry', { createdFrom: at(-NOW), attemptsFrom: 0 }],
  ])('must say more than the action itself: %s %o is refused', async (action, filter) => {
    const { bulk, operations } = await withTasks(dead('t'));
    await expect(bulk.preview(action, filter)).rejects.toMatchObject({ code: 'filter.empty' });
    await expect(bulk.begin(action, { filter }, BY)).rejects.toMatchObject({ code: 'filter.empty' });
    expect(operations.records).toEqual([]);
  });

  it('must be of configured labourers, and in a state that the action is for', async () => {
    const { bulk } = await withTasks();
    const nobodys = { labourerIds: [labourerId('nobody')] };
    await expect(bulk.preview('redrive', nobodys)).rejects.toMatchObject({ code: 'labourer.unknown' });
    const wrong = bulk.preview('redrive', { ...MINE, states: ['queued', 'done'] });
    await expect(wrong).rejects.toMatchObject({
      code: 'filter.state',
      message: expect.stringContaining('dead or cancelled'),
    });
  });

  it('is counted and shown before anything changes, no further than it is asked to be', async () => {
    const tasks = Array.from({ length: 2500 }, (_, index) => dead(`t${index}`));
    const { bulk, store } = await withTasks(...tasks, ...aQueue('q', 3));
    const preview = await bulk.preview('redrive', MINE);
    expect(preview).toMatchObject({ matched: 2500, isExact: true });
    expect(preview.sample).toHaveLength(10);
    expect(await bulk.preview('redrive', MINE, 2000)).toMatchObject({ matched: 2000, isExact: false });
    expect(await bulk.preview('cancel', { ...MINE, states: ['queued'] })).toMatchObject({ matched: 3, isExact: true });
    expect((await store.closed({ labourerId: LABOURER, stage: 'dead', limit: 9999 })).tasks).toHaveLength(2500);
  });
});

describe('redriving', () => {
  it('gives new lives to what the filter finds, behind the queue, and leaves the rest', async () => {
    const system = await withTasks(
      ...aQueue('q', 2),
      dead('a', { lastError: { name: 'E', message: 'Time out' } }),
      dead('b', { stage: 'cancelled', payload: 'time out' }),
      dead('c'),
      aTask('d', { stage: 'done', completedAt: NOW, closedAt: NOW, payload: 'time out' }),
    );
    expect(await done(system, 'redrive', { text: 'time OUT' })).toMatchObject({
      state: 'done',
      counts: { changed: 2, skipped: 0 },
    });
    const [a, b] = [await read(system, 'a'), await read(system, 'b')];
    expect([a, b]).toMatchObject([
      { stage: 'open', attemptsBase: 3, redrives: 1 },
      { stage: 'open', redrives: 1 },
    ]);
    expect([a?.greenfield, b?.greenfield].sort()).toEqual([place(3), place(4)]);
    expect([(await read(system, 'c'))?.stage, (await read(system, 'd'))?.stage]).toEqual(['dead', 'done']);
  });

  it('takes what died in the second of the order, and not what dies later', async () => {
    const system = await withTasks(dead('now', { closedAt: NOW }), dead('later', { closedAt: at(1) }));
    system.simulated.set(at(0.7));
    expect(await done(system, 'redrive', MINE)).toMatchObject({ counts: { changed: 1, skipped: 0 } });
    expect((await read(system, 'later'))?.stage).toBe('dead');
  });

  it('leaves a cancelled task whose attempt may still run, and counts it', async () => {
    const system = await withTasks(
      dead('runs', { stage: 'cancelled', slot: `${at(100)}.p-1` }),
      dead('over', { stage: 'cancelled', slot: `${at(-1)}.p-2` }),
    );
    expect(await done(system, 'redrive', MINE)).toMatchObject({ counts: { changed: 1, skipped: 1 } });
    expect((await read(system, 'runs'))?.stage).toBe('cancelled');
  });

  it('does not redrive again what dies again while it goes on', async () => {
    const system = await withTasks(...Array.from({ length: 1500 }, (_, index) => dead(`t${index}`)));
    const { operationId } = await system.bulk.begin('redrive', { filter: MINE }, BY);
    const onProgress = () => void dieAgain(system);
    const record = await system.simulated.runUntil(system.bulk.run(operationId, { onProgress }));
    const { tasks } = await system.store.closed({ labourerId: LABOURER, stage: 'dead', limit: 9999 });
    expect([record.counts?.changed, tasks.length > 0, tasks.every(({ redrives }) => redrives === 1)]).toEqual([
      1500,
      true,
      true,
    ]);
    expect(await system.bulk.run(operationId)).toEqual(record);
  });
});

/** All that waits is claimed and fails for good. */
async function dieAgain({ store, clock }: BulkSystem): Promise<void> {
  const { tasks } = await store.open({ labourerId: LABOURER, range: {}, limit: 9999 });
  const slot = `${at(9999)}.p-1`;
  const window = aWindow(clock.now());
  await store.apply(tasks.map((task) => claim(task, window, slot)));
  const claimed = tasks.map((task) => ({ ...task, greenfield: window.invoked, attempts: task.attempts + 1, slot }));
  await store.apply(claimed.map((task) => fail(task, 'dead', { now: window.start, error: undefined, extra: {} })));
}

describe('retrying', () => {
  it('brings what waits for its retry to the head of the queue, and not what fails after the order', async () => {
    const system = await withTasks(
      ...aQueue('q', 2),
      retrying('a'),
      retrying('b'),
      retrying('later', { greenfield: greenfield(invoked + 1) }),
      dead('dead'),
    );
    expect(await done(system, 'retry', MINE)).toMatchObject({ counts: { changed: 2 } });
    const { tasks } = await system.store.open({ labourerId: LABOURER, range: {}, limit: 10 });
    expect(tasks.map(({ taskId }) => taskId).toSorted()).toEqual(['a', 'b', 'q0', 'q1']);
    expect(
      tasks
        .slice(0, 2)
        .map(({ taskId }) => taskId)
        .toSorted(),
    ).toEqual(['a', 'b']);
    expect((await read(system, 'later'))?.stage).toBe('retrying');
  });
});

describe('cancelling', () => {
  it('ends the tasks of a job wherever they are, and no other', async () => {
    const digest = new SequentialIdSource().digest('j');
    const ofJob = (row: number, details: Partial<Task> = {}): Task =>
      aTask(taskIdOfRow(digest, row), { jobId: jobId('j'), ...details });
    const claimed = { greenfield: invoked, attempts: 1 };
    const tasks = [
      ofJob(0),
      ofJob(1, { ...claimed, slot: `${at(99)}.p-1` }),
      ofJob(2, { stage: 'retrying', desiredLaunchTime: at(3600), ...claimed }),
      ofJob(3, { ...claimed, completedAt: NOW }),
      ofJob(4, { stage: 'dead', closedAt: NOW, ...claimed }),
      aTask('other'),
    ];
    const system = await withTasks(...tasks);
    expect(await done(system, 'cancel', { jobId: jobId('j') })).toMatchObject({ counts: { changed: 3, skipped: 0 } });
    const after = await Promise.all(tasks.map(({ taskId: id }) => read(system, id)));
    expect(after.map((task) => task?.stage)).toEqual(['cancelled', 'cancelled', 'cancelled', 'open', 'dead', 'open']);
    expect(after[1]?.slot).toBeDefined();
  });

  it('follows a task that is claimed in the middle of it, but not out of the states that were asked for', async () => {
    for (const [states, expected] of [
      [['queued'], 'open'],
      [undefined, 'cancelled'],
    ] as const) {
      const store = new MemoryTaskStore();
      const system = aBulkSystem({ ports: { store } });
      await store.add([aTask('t')]);
      const claiming = faultyTaskStore(store, ({ method, args: [changes] }) => {
        const isCancel = method === 'apply' && (changes as { name: string }[])[0]?.name === 'cancel';
        if (isCancel) void store.apply([claim(aTask('t'), aWindow(), `${at(9999)}.p-1`)]);
        return 'none';
      });
      const bulk = system.process(claiming);
      const { operationId } = await bulk.begin('cancel', { filter: { ...MINE, ...(states && { states }) } }, BY);
      await system.simulated.runUntil(bulk.run(operationId));
      expect((await read(system, 't'))?.stage).toBe(expected);
    }
  });
});

describe('tasks by their names', () => {
  it('each have an outcome of their own', async () => {
    const system = await withTasks(dead('a'), dead('b', { stage: 'cancelled', slot: `${at(100)}.p-1` }), aTask('c'));
    const taskIds = ['a', 'b', 'c', 'a'].map(taskId);
    const { operationId, target } = await system.bulk.begin('redrive', { taskIds }, BY);
    expect(target).toMatchObject({ task_ids: ['a', 'b', 'c'] });
    const record = await system.bulk.run(operationId);
    expect(record).toMatchObject({ state: 'done', counts: { changed: 1, skipped: 2 } });
    expect(record.error).toMatch(/b: its attempt may still run.*; c: expected dead or cancelled, found "open"/);
  });

  it.each([
    ['task.unknown', 'redrive', ['a', 'nobody']],
    ['task.stage', 'retry', ['a', 'c']],
    ['task.stage', 'redrive', ['c']],
    ['task.ids', 'redrive', []],
  ] as const)('are refused with %s before anything changes: %s %o', async (code, action, ids) => {
    const { bulk, operations } = await withTasks(dead('a'), aTask('c'));
    await expect(bulk.begin(action, { taskIds: ids.map(taskId) }, BY)).rejects.toMatchObject({ code });
    expect(operations.records).toEqual([]);
  });

  it('are changed in the life that was meant, and never in the next one', async () => {
    const system = await withTasks(dead('a'));
    const { operationId } = await system.bulk.begin('redrive', { taskIds: [taskId('a')] }, BY);
    await system.operator.retry(dead('a'));
    await dieAgain(system);
    expect(await system.bulk.run(operationId)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('changed meanwhile'),
    });
    expect(await read(system, 'a')).toMatchObject({ stage: 'dead', redrives: 1 });
  });
});

describe('the record', () => {
  it('is there before anything changes, says all that was asked for, and how it stands at the end', async () => {
    const system = await withTasks(dead('a'));
    const begun = await system.bulk.begin('redrive', { filter: { ...MINE, createdFrom: at(-9) } }, BY, 7);
    expect(begun).toMatchObject({
      at: NOW,
      by: BY,
      action: 'redrive',
      state: 'begun',
      target: { filter: { labourer: [LABOURER], state: ['dead', 'cancelled'], created_from: at(-9) } },
    });
    expect((await read(system, 'a'))?.stage).toBe('dead');
    await system.simulated.runUntil(system.bulk.run(begun.operationId));
    expect(system.operations.records.map(({ state, counts }) => [state, counts])).toEqual([
      ['begun', { changed: 0, skipped: 0, matched: 7 }],
      ['done', { changed: 1, skipped: 0, matched: 7 }],
    ]);
  });

  it('says that it was stopped; it goes on when it is run again', async () => {
    const system = await withTasks(...Array.from({ length: 2500 }, (_, index) => dead(`t${index}`)));
    const { operationId } = await system.bulk.begin('redrive', { filter: MINE }, BY);
    const stop = new AbortController();
    const run = system.bulk.run(operationId, { signal: stop.signal, onProgress: () => stop.abort() });
    expect(await system.simulated.runUntil(run)).toMatchObject({ state: 'stopped', counts: { changed: 1000 } });
    expect(await system.bulk.run(operationId)).toMatchObject({ state: 'done', counts: { changed: 2500 } });
  });

  it('says what it failed of; it goes on when it is run again', async () => {
    const system = await withTasks(dead('a'));
    const broken = system.process(
      faultyTaskStore(system.store, ({ method }) => (method === 'apply' ? 'fail' : 'none')),
    );
    const { operationId } = await broken.begin('redrive', { filter: MINE }, BY);
    const failed = await system.simulated.runUntil(broken.run(operationId));
    expect(failed).toMatchObject({ state: 'failed', error: expect.any(String) });
    expect(await system.bulk.run(operationId)).toMatchObject({ state: 'done', counts: { changed: 1 } });
  });

  it('counts a change whose answer was lost as made', async () => {
    const system = await withTasks(dead('a'), dead('b'));
    const deaf = system.process(faultyTaskStore(system.store, ({ method }) => (method === 'apply' ? 'lose' : 'none')));
    const { operationId } = await deaf.begin('redrive', { filter: MINE }, BY);
    expect(await system.simulated.runUntil(deaf.run(operationId))).toMatchObject({
      counts: { changed: 2, skipped: 0 },
    });
    expect((await read(system, 'a'))?.redrives).toBe(1);
  });

  it('of no operation on tasks is run by nobody', async () => {
    const { bulk } = await withTasks();
    await expect(bulk.run('nothing')).rejects.toMatchObject({ code: 'operation.unknown' });
  });
});
