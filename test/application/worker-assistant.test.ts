import { describe, expect, it } from 'vitest';
import { faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { taskId } from '../../src/domain/ids.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW } from '../support/a-task.js';
import { aSystem, type System, type SystemOptions } from '../support/system.js';

const { invoked } = aWindow();
const completed = (details: object = {}) => ({ action: 'mark_task_as_completed', task_id: 't0', ...details });
const failed = (details: object = {}) => ({ action: 'mark_task_as_failed', task_id: 't0', ...details });
const slotsInUse = async (system: System) => tokensOut(await system.ledger.read(LABOURER), system.simulated.now());
const t0 = async ({ store }: System): Promise<Task> => {
  const task = await store.get(taskId('t0'));
  if (task === undefined) throw new Error('t0 is gone');
  return task;
};
const started = (system: System) => system.events.map(({ task_id }) => task_id);

/** A system with one slot, in which `t0` runs and `waiting` tasks wait. */
async function running(waiting = 0, options: SystemOptions = {}): Promise<System> {
  const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 1 } }, ...options });
  await system.store.add(aQueue('t', waiting + 1));
  await system.orchestrator.pass();
  return system;
}
/** The same, in which `t0` runs for the second time. */
async function runningAgain(waiting = 0, options: SystemOptions = {}): Promise<System> {
  const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 1 } }, ...options });
  await system.store.add(
    aQueue('t', waiting + 1).map((task, index) => (index === 0 ? { ...task, attempts: 1 } : task)),
  );
  await system.orchestrator.pass();
  return system;
}

describe('a completion of the current attempt', () => {
  it('archives the task at once, with what the worker tells, and hands the slot over', async () => {
    const system = await running(2);
    system.simulated.set(at(25.5));
    const message = completed({ attempt: 1, stats: '{"rows": 7}', result: { file: 'a.csv' } });
    expect(await system.assistant.handle(message)).toEqual({ outcome: 'recorded' });
    const task = await t0(system);
    expect(task).toMatchObject({ stage: 'done', completedAt: at(25), closedAt: at(25), attempts: 1 });
    expect(task.extra).toEqual({ stat_rows: 7, result_file: 'a.csv' });
    expect(task.slot).toBeUndefined();
    expect(started(system)).toEqual(['t0', 't1']);
    expect(await slotsInUse(system)).toBe(1);
  });

  it('leaves the archiving to the Scavenger where the labourer is set so', async () => {
    const labourers = { [LABOURER]: { max_simultaneous_invocations: 1, archive_on_completion: false } };
    const system = await running(1, { labourers });
    await system.assistant.handle(completed({ attempt: 1 }));
    expect(await t0(system)).toMatchObject({ stage: 'open', completedAt: NOW, greenfield: invoked });
    expect(started(system)).toEqual(['t0', 't1']);
    system.simulated.set(at(9));
    for (const late of [completed({ attempt: 1 }), failed({ attempt: 1 })]) {
      expect(await system.assistant.handle(late)).toMatchObject({ outcome: 'ignored', reason: 'already completed' });
    }
    expect(await t0(system)).toMatchObject({ completedAt: NOW });
  });

  it('gives the slot back when nothing waits', async () => {
    const system = await running();
    await system.assistant.handle(completed({ attempt: 1 }));
    expect(await slotsInUse(system)).toBe(0);
  });

  it('is idempotent: the first instant stays, and nothing is started twice', async () => {
    const system = await running(3);
    await system.assistant.handle(completed({ attempt: 1 }));
    system.simulated.set(at(9));
    const again = await system.assistant.handle(completed({ attempt: 1, stats: { rows: 9 } }));
    expect(again).toMatchObject({ outcome: 'ignored', reason: 'already completed' });
    expect(await t0(system)).toMatchObject({ completedAt: NOW });
    expect((await t0(system)).extra ?? {}).toEqual({});
    expect(started(system)).toEqual(['t0', 't1']);
  });

  it('twice at the same time hands one slot over', async () => {
    const system = await running(3);
    const answers = await Promise.all([1, 2, 3].map(() => system.assistant.handle(completed({ attempt: 1 }))));
    expect(answers.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(1);
    expect(started(system)).toEqual(['t0', 't1']);
  });

  it('whose write lost its answer is recorded once; its slot is spent and expires', async () => {
    const store = new MemoryTaskStore();
    let loses = false;
    const flaky = faultyTaskStore(store, ({ method }) => {
      const isLost = method === 'apply' && loses;
      if (isLost) loses = false;
      return isLost ? 'lose' : 'none';
    });
    const system = await running(1, { ports: { store: flaky } });
    loses = true;
    expect(await system.assistant.handle(completed({ attempt: 1 }))).toMatchObject({ outcome: 'ignored' });
    expect(await t0(system)).toMatchObject({ stage: 'done' });
    expect([started(system), await slotsInUse(system)]).toEqual([['t0'], 1]);
  });
});

describe('a message of an attempt that is not the current one', () => {
  it('that completes is recorded, and the slot stays with the row', async () => {
    const system = await runningAgain(1);
    await system.assistant.handle(completed({ attempt: 1 }));
    expect(await t0(system)).toMatchObject({ stage: 'open', completedAt: NOW, slot: expect.any(String), attempts: 2 });
    expect([started(system), await slotsInUse(system)]).toEqual([['t0'], 1]);
  });

  it('that failed changes nothing', async () => {
    const system = await runningAgain(1);
    const before = await t0(system);
    expect(await system.assistant.handle(failed({ attempt: 1 }))).toMatchObject({ outcome: 'ignored' });
    expect(await t0(system)).toEqual(before);
  });
});

describe('a message without a number, as Python workers send it', () => {
  it('counts for the current attempt while there was no other', async () => {
    const done = await running(1);
    await done.assistant.handle(completed());
    expect([(await t0(done)).stage, started(done)]).toEqual(['done', ['t0', 't1']]);
    const broken = await running(1);
    await broken.assistant.handle(failed());
    expect([(await t0(broken)).stage, started(broken)]).toEqual(['retrying', ['t0', 't1']]);
  });

  it('of a later attempt completes the task, but its slot expires', async () => {
    const system = await runningAgain(1);
    await system.assistant.handle(completed());
    expect(await t0(system)).toMatchObject({ completedAt: NOW, slot: expect.any(String) });
    expect([started(system), await slotsInUse(system)]).toEqual([['t0'], 1]);
  });

  it('of a later attempt that failed is only counted: the task waits for its expiry', async () => {
    const system = await runningAgain(1);
    await system.assistant.handle(failed({ error: { name: 'Error', message: 'x'.repeat(2000) } }));
    const task = await t0(system);
    expect(task).toMatchObject({ stage: 'open', greenfield: invoked, failedAttempts: 1, slot: expect.any(String) });
    expect(task.lastError?.message).toHaveLength(1000);
  });

  it('of a redriven task does not count for the current attempt', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 1 } } });
    await system.store.add([aTask('t0', { redrives: 1, attempts: 0 })]);
    await system.orchestrator.pass();
    await system.assistant.handle(failed());
    expect(await t0(system)).toMatchObject({ stage: 'open', failedAttempts: 1 });
  });
});

