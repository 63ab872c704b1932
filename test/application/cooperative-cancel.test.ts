/** A cancel reaches the running worker by its question; its last words must free its slot, and touch nothing of a later attempt. */

import { describe, expect, it } from 'vitest';
import { taskId } from '../../src/domain/ids.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { aQueue, at, LABOURER } from '../support/a-task.js';
import { aSystem, type System } from '../support/system.js';

const read = async ({ store }: System): Promise<Task> => (await store.get(taskId('t0'))) as Task;
const slotsInUse = async ({ ledger, simulated }: System) => tokensOut(await ledger.read(LABOURER), simulated.now());
const ask = ({ assistant }: System, attempt?: number) =>
  assistant.handle({ action: 'is_task_cancelled', task_id: 't0', ...(attempt === undefined ? {} : { attempt }) });
/** What a worker of the library says when it noticed the cancel. */
const giveUp = ({ assistant }: System, attempt: number) =>
  assistant.handle({
    action: 'mark_task_as_failed',
    task_id: 't0',
    attempt,
    stats: { pages: 3 },
    error: { name: 'task.cancelled', message: 't0 was cancelled' },
  });

/** One slot, in which `t0` runs; `t1` waits. */
async function running(): Promise<System> {
  const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 1 } } });
  await system.store.add(aQueue('t', 2));
  await system.orchestrator.pass();
  return system;
}

/** `t0` was cancelled under its first attempt, which outlived its slot, and was given a new life, in which it runs again. */
async function runningAgain(): Promise<System> {
  const system = await running();
  await system.operator.cancel(await read(system));
  system.simulated.set(at(100_000));
  await system.operator.retry(await read(system));
  await system.orchestrator.pass();
  await system.assistant.handle({ action: 'mark_task_as_completed', task_id: 't1', attempt: 1 });
  expect(await read(system)).toMatchObject({ stage: 'open', attempts: 2, redrives: 1 });
  return system;
}

describe('a worker that asks whether its task was cancelled', () => {
  it('is told no while it runs, and yes from the cancel on', async () => {
    const system = await running();
    expect(await ask(system, 1)).toEqual({ outcome: 'answered', cancelled: false });
    await system.operator.cancel(await read(system));
    expect(await ask(system, 1)).toEqual({ outcome: 'answered', cancelled: true });
    expect(await ask(system)).toEqual({ outcome: 'answered', cancelled: true });
  });

  it('changes nothing by it', async () => {
    const system = await running();
    const before = await read(system);
    await ask(system, 1);
    expect(await read(system)).toEqual(before);
    expect(await slotsInUse(system)).toBe(1);
  });

  it('gets an error for a task that is nowhere', async () => {
    const { assistant } = aSystem();
    const question = { action: 'is_task_cancelled', task_id: 'nobody' };
    await expect(assistant.handle(question)).rejects.toMatchObject({ code: 'task.unknown' });
  });
});

describe('a worker that gives up because its task was cancelled', () => {
  it('frees its slot for the next task at once, and its task stays cancelled', async () => {
    const system = await running();
    await system.operator.cancel(await read(system));
    expect(await giveUp(system, 1)).toEqual({ outcome: 'recorded' });
    const task = await read(system);
    expect(task).toMatchObject({ stage: 'cancelled', attempts: 1, extra: { stat_pages: 3 } });
    expect(task.slot).toBeUndefined();
    expect(task.failedAttempts).toBeUndefined();
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['t0', 't1']);
    expect(await slotsInUse(system)).toBe(1);
  });

  it('does not bring its task back by a retry', async () => {
    const system = await running();
    await system.operator.cancel(await read(system));
    await giveUp(system, 1);
    system.simulated.set(at(100_000));
    await system.scavenger.pass();
    await system.orchestrator.pass();
    expect(await read(system)).toMatchObject({ stage: 'cancelled' });
    expect(system.notifier.reports).toEqual([]);
  });

  it('is told the same after its task got a new life, and then harms neither its slot nor its attempt', async () => {
    const system = await runningAgain();
    expect(await ask(system, 1)).toMatchObject({ cancelled: true });
    expect(await ask(system, 2)).toMatchObject({ cancelled: false });
    const before = await read(system);
    expect(await giveUp(system, 1)).toMatchObject({ outcome: 'ignored', reason: 'not the current attempt' });
    expect(await read(system)).toEqual(before);
    expect(await slotsInUse(system)).toBe(1);
  });

  it('is ignored as well while its task waits for the first attempt of its new life', async () => {
    const system = await running();
    await system.operator.cancel(await read(system));
    system.simulated.set(at(100_000));
    await system.operator.retry(await read(system));
    const before = await read(system);
    expect(await giveUp(system, 1)).toMatchObject({ outcome: 'ignored' });
    expect(await read(system)).toEqual(before);
  });
});
