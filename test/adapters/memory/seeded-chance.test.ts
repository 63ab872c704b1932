import { describe, expect, it } from 'vitest';
import { SeededChance } from '../../../src/adapters/memory/seeded-chance.js';
import { chanceContract } from '../../contracts/chance.contract.js';

chanceContract('seeded', () => new SeededChance(1));

describe('SeededChance', () => {
  const draws = (seed: number) => {
    const chance = new SeededChance(seed);
    return Array.from({ length: 5 }, () => chance.next());
  };

  it('falls the same way for the same seed, on every machine', () => {
    expect(draws(42)).toEqual([
      0.6011037519201636, 0.44829055899754167, 0.8524657934904099, 0.6697340414393693, 0.17481389874592423,
    ]);
  });

  it('falls another way for another seed, also for one beside it', () => {
    const firsts = new Set([-1, 0, 1, 2, 3, 1e9].map((seed) => draws(seed)[0]));
    expect(firsts.size).toBe(6);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d as a seed', (seed) => {
    expect(() => new SeededChance(seed)).toThrow(RangeError);
  });
});
