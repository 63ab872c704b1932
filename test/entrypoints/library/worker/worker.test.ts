import * as z from 'zod/mini';
import { describe, expect, it, vi } from 'vitest';
import { SoswError } from '../../../../src/domain/errors.js';
import { RESULT_CHARACTERS_MAX } from '../../../../src/entrypoints/library/worker/report-message.js';
import { type Middleware, worker } from '../../../../src/entrypoints/library/worker.js';
import { runWorker } from '../../../../src/entrypoints/library/testing.js';
import { hostThat, inSeconds, quiet } from './worker-kit.js';

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
