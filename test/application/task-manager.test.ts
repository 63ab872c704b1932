import { describe, expect, it } from 'vitest';
import { SqliteTaskStore } from '../../src/adapters/sqlite/sqlite-task-store.js';
import { openDatabase } from '../../src/adapters/sqlite/open-database.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { taskId } from '../../src/domain/ids.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, OTHER_LABOURER, place } from '../support/a-task.js';
import { aSystem, type System, watching } from '../support/system.js';

const { start, invoked, expired } = aWindow();
const ids = (tasks: readonly Task[]) => tasks.map((task) => task.taskId);
const claimed = (id: string, details: Partial<Task> = {}) =>
  aTask(id, { greenfield: invoked, attempts: 1, ...details });
const slotsInUse = async (system: System) => tokensOut(await system.ledger.read(LABOURER), NOW);

describe('registering labourers', () => {
  it('D10: duration and cooldown set the border of expiry, and settings of the user are kept', async () => {
    const { tasks, labourers, ecology } = aSystem({
      labourers: { importer: { duration: 60, cooldown: 30 }, mailer: { some_setting: 'value1' } },
    });
    const [importer, mailer] = await tasks.registerLabourers(labourers.all(), ecology);
    expect(importer?.window).toEqual({ start: NOW, invoked, expired: invoked - 90 });
    expect(mailer?.window).toEqual({ start: NOW, invoked, expired: invoked - 1200 });
    expect(mailer?.labourer.settings).toEqual({ some_setting: 'value1' });
  });

  it('tells their health, the time-out of their functions, and how long they ran of late', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { health_metrics: { CPU: watching('CPU') } } } });
    system.metrics.set('CPU', 80);
    system.functions.timeouts.set(LABOURER, seconds(60));
    await system.store.add([claimed('done', { stage: 'done', completedAt: at(25), closedAt: at(25) })]);
    const [registered] = await system.tasks.registerLabourers(system.labourers.all(), system.ecology);
    expect(registered).toMatchObject({ health: 2, maxDuration: 60, averageDuration: 25 });
  });

  it('begins the count of running tasks anew', async () => {
    const { tasks, labourers, ecology, store, labourer } = aSystem();
    await expect(ecology.countRunningTasksForLabourer(labourer())).rejects.toMatchObject({
      code: 'ecology.unregistered',
    });
    await tasks.registerLabourers(labourers.all(), ecology);
    await store.add([claimed('one'), claimed('two')]);
    expect(await ecology.countRunningTasksForLabourer(labourer())).toBe(2);
    await Promise.all([
      ecology.addRunningTasksForLabourer(labourer(), 3),
      ecology.addRunningTasksForLabourer(labourer()),
    ]);
    expect(await ecology.countRunningTasksForLabourer(labourer())).toBe(6);
    await tasks.registerLabourers(labourers.all(), ecology);
    expect(await ecology.countRunningTasksForLabourer(labourer())).toBe(2);
  });
});

describe('the average duration', () => {
  const ran = (id: string, length: number, closedAt: number) =>
    claimed(id, { stage: 'done', completedAt: at(length), closedAt: at(closedAt) });
  const died = (id: string, attempts: number, closedAt: number) =>
    claimed(id, { stage: 'dead', attempts, closedAt: at(closedAt) });

  it('D21: is taken over the tasks that were closed last', async () => {
    const { tasks, store, labourer } = aSystem({ settings: { closedToAnalyse: 2 } });
    await store.add([died('t0', 1, 100), died('t1', 1, 200), ran('t2', 30, 300), ran('t3', 40, 400)]);
    expect(await tasks.getAverageDuration(labourer())).toBe(35);
    await store.add([died('t4', 1, 500), died('t5', 1, 600)]);
    expect(await tasks.getAverageDuration(labourer())).toBe(900);
  });

  it('counts every attempt of a dead task as a run to the time-out', async () => {
    const { tasks, store, functions, labourer } = aSystem();
    functions.timeouts.set(LABOURER, seconds(60));
    await store.add([died('dead', 3, 100), ran('done', 20, 200)]);
    expect(await tasks.getAverageDuration(labourer())).toBe(50);
  });

  it('is 0 before anything ran', async () => {
    const { tasks, store, labourer } = aSystem();
    await store.add([died('never started', 0, 100)]);
    expect(await tasks.getAverageDuration(labourer())).toBe(0);
  });
});