describe('a failure of the current attempt', () => {
  it('goes to its retry without waiting for its expiry, and hands the slot over', async () => {
    const system = await running(1);
    system.functions.timeouts.set(LABOURER, seconds(60));
    const message = failed({ attempt: 1, error: { name: 'HttpError', message: '503' } });
    expect(await system.assistant.handle(message)).toEqual({ outcome: 'recorded' });
    const task = await t0(system);
    expect(task).toMatchObject({
      ...{ stage: 'retrying', desiredLaunchTime: at(60), attempts: 1, failedAttempts: 1 },
      lastError: { name: 'HttpError', message: '503' },
    });
    expect(task.slot).toBeUndefined();
    expect([started(system), await slotsInUse(system)]).toEqual([['t0', 't1'], 1]);
  });

  it('waits time-out × attempts, or × 2^(attempts − 1), up to the longest delay', async () => {
    const delayOf = async (settings: object, attempts: number, chance = 0) => {
      const labourers = { [LABOURER]: { max_attempts: 20, ...settings } };
      const system = aSystem({ labourers, chance: { next: () => chance } });
      system.functions.timeouts.set(LABOURER, seconds(100));
      await system.store.add([aTask('t0', { attempts: attempts - 1 })]);
      await system.orchestrator.pass();
      await system.assistant.handle(failed({ attempt: attempts }));
      return ((await t0(system)).desiredLaunchTime ?? 0) - NOW;
    };
    expect(await Promise.all([1, 2, 4].map((attempts) => delayOf({}, attempts)))).toEqual([100, 200, 400]);
    const exponential = { retry_policy: 'exponential' };
    expect(await Promise.all([1, 2, 4].map((attempts) => delayOf(exponential, attempts)))).toEqual([100, 200, 800]);
    expect(await delayOf({ ...exponential, retry_max_delay: 500 }, 4)).toBe(500);
    expect(await delayOf({ retry_jitter: 0.5 }, 2, 0.5)).toBe(150);
    expect(await delayOf({}, 2, 0.5)).toBe(200);
  });

  it('is the end of a task that has no attempts left: dead, reported, and the slot goes on', async () => {
    const system = await running(1, {
      labourers: { [LABOURER]: { max_simultaneous_invocations: 1, max_attempts: 1 } },
    });
    await system.assistant.handle(failed({ attempt: 1, error: { name: 'E', message: 'no' } }));
    const task = await t0(system);
    expect(task).toMatchObject({ stage: 'dead', closedAt: NOW, lastError: { name: 'E', message: 'no' } });
    expect(task.notifyPending).toBeUndefined();
    expect(system.notifier.reports.map(({ body }) => body.last_error)).toEqual([{ name: 'E', message: 'no' }]);
    expect(started(system)).toEqual(['t0', 't1']);
  });

  it('reported again changes nothing', async () => {
    const system = await running();
    await system.assistant.handle(failed({ attempt: 1 }));
    expect(await system.assistant.handle(failed({ attempt: 1 }))).toMatchObject({ outcome: 'ignored' });
    expect(await t0(system)).toMatchObject({ failedAttempts: 1 });
  });
});

