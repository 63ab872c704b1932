import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { benchmark } from '../../../../src/entrypoints/library/components/benchmark.js';
import { loggingWrapper } from '../../../../src/entrypoints/library/components/logging-wrapper.js';
import { retry } from '../../../../src/entrypoints/library/components/retry.js';
import { Stats } from '../../../../src/entrypoints/library/stats.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import type * as Fixture from './decorated.js';

let built: typeof Fixture;
beforeAll(async () => {
  const folder = temporaryFolder();
  const outfile = join(folder.path, 'decorated.cjs');
  const entryPoints = [join(import.meta.dirname, 'decorated.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', target: 'es2022', format: 'cjs' });
  built = createRequire(import.meta.url)(outfile);
  folder.remove();
});

describe('benchmark', () => {
  it('as a decorator counts calls and seconds in the stats of the object', async () => {
    const object = new built.Decorated();
    const start = performance.now();
    expect([object.doubled(2), object.doubled(3)]).toEqual([4, 6]);
    expect(await object.slowly(4)).toBe(8);
    const passed = (performance.now() - start) / 1000;
    const { time_doubled, time_slowly, ...counts } = object.stats.values;
    expect(counts).toEqual({ calls_doubled: 2, calls_slowly: 1 });
    for (const time of [time_doubled, time_slowly]) {
      expect(time).toBeGreaterThanOrEqual(0);
      expect(time).toBeLessThanOrEqual(passed);
    }
  });

  it('as a function counts in the stats it is given, under the function’s name or another', async () => {
    const stats = new Stats();
    const add = (a: number, b: number) => a + b;
    expect(benchmark(add, { stats })(1, 2)).toBe(3);
    expect(benchmark(add, { stats, name: 'plus' })(1, 2)).toBe(3);
    expect(stats.values).toMatchObject({ calls_add: 1, calls_plus: 1 });
  });

  it('ends an asynchronous call when its promise settles', async () => {
    const stats = new Stats();
    let settle = () => {};
    const wait = benchmark(
      () =>
        new Promise<void>((resolve) => {
          settle = resolve;
        }),
      { stats, name: 'wait' },
    );
    const call = wait();
    expect(stats.values).toEqual({});
    settle();
    await call;
    expect(stats.values).toMatchObject({ calls_wait: 1 });
  });

  it('counts calls that fail, and passes their errors on', async () => {
    const stats = new Stats();
    const error = new Error('failed');
    const now = benchmark(
      () => {
        throw error;
      },
      { stats, name: 'now' },
    );
    expect(now).toThrow(error);
    await expect(benchmark(() => Promise.reject(error), { stats, name: 'later' })()).rejects.toBe(error);
    expect(stats.values).toMatchObject({ calls_now: 1, calls_later: 1 });
  });

  it('measures seconds', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const stats = new Stats();
      benchmark(() => void vi.advanceTimersByTime(1500), { stats, name: 'work' })();
      expect(stats.values).toEqual({ time_work: 1.5, calls_work: 1 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('says where there is nothing to count in, before it calls', () => {
    let called = false;
    const lost = benchmark(() => {
      called = true;
    });
    expect(lost).toThrow(expect.objectContaining({ code: 'benchmark.stats' }));
    expect(() => built.Decorated.shared()).toThrow(/shared: nothing to count in/);
    expect(called).toBe(false);
  });

  it.each([
    ['fn', [5]],
    ['fn', [undefined]],
    ['options', [() => {}, 5]],
    ['name', [() => {}, { name: '' }]],
    ['context', [() => {}, { kind: 'getter', name: 'a' }]],
  ])('refuses a wrong %s', (path, args) => {
    const wrap = benchmark as (...args: unknown[]) => unknown;
    expect(() => wrap(...args)).toThrow(expect.objectContaining({ code: 'benchmark.argument', path }));
  });
});

describe('retry', () => {
  const failing = (failures: number, error: unknown = new Error('not yet')) => {
    let calls = 0;
    const fn = async (value: string) => {
      calls++;
      if (calls <= failures) throw error;
      return value;
    };
    return { fn, calls: () => calls };
  };
  const noted = () => {
    const pauses: number[] = [];
    return { pauses, sleep: async (ms: number) => void pauses.push(ms) };
  };

  it('as a decorator repeats the method of the object, with options and without', async () => {
    const object = new built.Decorated();
    expect(await object.flaky('done')).toBe('done');
    expect(object.tries).toBe(3);
    await expect(object.fails()).rejects.toThrow('never');
    expect(object.tries).toBe(4);
  });

  it('as a function doubles its pauses, which are exact without jitter', async () => {
    const { fn, calls } = failing(4);
    const { pauses, sleep } = noted();
    expect(await retry(fn, { attempts: 5, delay: 100, jitter: 0, sleep })('done')).toBe('done');
    expect(calls()).toBe(5);
    expect(pauses).toEqual([100, 200, 400, 800]);
  });

  it('takes options first, too', async () => {
    const { fn } = failing(1);
    expect(await retry({ delay: 0 })(fn)('done')).toBe('done');
  });

  it('shortens pauses at random by the jitter, and never lets them grow beyond a minute', async () => {
    const { pauses, sleep } = noted();
    const options = { attempts: 5, delay: 20_000, jitter: 0.5, random: () => 0.5, sleep };
    await expect(retry(failing(9).fn, options)('')).rejects.toThrow('not yet');
    expect(pauses).toEqual([15_000, 30_000, 45_000, 45_000]);
  });

  it('gives the last error after three attempts, unless told otherwise', async () => {
    const { fn, calls } = failing(9);
    await expect(retry(fn, { sleep: noted().sleep })('')).rejects.toThrow('not yet');
    expect(calls()).toBe(3);
  });

  it('repeats no error that is not worth it: what `when` says, else what the error says of itself', async () => {
    const { sleep } = noted();
    const chosen = failing(9, new TypeError('no'));
    await expect(retry(chosen.fn, { when: (error) => !(error instanceof TypeError), sleep })('')).rejects.toThrow('no');
    const final = failing(9, Object.assign(new Error('never'), { retryable: false }));
    await expect(retry(final.fn, { sleep })('')).rejects.toThrow('never');
    expect([chosen.calls(), final.calls()]).toEqual([1, 1]);
  });

  it.each([
    ['options', [5]],
    ['options', [undefined]],
    ['attempts', [{ attempts: 0 }]],
    ['attempts', [{ attempts: Number.POSITIVE_INFINITY }]],
    ['delay', [{ delay: -1 }]],
    ['delay', [async () => {}, { delay: Number.NaN }]],
    ['jitter', [{ jitter: 1.1 }]],
    ['when', [{ when: true }]],
    ['sleep', [{ sleep: 5 }]],
    ['context', [async () => {}, { kind: 'class' }]],
  ])('refuses a wrong %s', (path, args) => {
    const wrap = retry as (...args: unknown[]) => unknown;
    expect(() => wrap(...args)).toThrow(expect.objectContaining({ code: 'retry.argument', path }));
  });

  it('refuses to wrap what is no function', () => {
    const wrap = retry({}) as (fn: unknown) => unknown;
    expect(() => wrap('text')).toThrow(expect.objectContaining({ code: 'retry.argument', path: 'fn' }));
  });
});

describe('loggingWrapper', () => {
  function opened() {
    const lines: unknown[] = [];
    const at = (level: string) => (message: string, context: object) => void lines.push([level, message, context]);
    return { lines, logger: { debug: at('debug'), info: at('info') } };
  }
  const seconds = expect.any(Number);

  it('as a decorator logs the calls of the method', () => {
    built.lines.length = 0;
    const object = new built.Decorated();
    expect([object.quiet('hunter2'), object.loud('hunter2')]).toEqual(['hunter2', 'hunter2']);
    expect(built.lines).toEqual([
      ['a call begins', { name: 'quiet' }],
      ['a call ended', { name: 'quiet', seconds }],
      ['a call begins', { name: 'loud', arguments: "[ 'hunter2' ]" }],
      ['a call ended', { name: 'loud', seconds }],
    ]);
    expect(object.stats.values).toMatchObject({ calls_loud: 1 });
  });

  it('as a function logs at debug with the arguments, and passes the result on', async () => {
    const { logger, lines } = opened();
    const load = async (day: string) => `rows of ${day}`;
    expect(await loggingWrapper(load, { logger })('today')).toBe('rows of today');
    expect(lines).toEqual([
      ['debug', 'a call begins', { name: 'load', arguments: "[ 'today' ]" }],
      ['debug', 'a call ended', { name: 'load', seconds }],
    ]);
  });

  it('shows neither arguments nor error messages above debug', async () => {
    const { logger, lines } = opened();
    const error = new RangeError('no user hunter2');
    const load = loggingWrapper((_user: string) => Promise.reject(error), { logger, level: 'info', name: 'load' });
    await expect(load('hunter2')).rejects.toBe(error);
    expect(lines).toEqual([
      ['info', 'a call begins', { name: 'load' }],
      ['info', 'a call failed', { name: 'load', seconds, error: 'RangeError' }],
    ]);
  });

  it('shows a failure whole at debug, and long arguments cut', () => {
    const { logger, lines } = opened();
    const fail = loggingWrapper(
      (..._args: unknown[]) => {
        throw new Error('why it failed');
      },
      { logger },
    );
    expect(() => fail(...Array(50).fill('x'.repeat(1000)))).toThrow('why it failed');
    expect(JSON.stringify(lines)).toContain('why it failed');
    expect(JSON.stringify(lines[0]).length).toBeLessThan(2500);
  });

  it('writes to the console at debug where it is told nothing', () => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {});
    try {
      expect(
        loggingWrapper(function sum(a: number, b: number) {
          return a + b;
        })(1, 2),
      ).toBe(3);
      expect(debug.mock.calls).toEqual([
        ['a call begins', { name: 'sum', arguments: '[ 1, 2 ]' }],
        ['a call ended', { name: 'sum', seconds }],
      ]);
    } finally {
      debug.mockRestore();
    }
  });

  it.each([
    ['options', [5]],
    ['level', [{ level: 'warn' }]],
    ['logger', [{ logger: {} }]],
    ['logger', [() => {}, { logger: null }]],
    ['name', [{ name: 5 }]],
    ['context', [() => {}, { kind: 'field' }]],
  ])('refuses a wrong %s', (path, args) => {
    const wrap = loggingWrapper as (...args: unknown[]) => unknown;
    expect(() => wrap(...args)).toThrow(expect.objectContaining({ code: 'logging.argument', path }));
  });
});