describe('lists of tasks', () => {
  it('D44: hold a task exactly on a border once: expired, not running; queued, not expired', async () => {
    const { tasks, store, labourer } = aSystem();
    await store.add([
      aTask('at expired', { greenfield: expired }),
      aTask('at start', { greenfield: greenfield(start) }),
    ]);
    expect(ids(await tasks.getRunningTasksForLabourer(labourer()))).toEqual([]);
    expect(ids(await tasks.getExpiredTasksForLabourer(labourer()))).toEqual(['at expired']);
    expect(ids(await tasks.getNextForLabourer(labourer()))).toEqual(['at start']);
  });

  it('give the head of the queue first, as many as are asked for, as tasks or by id', async () => {
    const { tasks, store, labourer } = aSystem();
    await store.add(aQueue('t', 3).toReversed());
    expect(ids(await tasks.getNextForLabourer(labourer()))).toEqual(['t0']);
    expect(await tasks.getNextTaskIdsForLabourer(labourer(), 2)).toEqual(['t0', 't1']);
    expect(await tasks.getLengthOfQueueForLabourer(labourer())).toBe(3);
    expect(await tasks.getOldestGreenfieldForLabourer(labourer())).toBe(place(1));
    expect(await tasks.getNewestGreenfieldForLabourer(labourer())).toBe(place(3));
  });

  it('tell invoked tasks by the pass in which they were claimed, completed or not', async () => {
    const { tasks, store, simulated, labourers, ecology } = aSystem();
    await store.add([claimed('earlier', { greenfield: greenfield(invoked - 1) }), claimed('now')]);
    await store.add([claimed('done', { completedAt: at(1) })]);
    const [registered] = await tasks.registerLabourers(labourers.all(), ecology);
    if (registered === undefined) throw new Error('not registered');
    simulated.set(at(600));
    expect(ids(await tasks.getInvokedTasksForLabourer(registered))).toEqual(['done', 'now']);
    expect(ids(await tasks.getInvokedTasksForLabourer(registered, true))).toEqual(['done']);
    expect(ids(await tasks.getInvokedTasksForLabourer(registered, false))).toEqual(['now']);
  });

  it('give retries that are due, the earliest first', async () => {
    const { tasks, store, labourer } = aSystem();
    const retry = (id: string, offset: number) => claimed(id, { stage: 'retrying', desiredLaunchTime: at(offset) });
    await store.add([retry('later', 1), retry('now', 0), retry('long due', -50)]);
    expect(ids(await tasks.getTasksToRetryForLabourer(labourer()))).toEqual(['long due', 'now']);
    expect(ids(await tasks.getTasksToRetryForLabourer(labourer(), 1))).toEqual(['long due']);
  });
});

