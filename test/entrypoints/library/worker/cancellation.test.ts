import { describe, expect, it, vi } from 'vitest';
import { runWorker } from '../../../../src/entrypoints/library/testing.js';
import { createProcessor, getLambdaHandler, Worker, worker } from '../../../../src/entrypoints/library/worker.js';
import { Cancellation } from '../../../../src/entrypoints/library/worker/cancellation.js';
import { quiet } from './worker-kit.js';

const TASK = { id: 't', attempt: 1, generation: 0 };
const PAUSE_MS = 5_000;

/** A run whose host answers as it is told, on a clock that a test moves; `asked` counts. */
function aRun(answer: () => boolean | Promise<boolean>) {
  const isCancelled = vi.fn(answer);
  const debug = vi.fn();
  let nowMs = 1_000_000;
  const host = { report: () => {}, isCancelled, checkPauseMs: PAUSE_MS };
  const logger = { debug };
  const cancellation = new Cancellation({ host, task: TASK, assistant: () => 'mine', logger, now: () => nowMs });
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { cancellation, isCancelled, debug, wait };
}

describe('checks of a run', () => {
  it('ask nobody before the pause is over, then once, and not again within the next', async () => {
    const { cancellation, isCancelled, wait } = aRun(() => false);
    const check = async (afterMs: number) => {
      wait(afterMs);
      expect(await cancellation.isCancelled()).toBe(false);
      return isCancelled.mock.calls.length;
    };
    expect(await check(0)).toBe(0);
    expect(await check(PAUSE_MS - 1)).toBe(0);
    expect(await check(1)).toBe(1);
    expect(await check(PAUSE_MS - 1)).toBe(1);
    expect(await check(1)).toBe(2);
    expect(isCancelled).toHaveBeenLastCalledWith(TASK, 'mine');
  });

  it('that come together share one question', async () => {
    const { cancellation, isCancelled, wait } = aRun(async () => true);
    wait(PAUSE_MS);
    expect(await Promise.all([1, 2, 3].map(() => cancellation.isCancelled()))).toEqual([true, true, true]);
    expect(isCancelled).toHaveBeenCalledTimes(1);
  });

  it('remember a yes for good', async () => {
    const { cancellation, isCancelled, wait } = aRun(() => true);
    wait(PAUSE_MS);
    await cancellation.isCancelled();
    wait(10 * PAUSE_MS);
    expect(await cancellation.isCancelled()).toBe(true);
    expect(isCancelled).toHaveBeenCalledTimes(1);
  });

  it('take a question that failed for a no, tell it at debug, and ask again after the pause', async () => {
    const { cancellation, isCancelled, debug, wait } = aRun(() => Promise.reject(new Error('no answer')));
    wait(PAUSE_MS);
    await expect(cancellation.throwIfCancelled()).resolves.toBeUndefined();
    expect(await cancellation.isCancelled()).toBe(false);
    expect(debug).toHaveBeenCalledTimes(1);
    expect(debug.mock.calls[0]?.[1]).toMatchObject({ taskId: 't', error: new Error('no answer') });
    isCancelled.mockReturnValue(true);
    wait(PAUSE_MS);
    expect(await cancellation.isCancelled()).toBe(true);
  });

  it('that may throw do so with `task.cancelled`, which is what the signal aborts with', async () => {
    const { cancellation, wait } = aRun(() => true);
    const { signal } = cancellation;
    expect(signal.aborted).toBe(false);
    wait(PAUSE_MS);
    await expect(cancellation.throwIfCancelled()).rejects.toMatchObject({ code: 'task.cancelled', retryable: false });
    await expect(cancellation.throwIfCancelled()).rejects.toBe(signal.reason);
  });

  it('need no question where the host tells by itself', async () => {
    const pushed = new AbortController();
    const cancellation = new Cancellation({ host: { report: () => {}, signal: pushed.signal }, task: TASK });
    expect(await cancellation.isCancelled()).toBe(false);
    pushed.abort();
    expect(cancellation.isNoticed).toBe(false);
    expect(cancellation.signal.reason).toMatchObject({ code: 'task.cancelled' });
    expect(await cancellation.isCancelled()).toBe(true);
  });

  it('know of a cancel that the host told before', async () => {
    const cancellation = new Cancellation({ host: { report: () => {}, signal: AbortSignal.abort() }, task: TASK });
    expect(await cancellation.isCancelled()).toBe(true);
  });
});

/** True from the third question on. */
const atThird = () => {
  let questions = 0;
  return { cancelled: () => ++questions >= 3 };
};

