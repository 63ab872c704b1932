import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type RetryPolicy, retryDelay } from '../../src/domain/retry.js';
import { seconds } from '../../src/domain/time.js';
import { aTask } from '../support/a-task.js';

const policy: fc.Arbitrary<RetryPolicy> = fc.record({
  kind: fc.constantFrom('linear', 'exponential'),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  maxDelay: fc.integer({ min: 1, max: 100_000 }).map(seconds),
});
const maxDuration = fc.integer({ min: 1, max: 900 }).map(seconds);
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 1, max: 2000 });

it('is a whole number of seconds between none and the bound, after however many attempts', () => {
  fc.assert(
    fc.property(policy, maxDuration, chance, attempts, (its, duration, dice, count) => {
      const delay = retryDelay(its, aTask('t', { attempts: count }), { maxDuration: duration, chance: dice });
      expect(Number.isSafeInteger(delay)).toBe(true);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(its.maxDelay);
    }),
  );
});

it('never gets shorter with more attempts, jitter aside', () => {
  fc.assert(
    fc.property(policy, maxDuration, attempts, (its, maxDuration, count) => {
      const after = (attempts: number) =>
        retryDelay({ ...its, jitter: 0 }, aTask('t', { attempts }), { maxDuration, chance: 0.5 });
      expect(after(count + 1)).toBeGreaterThanOrEqual(after(count));
    }),
  );
});

it('takes at most the share that jitter says off', () => {
  fc.assert(
    fc.property(policy, maxDuration, chance, attempts, (its, maxDuration, dice, count) => {
      const task = aTask('t', { attempts: count });
      const full = retryDelay({ ...its, jitter: 0 }, task, { maxDuration, chance: dice });
      const delay = retryDelay(its, task, { maxDuration, chance: dice });
      expect(delay).toBeLessThanOrEqual(full);
      expect(delay).toBeGreaterThanOrEqual(Math.floor(full * (1 - its.jitter)));
    }),
  );
});
