import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LocalWorker } from '../../../src/adapters/local/local-worker.js';
import { aLabourer } from '../../support/a-labourer.js';
import { closeOpened, open, outcomeOf, program, worker } from './local-invoker-kit.js';

afterEach(closeOpened);

/** Starts the worker, waits until it has printed `ready`, and tells it that its task was cancelled. */
async function cancelled(one: LocalWorker) {
  const { invoker, output, ended } = open({ some_function: one });
  await invoker.invoke(aLabourer(), { task_id: 'a-task', sosw_attempt: 2 });
  await vi.waitUntil(() => output.some(({ text }) => text.includes('ready')), { interval: 2, timeout: 50_000 });
  const [attempt] = invoker.attempts;
  attempt?.cancel();
  return { invoker, ended, attempt };
}

describe('a cancel on this machine', () => {
  it('names the attempts that run, each until it was told', async () => {
    const { invoker, ended, attempt } = await cancelled(worker('waitingForCancel'));
    expect(attempt).toMatchObject({ taskId: 'a-task', attempt: 2 });
    expect(invoker.attempts).toEqual([]);
    await ended(1);
  });

  it.each(['waitingForCancel', 'checkingWithoutPause'])('reaches a worker in a thread (%s)', async (handler) => {
    const { ended } = await cancelled(worker(handler));
    const [end] = await ended(1);
    expect(end).toMatchObject({ outcome: 'completed', result: 'heard of it' });
  });

  it('is of one run: the next in the same thread hears nothing of it', async () => {
    const { invoker, ended } = await cancelled(worker('waitingForCancel'));
    await ended(1);
    await invoker.invoke(aLabourer(), { task_id: 'another', once: true });
    expect((await ended(2))[1]).toMatchObject({ event: { task_id: 'another' }, result: 'heard of nothing' });
  });
});

describe.skipIf(process.platform === 'win32')('a program whose task is cancelled', () => {
  const listening = (onSignal: string) =>
    program(`process.on('SIGTERM', () => { ${onSignal} }); setTimeout(() => {}, 60_000); console.error('ready');`);

  it('is told by SIGTERM, and ends by it where it does not listen', async () => {
    const { ended } = await cancelled(program('setTimeout(() => {}, 60_000); console.error("ready"); '));
    const [end] = await ended(1);
    expect(end).toMatchObject({ outcome: 'failed', error: { name: 'CommandFailed' } });
  });

  it('may end well by itself, which is not taken for its work; what it gave is kept', async () => {
    const { ended } = await cancelled(listening('console.log(JSON.stringify({ rows: 3 })); process.exit(0);'));
    const [end] = await ended(1);
    expect(end && outcomeOf(end)).toEqual({
      outcome: 'failed',
      result: { rows: 3 },
      error: { name: 'task.cancelled', message: expect.any(String) },
    });
  });

  it('may go on, for nobody ends it by force', async () => {
    const { ended } = await cancelled(
      listening('setTimeout(() => { console.log("all of it"); process.exit(0); }, 2_300);'),
    );
    const [end] = await ended(1);
    expect(end?.result).toBe('all of it');
  });
});
