/** Where a campaign of crashes lets processes die: at calls of every kind, spread evenly over the day. */

import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import type { CrashPoint } from '../support/world/platform.js';
import { simulatedDay } from './simulated-day.js';

/** What a run is reproduced by. */
export const SEED = Number(process.env.SOSW_SIM_SEED ?? 3);

/** All calls of a day without faults: their numbers by their kind, `scavenger store.apply`. */
export async function callsOfDay(seed: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const calls = new Map<string, number[]>();
  await simulatedDay({
    seed,
    observe: (number, essential, call) => {
      const kind = `${essential} ${call}`;
      const numbers = calls.get(kind);
      if (numbers === undefined) calls.set(kind, [number]);
      else numbers.push(number);
    },
  });
  return calls;
}

/** At most `perKind` calls of each kind, evenly spread over the day. Another seed takes other calls. */
export function chosenCalls(
  calls: ReadonlyMap<string, readonly number[]>,
  { seed, perKind }: { readonly seed: number; readonly perKind: number },
): readonly number[] {
  const offset = new SeededChance(seed).next();
  return [...calls.values()].flatMap((numbers) => {
    const count = Math.min(perKind, numbers.length);
    return Array.from(
      { length: count },
      (_, index) => numbers[Math.floor(((index + offset) * numbers.length) / count)] as number,
    );
  });
}

/** Calls shown on either side of the crash. */
const TRACE_LENGTH = 12;

/** The day around a crash, call by call: for people who look for the cause of a violation. */
export async function traceAround(seed: number, crash: CrashPoint): Promise<string> {
  const lines: string[] = [];
  await simulatedDay({
    seed,
    crash,
    observe: (number, essential, call) => {
      if (Math.abs(number - crash.call) > TRACE_LENGTH) return;
      const died = number === crash.call ? `   <-- dies ${crash.when} this call` : '';
      lines.push(`${number} ${essential} ${call}${died}`);
    },
  });
  return lines.join('\n');
}
