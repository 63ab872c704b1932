import { describe, expect, it } from 'vitest';
import { greenfield } from '../../src/domain/greenfield.js';
import { taskId } from '../../src/domain/ids.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, place } from '../support/a-task.js';
import { aSystem, type System } from '../support/system.js';

const { invoked } = aWindow();
const ended = (stage: Task['stage'], details: Partial<Task> = {}) =>
  aTask('t', { stage, closedAt: at(-60), attempts: 3, greenfield: greenfield(invoked - 5000), ...details });

async function withTask(task: Task): Promise<System> {
  const system = aSystem();
  await system.store.add([...aQueue('q', 2), task]);
  return system;
}
const read = ({ store }: System) => store.get(taskId('t'));

describe('retrying', () => {
  it('brings a task that waits for its retry to the head of the queue, before its time', async () => {
    const task = aTask('t', { stage: 'retrying', desiredLaunchTime: at(3600), attempts: 2, greenfield: invoked });
    const system = await withTask(task);
    await system.operator.retry(task);
    expect(await read(system)).toMatchObject({ stage: 'open', greenfield: place(1) - 1, attempts: 2 });
    expect((await read(system))?.desiredLaunchTime).toBeUndefined();
  });

  it.each(['dead', 'cancelled'] as const)(
    'gives a %s task a new life at the end, with its attempts before it',
    async (stage) => {
      const task = ended(stage, { lastError: { name: 'E', message: 'x' } });
      const system = await withTask(task);
      await system.operator.retry(task);
      const redriven = await read(system);
      expect(redriven).toMatchObject({
        stage: 'open',
        greenfield: place(3),
        attempts: 3,
        attemptsBase: 3,
        redrives: 1,
      });
      expect(redriven?.closedAt).toBeUndefined();
      expect(redriven?.lastError).toEqual({ name: 'E', message: 'x' });
    },
  );

  it('of a dead task starts it again, and lets it fail as often as before', async () => {
    const task = ended('dead');
    const system = aSystem({ labourers: { [LABOURER]: { max_attempts: 2, retry_jitter: 0 } } });
    await system.store.add([task]);
    await system.operator.retry(task);
    await system.orchestrator.pass();
    expect(system.events).toMatchObject([{ task_id: 't', sosw_attempt: 4 }]);
    await system.assistant.handle({ action: 'mark_task_as_failed', task_id: 't', attempt: 4 });
    expect(await read(system)).toMatchObject({ stage: 'retrying', attempts: 4, desiredLaunchTime: at(900) });
    system.simulated.set(at(900));
    await system.scavenger.pass();
    await system.orchestrator.pass();
    await system.assistant.handle({ action: 'mark_task_as_failed', task_id: 't', attempt: 5 });
    expect(await read(system)).toMatchObject({ stage: 'dead', attempts: 5 });
  });

  it.each([
    ['queued', aTask('t')],
    ['running', aTask('t', { greenfield: invoked, attempts: 1 })],
    ['done', ended('done', { completedAt: at(-60) })],
  ])('refuses a task that is %s', async (_, task) => {
    const system = await withTask(task);
    await expect(system.operator.retry(task)).rejects.toMatchObject({ code: 'task.stage', path: 't' });
    expect(await read(system)).toEqual(task);
  });

  it('rejects when somebody else was faster', async () => {
    const task = ended('dead');
    const system = await withTask(task);
    await system.operator.retry(task);
    await expect(system.operator.retry(task)).rejects.toMatchObject({ code: 'task.changed', retryable: true });
    expect(await read(system)).toMatchObject({ redrives: 1 });
  });
});

describe('cancelling', () => {
  it.each([
    ['queued', aTask('t')],
    [
      'waiting for its retry',
      aTask('t', { stage: 'retrying', desiredLaunchTime: at(5), attempts: 1, greenfield: invoked }),
    ],
    ['running', aTask('t', { greenfield: invoked, attempts: 1, slot: '1700002400.p-1' })],
  ])('closes a task that is %s, at a whole second; it is not started any more', async (_, task) => {
    const system = await withTask(task);
    system.simulated.set(at(9.5));
    await system.operator.cancel(task);
    expect(await read(system)).toMatchObject({ stage: 'cancelled', closedAt: at(9), attempts: task.attempts });
    await system.scavenger.pass();
    await system.orchestrator.pass();
    expect(system.events.map(({ task_id }) => task_id)).not.toContain('t');
    expect(system.notifier.reports).toEqual([]);
  });

  it('leaves the slot of a running attempt until it reports or expires', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 1 } } });
    await system.store.add(aQueue('t', 2));
    await system.orchestrator.pass();
    await system.operator.cancel((await system.store.get(taskId('t0'))) as Task);
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(1);
    expect(tokensOut(await system.ledger.read(LABOURER), NOW)).toBe(1);
  });

  it.each([
    ['completed', aTask('t', { greenfield: invoked, attempts: 1, completedAt: NOW })],
    ['done', ended('done', { completedAt: at(-60) })],
    ['dead', ended('dead')],
    ['cancelled', ended('cancelled')],
  ])('refuses a task that is %s, and says so', async (state, task) => {
    const system = await withTask(task);
    await expect(system.operator.cancel(task)).rejects.toThrow(state);
    expect(await read(system)).toEqual(task);
  });

  it('rejects when the task was claimed since it was read', async () => {
    const system = await withTask(aTask('t'));
    await system.orchestrator.pass();
    await expect(system.operator.cancel(aTask('t'))).rejects.toMatchObject({ code: 'task.changed' });
  });
});
