/** Plays one seed: in the world whose store it is the seed's turn for, now and then twice, to see that the trace is the same. */

import type { InvariantName } from '../checker/checks.js';
import { runWorld, type WorldReport } from '../world/run-world.js';
import type { WorldOptions } from '../world/world.js';

/** One seed in so many is played twice. */
const TWICE = 25;

export async function runSeed(options: WorldOptions): Promise<WorldReport> {
  const report = await runWorld(options);
  if (options.seed % TWICE !== 0) return report;
  const again = await runWorld(options);
  const checks: Record<InvariantName, number> = { ...report.checks, I16: report.checks.I16 + 1 };
  if (again.hash === report.hash) return { ...report, checks };
  const found = JSON.stringify({ hash: report.hash, again: again.hash, events: [report.events, again.events] });
  const violation = { invariant: 'I16', rule: 'one seed, one trace', found, at: 0, event: report.events } as const;
  return { ...report, checks, violations: [...report.violations, violation] };
}
