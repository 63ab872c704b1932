import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SoswError } from '../../../../src/domain/errors.js';
import { runWorker } from '../../../../src/entrypoints/library/testing.js';
import { worker } from '../../../../src/entrypoints/library/worker.js';
import { hostThat, inSeconds, quiet } from './worker-kit.js';

describe('an attempt that is delivered again', () => {
  it('is not run twice in one container, and gives what the first run gave', async () => {
    const run = vi.fn(async () => 'done');
    const report = vi.fn();
    const handler = worker({ run, logger: quiet });
    const event = { task_id: 't', sosw_attempt: 1 };
    expect(await handler(event, hostThat(report))).toBe('done');
    expect(await handler(event, hostThat(report))).toBe('done');
    expect(run).toHaveBeenCalledTimes(1);
    expect(report).toHaveBeenCalledTimes(1);
  });

  it('is not run beside itself while the first run goes on', async () => {
    let end = () => {};
    const run = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    const handler = worker({ run, logger: quiet });
    const both = [1, 2].map(() =>
      handler(
        { task_id: 't', sosw_attempt: 1 },
        hostThat(() => {}),
      ),
    );
    await vi.waitFor(() => expect(run).toHaveBeenCalled(), 30_000);
    end();
    await Promise.all(both);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('is reported again when its report was lost, without another run', async () => {
    const run = vi.fn(() => 'done');
    const report = vi.fn().mockRejectedValueOnce(new SoswError('report.lost', 'no answer'));
    const handler = worker({ run, logger: quiet });
    const event = { task_id: 't', sosw_attempt: 1 };
    await expect(handler(event, hostThat(report))).rejects.toThrow('no answer');
    await handler(event, hostThat(report));
    expect(run).toHaveBeenCalledTimes(1);
    expect(report.mock.calls.map(([message]) => message.action)).toEqual([
      'mark_task_as_completed',
      'mark_task_as_completed',
    ]);
  });

  it('throws again what the first run threw', async () => {
    const run = vi.fn(() => {
      throw new Error('broken');
    });
    const handler = worker({ run, logger: quiet });
    for (const _ of [1, 2]) {
      await expect(
        handler(
          { task_id: 't', sosw_attempt: 1 },
          hostThat(() => {}),
        ),
      ).rejects.toThrow('broken');
    }
    expect(run).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['another attempt', { sosw_attempt: 2 }],
    ['another task', { task_id: 'u' }],
    ['an event of the Python system, which has no number', { sosw_attempt: undefined }],
  ])('is told from %s, which is run', async (_, other) => {
    const run = vi.fn();
    const handler = worker({ run });
    const event = { task_id: 't', sosw_attempt: 1 };
    await handler(
      event,
      hostThat(() => {}),
    );
    await handler(
      { ...event, ...other },
      hostThat(() => {}),
    );
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('remembers a bounded number of attempts', async () => {
    const run = vi.fn();
    const handler = worker({ run });
    for (let number = 0; number <= 1000; number++)
      await handler(
        { task_id: `t${number}`, sosw_attempt: 1 },
        hostThat(() => {}),
      );
    await handler(
      { task_id: 't0', sosw_attempt: 1 },
      hostThat(() => {}),
    );
    expect(run).toHaveBeenCalledTimes(1002);
  });
});

describe('an event that comes late', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['after its deadline', -1, 60_000],
    ['when its run could outlast its deadline', 59.999, 60_000],
  ])('is refused and reported %s, and not run', async (_, deadline, remaining) => {
    const run = vi.fn();
    const event = { sosw_deadline: inSeconds(deadline) };
    const { outcome, messages } = await runWorker(worker({ run, logger: quiet }), event, { remaining });
    expect(run).not.toHaveBeenCalled();
    expect(outcome).toBe('refused');
    expect(messages[0]).toMatchObject({ action: 'mark_task_as_failed', error: { name: 'attempt.late' } });
  });

  it('is run when its run ends by the deadline at the latest', async () => {
    const { outcome } = await runWorker(worker({ run() {} }), { sosw_deadline: inSeconds(60) }, { remaining: 60_000 });
    expect(outcome).toBe('completed');
  });
});

describe('a worker that runs out of time', () => {
  const paged = worker({
    run(event: { cursor?: number; name?: string }, context) {
      const cursor = event.cursor ?? 0;
      if (cursor < 3) return context.continueInSibling({ cursor: cursor + 1 });
      return { cursor, name: event.name };
    },
  });

  it('hands the rest to a sibling that works the same attempt of the same task, and reports nothing itself', async () => {
    const event = { name: 'n', task_id: 't', sosw_attempt: 2, sosw_deadline: inSeconds(100) };
    const { outcome, result, messages } = await runWorker(paged, event);
    expect(outcome).toBe('continued');
    expect(result).toMatchObject({ ...event, cursor: 1, sosw_sibling: 1 });
    expect(messages).toEqual([]);
  });

  it('goes on in the same process where the host has no siblings, and reports once', async () => {
    const report = vi.fn();
    expect(await paged({ name: 'n', task_id: 't', sosw_attempt: 1 } as never, hostThat(report))).toEqual({
      cursor: 3,
      name: 'n',
    });
    expect(report).toHaveBeenCalledTimes(1);
  });

  it('can not make the sibling believe that it works another task', async () => {
    const handler = worker({
      run: (_event, context) => context.continueInSibling({ task_id: 'theirs', sosw_attempt: 9 }),
    });
    const { result } = await runWorker(handler, { task_id: 'ours' });
    expect(result).toMatchObject({ task_id: 'ours', sosw_attempt: 1 });
  });

  it('is stopped when it hands on for ever', async () => {
    const handler = worker({ run: (_event, context) => context.continueInSibling({}) });
    const { outcome, messages } = await runWorker(handler, { sosw_sibling: 100 });
    expect(outcome).toBe('failed');
    expect(messages[0]?.error).toMatchObject({ name: 'sibling.limit' });
  });

  it('fails the attempt when no sibling could be started, and says nothing when that is not known', async () => {
    const outcomes = ['sibling.refused', 'sibling.unknown'].map(async (code) => {
      const report = vi.fn();
      const spawn = async () => {
        throw new SoswError(code, code);
      };
      await expect(paged({ task_id: code } as never, { sosw: { report, spawn } })).rejects.toThrow(code);
      return report.mock.calls.length;
    });
    expect(await Promise.all(outcomes)).toEqual([1, 0]);
  });

  it('refuses a rest that is no map', async () => {
    const handler = worker({ run: (_event, context) => context.continueInSibling([1] as never) });
    expect((await runWorker(handler, {})).messages[0]?.error).toMatchObject({ name: 'worker.rest' });
  });
});
