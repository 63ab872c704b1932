import { describe, expect, it } from 'vitest';
import { seconds } from '../../../src/domain/time.js';
import { timeBudget } from '../../../src/entrypoints/lambda/run-time.js';

function budgetOf(runMs: number, shutdownPeriod: number) {
  let left = runMs;
  const budget = timeBudget({ getRemainingTimeInMillis: () => left }, seconds(shutdownPeriod));
  return (ms: number): boolean => {
    left = ms;
    return budget.hasTime();
  };
}

describe('the time of a run', () => {
  it('may be worked in until the shutdown period before its end', () => {
    const hasTimeAt = budgetOf(900_000, 60);
    expect([61_000, 60_001, 60_000, 0].map(hasTimeAt)).toEqual([true, true, false, false]);
  });

  it('is kept for the end by a quarter at most, so that a short run works at all', () => {
    const hasTimeAt = budgetOf(60_000, 60);
    expect([60_000, 15_001, 15_000].map(hasTimeAt)).toEqual([true, true, false]);
  });
});
