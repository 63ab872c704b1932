import { describe, expect, it } from 'vitest';
import { faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { taskId } from '../../src/domain/ids.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, OTHER_LABOURER, place } from '../support/a-task.js';
import { aSystem } from '../support/system.js';

const { invoked, expired } = aWindow();
const claimed = (id: string, details: Partial<Task> = {}) =>
  aTask(id, { greenfield: invoked, attempts: 1, ...details });
const overdue = (id: string, details: Partial<Task> = {}) =>
  claimed(id, { greenfield: greenfield(expired - 10), ...details });
const waiting = (id: string, offset: number, details: Partial<Task> = {}) =>
  claimed(id, { stage: 'retrying', desiredLaunchTime: at(offset), ...details });

describe('a completed task', () => {
  it('is archived, whether its time is over or not, and however many there are', async () => {
    const system = aSystem();
    const done = { completedAt: at(-5) };
    const many = Array.from({ length: 250 }, (_, index) => claimed(`m${index}`, done));
    await system.store.add([overdue('late', done), ...many, claimed('running')]);
    expect(await system.scavenger.pass()).toMatchObject([{ archived: 251, retried: 0, dead: 0 }]);
    expect(await system.store.get(taskId('late'))).toMatchObject({ stage: 'done', completedAt: at(-5), closedAt: NOW });
    expect(await system.store.get(taskId('running'))).toMatchObject({ stage: 'open' });
  });

  it('keeps no slot that a stale attempt left on it', async () => {
    const system = aSystem();
    await system.store.add([claimed('t', { completedAt: NOW, slot: '1700002400.p-1' })]);
    await system.scavenger.pass();
    expect((await system.store.get(taskId('t')))?.slot).toBeUndefined();
  });
});

describe('an expired task', () => {
  it('waits for its retry, time-out × attempts, and its slot goes back', async () => {
    const system = aSystem();
    system.functions.timeouts.set(LABOURER, seconds(60));
    await system.store.add(aQueue('t', 1, { attempts: 1 }));
    await system.orchestrator.pass();
    system.simulated.set(at(1200.5));
    expect(await system.scavenger.pass()).toMatchObject([{ retried: 1, dead: 0, requeued: 0 }]);
    const task = await system.store.get(taskId('t0'));
    expect(task).toMatchObject({ stage: 'retrying', desiredLaunchTime: at(1200 + 120), attempts: 2 });
    expect(task?.slot).toBeUndefined();
    expect(tokensOut(await system.ledger.read(LABOURER), at(1200))).toBe(0);
  });

  it('is left alone until duration and cooldown are over', async () => {
    const system = aSystem();
    await system.store.add(aQueue('t', 1));
    await system.orchestrator.pass();
    system.simulated.set(at(1199));
    expect(await system.scavenger.pass()).toMatchObject([{ retried: 0 }]);
  });

  it('without attempts left is dead: closed, reported once, and not reported again', async () => {
    const system = aSystem();
    await system.store.add([overdue('t', { attempts: 3 })]);
    expect(await system.scavenger.pass()).toMatchObject([{ retried: 0, dead: 1 }]);
    const task = await system.store.get(taskId('t'));
    expect(task).toMatchObject({ stage: 'dead', closedAt: NOW, attempts: 3 });
    expect(task?.notifyPending).toBeUndefined();
    await system.scavenger.pass();
    expect(system.notifier.reports).toHaveLength(1);
  });

  it('is reported by the very step that ends it', async () => {
    const system = aSystem();
    await system.store.add([overdue('t', { attempts: 3 })]);
    await system.scavenger.handleExpiredTasks(system.labourer());
    expect(system.notifier.reports).toHaveLength(1);
  });

  it('has as many attempts in each of its lives', async () => {
    const system = aSystem();
    await system.store.add([overdue('t', { attempts: 5, attemptsBase: 3, redrives: 1 })]);
    expect(await system.scavenger.pass()).toMatchObject([{ retried: 1, dead: 0 }]);
  });

  it('whose worker reports at the same time ends once', async () => {
    const system = aSystem();
    await system.store.add([overdue('t', { slot: '1700009940.p-1' })]);
    const [, answer] = await Promise.all([
      system.scavenger.pass(),
      system.assistant.handle({ action: 'mark_task_as_completed', task_id: 't', attempt: 1 }),
    ]);
    expect(answer).toEqual({ outcome: 'recorded' });
    expect(await system.store.get(taskId('t'))).toMatchObject({ stage: 'done' });
  });

  it('is ended once by two Scavengers', async () => {
    const system = aSystem();
    await system.store.add([overdue('t', { attempts: 3 })]);
    const passes = await Promise.all([system.scavenger.pass(), system.scavenger.pass()]);
    expect(passes.flat().reduce((sum, { dead }) => sum + dead, 0)).toBe(1);
    expect(await system.store.get(taskId('t'))).toMatchObject({ stage: 'dead' });
  });
});

describe('due retries', () => {
  it('come back to the head of the queue, all of them, the one due first nearest to the others', async () => {
    const system = aSystem();
    const retries = Array.from({ length: 50 }, (_, index) => waiting(`r${index}`, -index));
    await system.store.add([...aQueue('q', 1), ...retries, waiting('not yet', 1)]);
    expect(await system.scavenger.pass()).toMatchObject([{ requeued: 50 }]);
    const queue = await system.tasks.getNextForLabourer(system.labourer(), 100);
    expect(queue.map((task) => task.taskId)).toEqual([...Array.from({ length: 50 }, (_, index) => `r${index}`), 'q0']);
    expect(queue.map((task) => task.greenfield)).toEqual(
      Array.from({ length: 51 }, (_, index) => place(1) - 50 + index),
    );
    expect(await system.store.get(taskId('not yet'))).toMatchObject({ stage: 'retrying' });
  });

  it('get places of their own though the index does not show those that came back before', async () => {
    let hidden = 0;
    const system = aSystem({ ports: { store: new LaggingTaskStore(new MemoryTaskStore(), () => hidden) } });
    await system.store.add(Array.from({ length: 50 }, (_, index) => waiting(`r${index}`, -index)));
    await system.store.retrying({ labourerId: LABOURER, limit: 1 });
    hidden = 1000;
    await system.scavenger.pass();
    hidden = 0;
    const queue = await system.tasks.getNextForLabourer(system.labourer(), 100);
    expect(new Set(queue.map((task) => task.greenfield)).size).toBe(50);
  });

  it('go below one step when the queue is empty', async () => {
    const system = aSystem();
    await system.store.add([waiting('r', 0)]);
    await system.scavenger.pass();
    const task = await system.store.get(taskId('r'));
    expect(task).toMatchObject({ stage: 'open', greenfield: 999, attempts: 1 });
    expect(task?.desiredLaunchTime).toBeUndefined();
  });
});

describe('a dead task whose report did not arrive', () => {
  it('is reported with every pass until it does', async () => {
    const system = aSystem();
    await system.store.add([overdue('t', { attempts: 3 })]);
    system.notifier.arrives = () => false;
    await system.scavenger.pass();
    expect(await system.store.get(taskId('t'))).toMatchObject({ stage: 'dead', notifyPending: true });
    await system.scavenger.pass();
    expect(system.notifier.reports).toEqual([]);
    system.notifier.arrives = () => true;
    await system.scavenger.pass();
    await system.scavenger.pass();
    expect(system.notifier.reports).toHaveLength(1);
  });
});

describe('a pass', () => {
  it('ends when time runs out; the next one goes on', async () => {
    const system = aSystem();
    await system.store.add(Array.from({ length: 250 }, (_, index) => claimed(`t${index}`, { completedAt: NOW })));
    expect(await system.scavenger.pass({ hasTime: () => false })).toMatchObject([{ archived: 100 }]);
    expect(await system.scavenger.pass()).toMatchObject([{ archived: 150 }]);
  });

  it('over a labourer that fails stops no other, and tells what it had done', async () => {
    const store = new MemoryTaskStore();
    const broken = faultyTaskStore(store, ({ method, args }) =>
      method === 'retrying' && (args[0] as { labourerId: string }).labourerId === LABOURER ? 'fail' : 'none',
    );
    const system = aSystem({ labourers: { [LABOURER]: {}, [OTHER_LABOURER]: {} }, ports: { store: broken } });
    await store.add([
      claimed('mine', { completedAt: NOW }),
      claimed('theirs', { completedAt: NOW, labourerId: OTHER_LABOURER }),
    ]);
    const [mine, theirs] = await system.scavenger.pass();
    expect(mine).toMatchObject({ archived: 1, error: { code: 'store.unavailable' } });
    expect(theirs).toEqual({ labourerId: OTHER_LABOURER, archived: 1, retried: 0, dead: 0, requeued: 0 });
  });

  it('leaves a trail', async () => {
    const system = aSystem();
    await system.store.add([
      claimed('done', { completedAt: NOW }),
      overdue('tired'),
      overdue('dead', { attempts: 3 }),
      waiting('due', 0),
    ]);
    await system.scavenger.pass();
    const actions = async (id: string) => (await system.taskLog.read(taskId(id))).map(({ action }) => action);
    expect(await Promise.all(['done', 'tired', 'dead', 'due'].map(actions))).toEqual([
      ['archived'],
      ['scheduled_for_retry'],
      ['archived_dead'],
      ['ready_for_retry'],
    ]);
  });

  it('goes on when the trail cannot be written', async () => {
    const system = aSystem({
      ports: {
        taskLog: {
          write: async () => {
            throw new Error('no room');
          },
          read: async () => [],
        },
      },
    });
    await system.store.add([claimed('done', { completedAt: NOW })]);
    expect(await system.scavenger.pass()).toMatchObject([{ archived: 1 }]);
    expect(system.logger.entries.map(({ level }) => level)).toEqual(['warn']);
  });
});
