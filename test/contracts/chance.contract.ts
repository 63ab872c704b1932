/** What every Chance promises. */

import { describe, expect, it } from 'vitest';
import type { Chance } from '../../src/application/ports/chance.js';

export function chanceContract(name: string, open: () => Chance): void {
  describe(`Chance: ${name}`, () => {
    it('gives numbers from 0 up to but not 1, spread evenly', () => {
      const chance = open();
      const tenths = Array<number>(10).fill(0);
      const draws = 100_000;
      for (let draw = 0; draw < draws; draw++) {
        const value = chance.next();
        if (!(value >= 0 && value < 1)) throw new Error(`out of range: ${value}`);
        const tenth = Math.floor(value * 10);
        tenths[tenth] = (tenths[tenth] ?? 0) + 1;
      }
      // Seven standard deviations of a tenth's count are 664: less likely than one in 10^11.
      for (const count of tenths) expect(Math.abs(count - draws / 10)).toBeLessThan(664);
    });

    it('does not let a number tell the next', () => {
      const chance = open();
      const draws = 100_000;
      let rises = 0;
      let both = 0;
      for (let draw = 0, last = chance.next(); draw < draws; draw++) {
        const next = chance.next();
        if (next > last) rises += 1;
        if (next < 0.5 && last < 0.5) both += 1;
        last = next;
      }
      expect(rises / draws).toBeCloseTo(1 / 2, 1);
      expect(both / draws).toBeCloseTo(1 / 4, 1);
    });
  });
}
