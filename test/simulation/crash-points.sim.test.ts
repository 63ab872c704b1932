/** The promise under crashes: a day's work ends right wherever a process dies. `SOSW_SIM_SEED` plays another day. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { CrashPoint } from '../support/world/platform.js';
import { callsOfDay, crashPoints, traceAround } from './crash-points.js';
import { type DayReport, simulatedDay, TASKS_OF_DAY } from './simulated-day.js';

const SEED = Number(process.env.SOSW_SIM_SEED ?? 3);
/** Calls of each kind at which a process dies, twice. */
const PER_KIND = 16;
/** Minutes that a crash may cost at most: a lost token's life, and as much again for a lost attempt and its retry. */
const DELAY_MAX = 120;

describe('a simulated day', () => {
  let faultless: DayReport;
  beforeAll(async () => {
    faultless = await simulatedDay({ seed: SEED });
  });

  it('without a crash ends with every task done or dead', () => {
    expect(faultless.violations).toEqual([]);
    expect(faultless.done + faultless.dead).toBe(TASKS_OF_DAY);
    expect(faultless.dead).toBeGreaterThan(1);
    expect(faultless.attempts).toBeGreaterThan(TASKS_OF_DAY * 1.2);
  });

  it('comes out the same for the same seed', async () => {
    expect(await simulatedDay({ seed: SEED })).toEqual(faultless);
  });

  it('keeps the promise with a crash before, and one after, calls of every kind', { timeout: 900_000 }, async () => {
    const calls = await callsOfDay(SEED);
    const points = crashPoints(calls, { seed: SEED, perKind: PER_KIND });
    const total = [...calls.values()].reduce((sum, { length }) => sum + length, 0);
    console.log(`seed ${SEED}: ${points.length} crash points at ${calls.size} kinds of calls, of ${total} calls`);
    expect(points.length).toBeGreaterThanOrEqual(1000);
    for (const crash of points) {
      const wrong = wrongWith(await simulatedDay({ seed: SEED, crash }), faultless);
      if (wrong.length > 0) throw new Error(await explained(crash, wrong));
    }
  });
});

function wrongWith(day: DayReport, faultless: DayReport): readonly string[] {
  const wrong = [...day.violations];
  if (day.done + day.dead !== TASKS_OF_DAY) wrong.push(`${day.done} done and ${day.dead} dead are not ${TASKS_OF_DAY}`);
  if (day.minutes > faultless.minutes + DELAY_MAX) wrong.push(`ended only after ${day.minutes} minutes`);
  return wrong;
}

const explained = async (crash: CrashPoint, wrong: readonly string[]): Promise<string> =>
  [
    `seed ${SEED}, a crash ${crash.when} call ${crash.call}:`,
    ...wrong.slice(0, 5),
    await traceAround(SEED, crash),
  ].join('\n');