describe('a task that waits again', () => {
  const waiting = (details: Partial<Task>) => aTask('t0', { attempts: 1, greenfield: invoked, ...details });

  it('for its retry is completed there and not run again', async () => {
    const system = aSystem();
    await system.store.add([waiting({ stage: 'retrying', desiredLaunchTime: NOW })]);
    expect(await system.assistant.handle(completed({ attempt: 1 }))).toEqual({ outcome: 'recorded' });
    expect(await t0(system)).toMatchObject({ stage: 'done', completedAt: NOW });
    expect((await t0(system)).desiredLaunchTime).toBeUndefined();
    expect((await system.scavenger.pass())[0]).toMatchObject({ requeued: 0 });
    await system.orchestrator.pass();
    expect(started(system)).toEqual([]);
  });

  it('in the queue is closed as done at once, and not started', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { archive_on_completion: false } } });
    await system.store.add([waiting({ greenfield: greenfield(999) })]);
    await system.assistant.handle(completed());
    expect((await t0(system)).stage).toBe('done');
    await system.orchestrator.pass();
    expect(started(system)).toEqual([]);
  });

  it('is not failed by the attempt before', async () => {
    const system = aSystem();
    await system.store.add([waiting({ stage: 'retrying', desiredLaunchTime: at(60) })]);
    expect(await system.assistant.handle(failed({ attempt: 1 }))).toMatchObject({ outcome: 'ignored' });
  });
});

describe('a closed task', () => {
  it('stays as it is: dead although a late attempt completes', async () => {
    const system = aSystem();
    await system.store.add([aTask('t0', { stage: 'dead', closedAt: NOW, attempts: 3 })]);
    const answer = await system.assistant.handle(completed({ attempt: 3 }));
    expect(answer).toMatchObject({ outcome: 'ignored', reason: 'already closed' });
    expect(await t0(system)).toMatchObject({ stage: 'dead' });
  });

  it('that was cancelled while it ran records what its attempt tells, and hands the slot over', async () => {
    const system = await running(1);
    await system.operator.cancel(await t0(system));
    expect(await slotsInUse(system)).toBe(1);
    await system.assistant.handle(completed({ attempt: 1, result: { n: 1 } }));
    expect(await t0(system)).toMatchObject({ stage: 'cancelled', extra: { result_n: 1 } });
    expect(started(system)).toEqual(['t0', 't1']);
  });
});

describe('a message that cannot be recorded', () => {
  it('of an unknown task is an error, and creates no row', async () => {
    const system = aSystem();
    await expect(system.assistant.handle(completed())).rejects.toMatchObject({ code: 'task.unknown' });
    expect(await system.store.get(taskId('t0'))).toBeUndefined();
  });

  it.each([
    ['without an action', { task_id: 't0' }, 'message.action'],
    ['of an unknown action', { action: 'constructor', task_id: 't0' }, 'message.action'],
    ['without a task', { action: 'mark_task_as_completed' }, 'message.task_id'],
    ['with a number that is none', completed({ attempt: 'first' }), 'message.attempt'],
    ['with stats that are no object', completed({ stats: '[1]' }), 'message.stats'],
    ['that is no object', 'completed', 'message.invalid'],
  ])('%s is refused, and the task goes on', async (_, event, code) => {
    const system = await running();
    const before = await t0(system);
    await expect(system.assistant.handle(event)).rejects.toMatchObject({ code });
    expect(await t0(system)).toEqual(before);
  });

  it('is to be sent again when somebody else is faster again and again', async () => {
    const store = new MemoryTaskStore();
    let rival = () => {};
    const contended = faultyTaskStore(store, ({ method }) => {
      if (method === 'apply') rival();
      return 'none';
    });
    const system = await running(0, { ports: { store: contended } });
    let attempts = 1;
    rival = () => {
      attempts += 1;
      const change = { name: 'claim', taskId: taskId('t0'), labourerId: LABOURER, from: 'open', to: 'open' } as const;
      void store.apply([{ ...change, guard: {}, set: { attempts } }]);
    };
    await expect(system.assistant.handle(completed({ attempt: 1 }))).rejects.toMatchObject({
      code: 'report.contended',
      retryable: true,
    });
    expect((await t0(system)).completedAt).toBeUndefined();
  });
});

it('serves a labourer that was removed from the configuration: its running tasks still report', async () => {
  const system = await running();
  system.labourers.remove(LABOURER);
  await system.assistant.handle(completed({ attempt: 1 }));
  expect((await t0(system)).stage).toBe('done');
});

it('leaves a trail of what was told', async () => {
  const system = await running();
  await system.assistant.handle(completed({ attempt: 1 }));
  const actions = (await system.taskLog.read(taskId('t0'))).map(({ action }) => action);
  expect(actions).toEqual(['invoked', 'marked_as_completed', 'archived']);
});
