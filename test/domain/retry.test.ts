import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY_POLICY, type RetryPolicy, retryDelay, shouldRetry } from '../../src/domain/retry.js';
import { seconds } from '../../src/domain/time.js';
import { aTask } from '../support/a-task.js';

const MAX_DURATION = seconds(900);
const delay = (policy: Partial<RetryPolicy>, attempts: number, chance = 0, attemptsBase?: number) =>
  retryDelay({ ...DEFAULT_RETRY_POLICY, ...policy }, aTask('t', { attempts, attemptsBase }), {
    maxDuration: MAX_DURATION,
    chance,
  });

describe('the delay of a retry', () => {
  it('is the time-out times the attempts, as the old system had it', () => {
    expect([1, 2, 3, 4].map((attempts) => delay({}, attempts))).toEqual([900, 1800, 2700, 3600]);
  });

  it('doubles with each attempt when it is exponential', () => {
    expect([1, 2, 3, 4].map((attempts) => delay({ kind: 'exponential' }, attempts))).toEqual([900, 1800, 3600, 7200]);
  });

  it('is six hours at most, unless it is configured otherwise', () => {
    expect(delay({ kind: 'exponential' }, 30)).toBe(21_600);
    expect(delay({ maxDelay: seconds(100) }, 5)).toBe(100);
  });

  it('is shortened by chance, up to the share that jitter says', () => {
    expect(delay({ jitter: 0.5 }, 1, 0)).toBe(900);
    expect(delay({ jitter: 0.5 }, 1, 0.5)).toBe(675);
    expect(delay({ jitter: 0.5 }, 1, 0.999999)).toBe(450);
    expect(delay({ jitter: 0 }, 1, 0.999)).toBe(900);
  });

  it('counts the attempts of the present life only', () => {
    expect(delay({}, 4, 0, 3)).toBe(900);
  });

  it('of an attempt that does not count is that of the first', () => {
    expect(delay({}, 1, 0, 1)).toBe(900);
  });
});

describe('another attempt', () => {
  it.each([
    [0, undefined, true],
    [2, undefined, true],
    [3, undefined, false],
    [4, undefined, false],
    [5, 3, true],
    [6, 3, false],
  ])('after %s attempts, %s of them of an earlier life: %s', (attempts, attemptsBase, expected) => {
    expect(shouldRetry(aTask('t', { attempts, attemptsBase }), 3)).toBe(expected);
  });
});