describe('a worker whose task is cancelled', () => {
  const CANCELLED = { action: 'mark_task_as_failed', task_id: 't', error: { name: 'task.cancelled' } };

  it('may let `throwIfCancelled` end it: no failure of the function, counters kept, nothing returned', async () => {
    const handler = worker({
      async run(_event, { stats, throwIfCancelled }) {
        for (;;) {
          await throwIfCancelled();
          stats.add('pages');
        }
      },
    });
    const run = await runWorker(handler, { task_id: 't' }, atThird());
    expect(run).toMatchObject({ outcome: 'cancelled', result: undefined, stats: { pages: 2 } });
    expect(run.messages).toMatchObject([CANCELLED]);
  });

  it('may end by itself when it knows: what it gives is kept, and never taken for the completed work', async () => {
    const handler = worker({
      async run(_event, context) {
        let pages = 0;
        while (!(await context.isCancelled())) pages++;
        return { pages };
      },
    });
    const run = await runWorker(handler, { task_id: 't' }, atThird());
    expect(run).toMatchObject({ outcome: 'cancelled', result: { pages: 2 } });
    expect(run.messages).toMatchObject([{ ...CANCELLED, result: { pages: 2 } }]);
  });

  it.each([
    ['the reason of its signal', (signal: AbortSignal) => signal.throwIfAborted()],
    [
      'the AbortError of a client that was given the signal',
      () => {
        throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
      },
    ],
  ])('may end with %s', async (_, end) => {
    const handler = worker({
      async run(_event, context) {
        await context.isCancelled();
        end(context.signal);
      },
    });
    const { outcome, messages } = await runWorker(handler, { task_id: 't' }, { cancelled: () => true });
    expect(outcome).toBe('cancelled');
    expect(messages).toMatchObject([CANCELLED]);
  });

  it('fails with its own error when its clean-up throws', async () => {
    const handler = worker({
      async run(_event, { isCancelled }) {
        if (await isCancelled()) throw new RangeError('no clean-up');
      },
    });
    const { outcome, error, messages } = await runWorker(handler, {}, { cancelled: () => true });
    expect(outcome).toBe('failed');
    expect(error).toEqual(new RangeError('no clean-up'));
    expect(messages).toMatchObject([{ error: { name: 'RangeError' } }]);
  });

  it('starts no sibling for the rest of its work', async () => {
    const handler = worker({
      async run(_event, context) {
        await context.isCancelled();
        return context.continueInSibling({ cursor: 2 });
      },
    });
    expect((await runWorker(handler, {}, { cancelled: () => true })).outcome).toBe('cancelled');
  });

  it('completes as ever where it never looks', async () => {
    const { outcome } = await runWorker(worker({ run: () => ({ rows: 1 }) }), {}, { cancelled: () => true });
    expect(outcome).toBe('completed');
  });

  it('completes where its last look came before the cancel', async () => {
    const pushed = new AbortController();
    const report = vi.fn();
    const handler = worker({
      async run(_event, { isCancelled }) {
        await isCancelled();
        pushed.abort();
      },
    });
    await handler({ task_id: 't', sosw_attempt: 1 }, { sosw: { report, signal: pushed.signal } });
    expect(report.mock.calls).toMatchObject([[{ action: 'mark_task_as_completed' }, undefined]]);
  });

  it('may be a class, which checks by methods of the same names', async () => {
    class Pages extends Worker {
      override async call(event: { silently?: boolean }) {
        while (event.silently ? !(await this.isCancelled()) : true) {
          await (event.silently ? undefined : this.throwIfCancelled());
          this.stats.add('pages');
        }
        return 'gave up';
      }
    }
    const handler = getLambdaHandler(Pages);
    const thrown = await runWorker(handler, { task_id: 't' }, atThird());
    expect(thrown).toMatchObject({ outcome: 'cancelled', stats: { pages: 2 } });
    const returned = await runWorker(handler, { task_id: 't', sosw_attempt: 2, silently: true }, atThird());
    expect(returned).toMatchObject({ outcome: 'cancelled', result: 'gave up', stats: { pages: 2 } });
    expect(returned.messages).toMatchObject([{ ...CANCELLED, attempt: 2 }]);
    const next = await createProcessor(Pages);
    expect([await next.isCancelled(), next.signal.aborted]).toEqual([false, false]);
  });
});

describe('an error that only looks like a cancel', () => {
  it.each([
    ['an AbortError', 'AbortError', {}],
    ['an error of the same code', 'SoswError', { code: 'task.cancelled', retryable: false }],
  ])('(%s) fails the attempt of a task that is wanted', async (_, name, more) => {
    const error = Object.assign(new Error('mine'), { name, ...more });
    const handler = worker({ run: () => Promise.reject(error), logger: quiet });
    expect(await runWorker(handler, {}, { cancelled: () => true })).toMatchObject({ outcome: 'failed', error });
  });
});
