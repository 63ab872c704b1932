/** A day's work without a crash. `SOSW_SIM_SEED` plays another day. */

import { beforeAll, describe, expect, it } from 'vitest';
import { SEED } from './crash-points.js';
import { type DayReport, simulatedDay, TASKS_OF_DAY } from './simulated-day.js';

describe('a simulated day', () => {
  let day: DayReport;
  beforeAll(async () => {
    day = await simulatedDay({ seed: SEED });
  });

  it('ends with every task done or dead, and nothing wrong on the way', () => {
    expect(day.violations).toEqual([]);
    expect(day.done + day.dead).toBe(TASKS_OF_DAY);
  });

  it('has deaths in it, and many a second attempt', () => {
    expect(TASKS_OF_DAY).toBeGreaterThanOrEqual(300);
    expect(day.dead).toBeGreaterThan(1);
    expect(day.attempts).toBeGreaterThan(TASKS_OF_DAY * 1.2);
  });

  it('comes out the same for the same seed, and differently for another', async () => {
    expect(await simulatedDay({ seed: SEED })).toEqual(day);
    expect(await simulatedDay({ seed: SEED + 1 })).not.toEqual(day);
  });
});