describe('invoking a task', () => {
  it('starts it whatever its place, with its fields as they were before the claim', async () => {
    const system = aSystem();
    await system.store.add(aQueue('t', 3));
    const report = await system.tasks.invokeTask(system.labourer(), { taskId: taskId('t2') });
    expect(report).toMatchObject({ invoked: 1, lost: 0 });
    expect(system.events).toEqual([
      {
        a: 1,
        task_id: 't2',
        labourer_id: LABOURER,
        created_at: NOW,
        greenfield: place(3),
        attempts: 0,
        sosw_attempt: 1,
        sosw_deadline: NOW + 1200,
      },
    ]);
    expect(await system.store.get(taskId('t2'))).toMatchObject({ greenfield: invoked, attempts: 1 });
    expect(await slotsInUse(system)).toBe(1);
  });

  it.each([
    ['running', claimed('t')],
    ['completed', claimed('t', { completedAt: NOW })],
    ['done', claimed('t', { stage: 'done', completedAt: NOW, closedAt: NOW })],
    ['waiting for its retry', claimed('t', { stage: 'retrying', desiredLaunchTime: NOW })],
  ])('skips one that is %s, without an error and without a slot', async (_, task) => {
    const system = aSystem();
    await system.store.add([task]);
    expect(await system.tasks.invokeTask(system.labourer(), { task })).toMatchObject({ invoked: 0, lost: 1 });
    expect(await system.store.get(task.taskId)).toEqual(task);
    expect(system.events).toEqual([]);
    expect(await slotsInUse(system)).toBe(0);
  });

  it('skips one that somebody else claimed since it was read, and gives the slot back', async () => {
    const system = aSystem();
    await system.store.add([aTask('t')]);
    await system.tasks.markTaskInvoked(system.labourer(), aTask('t'));
    expect(await system.tasks.invokeTask(system.labourer(), { task: aTask('t') })).toMatchObject({
      invoked: 0,
      lost: 1,
    });
    expect(await system.store.get(taskId('t'))).toMatchObject({ attempts: 1 });
    expect(await slotsInUse(system)).toBe(1);
  });

  it('needs a free slot: under the cap before the first pass, then under what the pass allowed', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 2 } } });
    const labourer = system.labourer();
    // Reserving a place in the queue writes the labourer's row, but decides nothing about its slots.
    const tasks = [await system.tasks.createTask(labourer, {}), await system.tasks.createTask(labourer, {})];
    for (const task of tasks) await system.tasks.invokeTask(labourer, { task });
    await system.store.add([aTask('third')]);
    await expect(system.tasks.invokeTask(labourer, { taskId: taskId('third') })).rejects.toMatchObject({
      code: 'slots.none',
      retryable: true,
    });
    expect(system.events).toHaveLength(2);
  });

  it('refuses a task of another labourer, an unknown one, and a task together with an id', async () => {
    const { tasks, store, labourer } = aSystem();
    const alien = aTask('alien', { labourerId: OTHER_LABOURER });
    await store.add([alien]);
    await expect(tasks.invokeTask(labourer(), { task: alien })).rejects.toMatchObject({ code: 'task.labourer' });
    await expect(tasks.markTaskInvoked(labourer(), alien)).rejects.toMatchObject({ code: 'task.labourer' });
    await expect(tasks.invokeTask(labourer(), { taskId: taskId('nobody') })).rejects.toMatchObject({
      code: 'task.unknown',
    });
    const both = { task: aTask('t'), taskId: taskId('t') };
    await expect(tasks.invokeTask(labourer(), both)).rejects.toMatchObject({ code: 'task.ambiguous' });
  });

  it('D22: skips a payload that is no JSON object: no slot, no attempt; closed as dead at once, and reported', async () => {
    for (const payload of ['plain text', '[1, 2]', '42', 'null', '{"a":']) {
      const system = aSystem();
      await system.store.add([aTask('t', { payload })]);
      const report = await system.tasks.invokeTask(system.labourer(), { taskId: taskId('t') });
      expect(report).toMatchObject({ invoked: 0, lost: 0, buried: 1 });
      expect(system.events).toEqual([]);
      expect(await slotsInUse(system)).toBe(0);
      expect(await system.store.get(taskId('t'))).toMatchObject({
        stage: 'dead',
        attempts: 0,
        closedAt: NOW,
        lastError: { name: 'payload.invalid' },
      });
      expect(system.notifier.reports.map(({ body }) => [body.task_id, body.attempts])).toEqual([['t', 0]]);
    }
  });
});

