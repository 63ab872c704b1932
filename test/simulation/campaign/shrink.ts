/** Makes a failing seed small: leaves out every fault, and every single hit of a fault, without which it fails all the same. */

import { FAULT_NAMES, type FaultName } from '../world/faults.js';
import { runWorld, type WorldReport } from '../world/run-world.js';
import type { WorldOptions } from '../world/world.js';

/** Worlds that are played at most to shrink one. */
const TRIES_MAX = 300;

export interface Shrunk {
  readonly report: WorldReport;
  readonly only: ReadonlySet<FaultName>;
  readonly without: ReadonlySet<string>;
  readonly tries: number;
}

/** The smallest world found that breaks the same invariant. `onTry` is told of progress. */
export async function shrunk(options: WorldOptions, failed: WorldReport): Promise<Shrunk> {
  const broken = failed.violations[0]?.invariant;
  let [report, tries] = [failed, 0];
  let only: ReadonlySet<FaultName> = options.only ?? new Set(FAULT_NAMES.filter((name) => failed.faults[name] > 0));
  let without: ReadonlySet<string> = options.without ?? new Set();

  const fails = async (next: { only: ReadonlySet<FaultName>; without: ReadonlySet<string> }): Promise<boolean> => {
    if (tries >= TRIES_MAX) return false;
    tries += 1;
    const candidate = await runWorld({ ...options, ...next });
    if (candidate.violations[0]?.invariant !== broken) return false;
    ({ only, without } = next);
    report = candidate;
    return true;
  };

  for (const fault of [...only]) await fails({ only: minus(only, [fault]), without });
  // Halves, quarters, … of the hits that are left, down to single ones; these again as long as that helps, for every world has other hits.
  for (let size = Math.ceil(report.hits.length / 2), before = 0; size >= 1; ) {
    before = report.hits.length;
    for (let start = 0; start < report.hits.length; ) {
      const left = report.hits.slice(start, start + size);
      // What was left out is gone from the list, and the next ones stand in its place.
      if (!(await fails({ only, without: new Set([...without, ...left]) }))) start += size;
    }
    if (tries >= TRIES_MAX) break;
    size = size > 1 ? Math.floor(size / 2) : report.hits.length < before ? 1 : 0;
  }
  return { report, only, without, tries };
}

const minus = <Value>(set: ReadonlySet<Value>, values: readonly Value[]): ReadonlySet<Value> =>
  new Set([...set].filter((value) => !values.includes(value)));
