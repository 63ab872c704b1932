/** Plays the day once for each chosen call, with a crash at it: the promise holds wherever a process dies. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { CrashPoint } from '../support/world/platform.js';
import { callsOfDay, chosenCalls, SEED, traceAround } from './crash-points.js';
import { type DayReport, simulatedDay, TASKS_OF_DAY } from './simulated-day.js';

/** Calls of each kind at which a process dies. */
const PER_KIND = 16;
/** Minutes that a crash may cost at most: a lost token's life, and as much again for a lost attempt and its retry. */
const DELAY_MAX = 120;

/** Half of the campaign. The halves are files of their own, for they take a minute or two each. */
export function crashCampaign(when: CrashPoint['when']): void {
  describe(`a crash ${when} a call, at any of them`, () => {
    let faultless: DayReport;
    beforeAll(async () => {
      faultless = await simulatedDay({ seed: SEED });
    });

    it('loses nothing, runs nothing twice, breaks no cap, and lets every task end', { timeout: 900_000 }, async () => {
      const calls = await callsOfDay(SEED);
      const chosen = chosenCalls(calls, { seed: SEED, perKind: PER_KIND });
      const total = [...calls.values()].reduce((sum, { length }) => sum + length, 0);
      console.log(`seed ${SEED}: a crash ${when} ${chosen.length} of ${total} calls, of ${calls.size} kinds`);
      // With the other half of the campaign these are 1,000 crash points.
      expect(2 * chosen.length).toBeGreaterThanOrEqual(1000);
      for (const call of chosen) {
        const wrong = wrongWith(await simulatedDay({ seed: SEED, crash: { call, when } }), faultless);
        if (wrong.length > 0) throw new Error(await explained({ call, when }, wrong));
      }
    });
  });
}

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
