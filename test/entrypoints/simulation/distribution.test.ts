import { describe, expect, it } from 'vitest';
import { SeededChance } from '../../../src/adapters/memory/seeded-chance.js';
import { type Distribution, drawn } from '../../../src/entrypoints/simulation/distribution.js';

const DRAWS = 100_000;

function moments(distribution: Distribution, seed = 1): { mean: number; deviation: number; draws: number[] } {
  const chance = new SeededChance(seed);
  const draws = Array.from({ length: DRAWS }, () => drawn(distribution, () => chance.next()));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / DRAWS;
  return { mean, deviation: Math.sqrt(variance), draws };
}

describe('durations', () => {
  it('are always the same where they are fixed', () => {
    expect(moments({ fixed: 2.5 })).toMatchObject({ mean: 2.5, deviation: 0 });
  });

  it('have the mean and the deviation of the normal distribution', () => {
    const { mean, deviation } = moments({ normal: { mean: 100, deviation: 15 } });
    // Five standard errors of each estimate.
    expect(Math.abs(mean - 100)).toBeLessThan((5 * 15) / Math.sqrt(DRAWS));
    expect(Math.abs(deviation - 15)).toBeLessThan((5 * 15) / Math.sqrt(2 * DRAWS));
  });

  it('are never negative', () => {
    const { draws } = moments({ normal: { mean: 1, deviation: 5 } });
    expect(Math.min(...draws.slice(0, 10_000))).toBe(0);
  });

  it('have the median, the mean and the tail of the lognormal distribution', () => {
    const [median, sigma] = [40, 0.5];
    const { mean, draws } = moments({ lognormal: { median, sigma } });
    const theory = median * Math.exp(sigma ** 2 / 2);
    const error = theory * Math.sqrt(Math.exp(sigma ** 2) - 1);
    expect(Math.abs(mean - theory)).toBeLessThan((5 * error) / Math.sqrt(DRAWS));
    const below = draws.filter((draw) => draw < median).length / DRAWS;
    expect(below).toBeGreaterThan(0.49);
    expect(below).toBeLessThan(0.51);
    const above = draws.filter((draw) => draw > median * Math.exp(sigma)).length / DRAWS;
    expect(above).toBeGreaterThan(0.154);
    expect(above).toBeLessThan(0.164);
  });

  it('that were recorded come each as often as the others', () => {
    const { draws } = moments({ recorded: [1, 2, 3, 4] });
    for (const value of [1, 2, 3, 4]) {
      const share = draws.filter((draw) => draw === value).length / DRAWS;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.01);
    }
  });
});