describe('marking a task as invoked', () => {
  it('claims it with a slot, and starts nothing', async () => {
    const system = aSystem();
    await system.store.add([aTask('t')]);
    await system.tasks.markTaskInvoked(system.labourer(), aTask('t'));
    expect(await system.store.get(taskId('t'))).toMatchObject({
      greenfield: invoked,
      attempts: 1,
      slot: expect.any(String),
    });
    expect(system.events).toEqual([]);
  });

  it('rejects when the task is not queued any more, or was claimed since it was read', async () => {
    const system = aSystem();
    await system.store.add([claimed('running'), claimed('t')]);
    for (const task of [claimed('running'), aTask('t')]) {
      await expect(system.tasks.markTaskInvoked(system.labourer(), task)).rejects.toMatchObject({
        code: 'task.changed',
      });
    }
    expect(await slotsInUse(system)).toBe(0);
  });
});

describe('moving a task', () => {
  const half = at(0.5);

  it('to the archive closes it as done when it was completed, else as dead, at a whole second', async () => {
    const system = aSystem();
    await system.store.add([claimed('done', { completedAt: at(-5) }), claimed('dead'), aTask('queued')]);
    system.simulated.set(half);
    for (const id of ['done', 'dead', 'queued']) await system.tasks.archiveTask(taskId(id));
    expect(await system.store.get(taskId('done'))).toMatchObject({ stage: 'done', completedAt: at(-5), closedAt: NOW });
    expect(await system.store.get(taskId('dead'))).toMatchObject({ stage: 'dead', closedAt: NOW, notifyPending: true });
    expect(await system.store.get(taskId('queued'))).toMatchObject({ stage: 'dead', attempts: 0 });
    await expect(system.tasks.archiveTask(taskId('done'))).rejects.toMatchObject({ code: 'task.stage' });
  });

  it('to the retries and back keeps its attempts', async () => {
    const system = aSystem();
    const task = claimed('t', { slot: '1700003000.p-1' });
    await system.store.add([task]);
    system.simulated.set(half);
    await system.tasks.moveTaskToRetryTable(task, seconds(60));
    const waiting = await system.tasks.getTaskById(taskId('t'));
    expect(waiting).toMatchObject({ stage: 'retrying', desiredLaunchTime: at(60), attempts: 1 });
    expect(waiting.slot).toBeUndefined();
    await expect(system.tasks.moveTaskToRetryTable(waiting, seconds(60))).rejects.toMatchObject({ code: 'task.stage' });

    await system.tasks.retryTask(system.labourer(), waiting, greenfield(-3));
    const queued = await system.tasks.getTaskById(taskId('t'));
    expect(queued).toMatchObject({ stage: 'open', greenfield: -3, attempts: 1 });
    expect(queued.desiredLaunchTime).toBeUndefined();
    await expect(system.tasks.retryTask(system.labourer(), queued, greenfield(1))).rejects.toMatchObject({
      code: 'task.stage',
    });
  });

  it('rejects when the task has changed since it was read', async () => {
    const system = aSystem();
    await system.store.add([claimed('t', { attempts: 2 })]);
    await expect(system.tasks.moveTaskToRetryTable(claimed('t'), seconds(1))).rejects.toMatchObject({
      code: 'task.changed',
    });
    expect(await system.store.get(taskId('t'))).toMatchObject({ stage: 'open', attempts: 2 });
  });
});

it('does the same over SQLite', async () => {
  const database = openDatabase({ file: ':memory:' });
  const system = aSystem({ ports: { store: new SqliteTaskStore(database) } });
  const { taskId: id } = await system.tasks.createTask(system.labourer(), { a: 1 });
  expect(await system.tasks.invokeTask(system.labourer(), { taskId: id })).toMatchObject({ invoked: 1 });
  expect(ids(await system.tasks.getRunningTasksForLabourer(system.labourer()))).toEqual([id]);
  database.close();
});
