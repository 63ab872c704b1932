import * as z from 'zod/mini';
import { describe, expect, it, vi } from 'vitest';
import { SoswError } from '../../../../src/domain/errors.js';
import { RESULT_CHARACTERS_MAX } from '../../../../src/entrypoints/library/worker/report-message.js';
import { type LambdaContext, type Middleware, worker } from '../../../../src/entrypoints/library/worker.js';
import { runWorker } from '../../../../src/entrypoints/library/testing.js';

const inSeconds = (seconds: number): number => Date.now() / 1000 + seconds;
const quiet = { warn: () => {}, error: () => {} };

describe('what a worker reports', () => {
  it('tells the result and the counters of the attempt that it completed', async () => {
    const handler = worker({
      run(event: { words: string[] }, { stats }) {
        stats.add('words', event.words.length);
        return { longest: 6 };
      },
    });
    const { outcome, result, messages } = await runWorker(handler, {
      words: ['car', 'racing'],
      task_id: 't',
      sosw_attempt: 3,
    });
    expect(outcome).toBe('completed');
    expect(result).toEqual({ longest: 6 });
    expect(messages).toEqual([
      { action: 'mark_task_as_completed', task_id: 't', attempt: 3, stats: { words: 2 }, result: { longest: 6 } },
    ]);
  });

  it.each([
    ['nothing', undefined, undefined],
    ['a number', 7, { value: 7 }],
    ['a list', [1, 2], { value: [1, 2] }],
    ['what is not JSON', 10n, { dropped: 'the result is not JSON' }],
  ])('keeps %s as a result that a task can have', async (_, value, expected) => {
    const { messages } = await runWorker(worker({ run: () => value }), {});
    expect(messages[0]?.result).toEqual(expected);
  });

  it('completes a task whose result is too large to be kept, and says so in its place', async () => {
    const handler = worker({ run: () => 'x'.repeat(RESULT_CHARACTERS_MAX) });
    const { outcome, messages } = await runWorker(handler, {});
    expect(outcome).toBe('completed');
    expect(messages[0]?.result).toEqual({ dropped: expect.stringContaining(String(RESULT_CHARACTERS_MAX)) });
  });

  it('tells the class and the bounded message of what was thrown, with what was counted until then', async () => {
    const handler = worker({
      run(_event, { stats }) {
        stats.add('calls');
        throw new RangeError('y'.repeat(5000));
      },
    });
    const { outcome, error, messages } = await runWorker(handler, { task_id: 't' });
    expect(outcome).toBe('failed');
    expect(error).toBeInstanceOf(RangeError);
    expect(messages).toEqual([
      {
        action: 'mark_task_as_failed',
        task_id: 't',
        attempt: 1,
        stats: { calls: 1 },
        error: { name: 'RangeError', message: 'y'.repeat(1000) },
      },
    ]);
  });

  it.each([
    ['a text', 'no', { name: 'Error', message: 'no' }],
    ['nothing', undefined, { name: 'Error', message: 'undefined' }],
    [
      'an error of the product',
      new SoswError('dynamo.throttled', 'slow'),
      { name: 'dynamo.throttled', message: 'slow' },
    ],
    [
      'what has no text',
      Object.assign(Object.create(null), {
        toJSON: () => {
          throw new Error('no');
        },
      }),
      { name: 'Error', message: 'the worker threw something that has no text' },
    ],
  ])('finds words for %s that was thrown', async (_, thrown, expected) => {
    const { messages } = await runWorker(
      worker({
        run() {
          throw thrown;
        },
      }),
      {},
    );
    expect(messages[0]?.error).toEqual(expected);
  });

  it('reports nothing of an event without a task, and answers it', async () => {
    const report = vi.fn();
    const handler = worker({ run: () => 'here' });
    expect(await handler({}, { sosw: { report } })).toBe('here');
    expect(report).not.toHaveBeenCalled();
  });

  it('rejects when work that was done could not be reported, so that the platform sees an error', async () => {
    const lost = new SoswError('report.lost', 'no answer', { retryable: true });
    const handler = worker({ run: () => 'done' });
    await expect(
      handler(
        { task_id: 't', sosw_attempt: 1 },
        hostThat(async () => {
          throw lost;
        }),
      ),
    ).rejects.toBe(lost);
  });

  it('throws what the work threw, also when the failure could not be reported', async () => {
    const handler = worker({
      logger: quiet,
      run: () => {
        throw new Error('the work');
      },
    });
    await expect(
      handler(
        { task_id: 't' },
        hostThat(async () => {
          throw new Error('the report');
        }),
      ),
    ).rejects.toThrow('the work');
  });

  it('refuses a definition without a function', () => {
    expect(() => worker({} as never)).toThrow(expect.objectContaining({ code: 'worker.definition', path: 'run' }));
  });
});

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
    await vi.waitFor(() => expect(run).toHaveBeenCalled());
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
  it.each([
    ['after its deadline', -1, 60_000],
    ['when its run could outlast its deadline', 59, 60_000],
  ])('is refused and reported %s, and not run', async (_, deadline, remaining) => {
    const run = vi.fn();
    const event = { sosw_deadline: inSeconds(deadline) };
    const { outcome, messages } = await runWorker(worker({ run, logger: quiet }), event, { remaining });
    expect(run).not.toHaveBeenCalled();
    expect(outcome).toBe('refused');
    expect(messages[0]).toMatchObject({ action: 'mark_task_as_failed', error: { name: 'attempt.late' } });
  });

  it('is run when its run ends by the deadline at the latest', async () => {
    const { outcome } = await runWorker(worker({ run() {} }), { sosw_deadline: inSeconds(62) }, { remaining: 60_000 });
    expect(outcome).toBe('completed');
  });
});

describe('the context', () => {
  it('says how much time is left: of the run or of the attempt, whichever is less', async () => {
    const seen: number[] = [];
    const handler = worker({
      run: (_event, context) => {
        seen.push(context.remaining);
      },
    });
    await runWorker(handler, { sosw_deadline: inSeconds(100) }, { remaining: 60_000 });
    await runWorker(handler, { sosw_deadline: inSeconds(30), sosw_sibling: 1 }, { remaining: 60_000 });
    await handler({}, {});
    expect(seen[0]).toBeGreaterThan(55_000);
    expect(seen[0]).toBeLessThanOrEqual(60_000);
    expect(seen[1]).toBeGreaterThan(25_000);
    expect(seen[1]).toBeLessThanOrEqual(30_000);
    expect(seen[2]).toBe(Number.POSITIVE_INFINITY);
  });

  it('carries the configuration as the schema made it', async () => {
    const config = z.object({ rows: z._default(z.number(), 50) });
    const handler = worker({ config, run: (_event, context) => context.config.rows * 2 });
    expect((await runWorker(handler, {}, { config: { rows: 4 } })).result).toBe(8);
    expect((await runWorker(worker({ config, run: (_e, c) => c.config.rows }), {})).result).toBe(50);
  });

  it('fails the attempt when the configuration is wrong, naming the key and never its value', async () => {
    const config = z.object({ password: z.number() });
    const run = vi.fn();
    const { messages } = await runWorker(worker({ config, run }), {}, { config: { password: 'hush' } });
    expect(run).not.toHaveBeenCalled();
    expect(messages[0]?.error).toMatchObject({ name: 'worker.config', message: expect.stringContaining('password') });
    expect(JSON.stringify(messages)).not.toContain('hush');
  });

  it('carries the configuration of this very run where a test gives it', async () => {
    const config = z.object({ rows: z.number() });
    const handler = worker({ config, run: (_event, context) => context.config.rows });
    expect((await runWorker(handler, {}, { config: { rows: 1 } })).result).toBe(1);
    expect((await runWorker(handler, {}, { config: { rows: 2 } })).result).toBe(2);
    expect((await runWorker(handler, {}, { config: { rows: 'x' } })).outcome).toBe('failed');
  });

  it('reports to the function that the configuration names', async () => {
    const report = vi.fn();
    const configOf = () => ({ sosw_worker_assistant_lambda: 'theirs' });
    await worker({ config: z.object({}), run() {} })({ task_id: 't' }, { sosw: { report, configOf } });
    expect(report).toHaveBeenCalledWith(expect.objectContaining({ task_id: 't' }), 'theirs');
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

describe('around the run', () => {
  it('calls middleware from the outside in, with event and context', async () => {
    const steps: string[] = [];
    const named =
      (name: string): Middleware =>
      (next) =>
      async (event, context) => {
        steps.push(`${name} ${context.task?.id}`);
        try {
          return await next(event, context);
        } finally {
          steps.push(`${name} ends`);
        }
      };
    const handler = worker({
      middleware: [named('outer'), named('inner')],
      run: () => {
        steps.push('run');
      },
    });
    await runWorker(handler, { task_id: 't' });
    expect(steps).toEqual(['outer t', 'inner t', 'run', 'inner ends', 'outer ends']);
  });

  it('adds the counters of components to the report, and lets them end their work in the same invocation', async () => {
    const client = { getStats: () => ({ sent: 2 }), resetStats: vi.fn(), onInvocationEnd: vi.fn(async () => {}) };
    const { stats } = await runWorker(worker({ clients: [client], run: (_e, c) => c.stats.add('sent') }), {});
    expect(stats).toEqual({ sent: 3 });
    expect(client.onInvocationEnd).toHaveBeenCalledTimes(1);
    expect(client.resetStats).toHaveBeenCalledTimes(1);
  });

  it('fails the attempt when a component could not send what it held back', async () => {
    const client = {
      onInvocationEnd: async () => {
        throw new Error('unsent');
      },
    };
    expect((await runWorker(worker({ clients: [client], run() {} }), {})).messages[0]?.error).toMatchObject({
      message: 'unsent',
    });
  });
});

const hostThat = (report: (message: never) => void | Promise<void>): LambdaContext => ({
  sosw: { report: report as never },
});
