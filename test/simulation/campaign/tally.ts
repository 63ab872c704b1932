/** What many seeds found, added up. */

import { FAULT_NAMES, type FaultName } from '../world/faults.js';
import { INVARIANT_NAMES, type InvariantName, type Violation } from '../checker/checks.js';
import type { WorldReport } from '../world/run-world.js';

/** Plain data, for it goes from process to process. */
export interface Tally {
  seeds: number;
  tasks: number;
  invocations: number;
  events: number;
  simulatedSeconds: number;
  readonly faults: Record<FaultName, number>;
  readonly checks: Record<InvariantName, number>;
  /** Worlds that were played again to die where nobody had died yet. */
  aimed: number;
  /** Kinds of calls that were made, each with a seed that makes it, and the crash points that a process died at. */
  calls: Record<string, number>;
  crashes: string[];
  readonly failures: SeedFailure[];
}

export interface SeedFailure {
  readonly seed: number;
  readonly violation: Violation;
  readonly dieAt?: string | undefined;
}

export const emptyTally = (): Tally => ({
  seeds: 0,
  tasks: 0,
  invocations: 0,
  events: 0,
  simulatedSeconds: 0,
  faults: zeros(FAULT_NAMES),
  checks: zeros(INVARIANT_NAMES),
  aimed: 0,
  calls: {},
  crashes: [],
  failures: [],
});

export function count(tally: Tally, report: WorldReport, dieAt?: string): void {
  const [violation] = report.violations;
  merge(tally, {
    seeds: dieAt === undefined ? 1 : 0,
    aimed: dieAt === undefined ? 0 : 1,
    tasks: report.tasks,
    invocations: report.invocations,
    events: report.events,
    simulatedSeconds: report.simulatedSeconds,
    faults: { ...report.faults },
    checks: { ...report.checks },
    // A world that was told to die goes another way from there: its seed alone would not come to what it calls.
    calls: dieAt === undefined ? Object.fromEntries([...report.calls].map((call) => [call, report.seed])) : {},
    crashes: [...report.crashes],
    failures: violation === undefined ? [] : [{ seed: report.seed, violation, dieAt }],
  });
}

export function merge(tally: Tally, other: Tally): void {
  tally.seeds += other.seeds;
  tally.aimed += other.aimed;
  tally.tasks += other.tasks;
  tally.invocations += other.invocations;
  tally.events += other.events;
  tally.simulatedSeconds += other.simulatedSeconds;
  for (const name of FAULT_NAMES) tally.faults[name] += other.faults[name];
  for (const name of INVARIANT_NAMES) tally.checks[name] += other.checks[name];
  tally.calls = { ...other.calls, ...tally.calls };
  tally.crashes = [...new Set([...tally.crashes, ...other.crashes])];
  tally.failures.push(...other.failures);
}

/** A place to die at, and a seed whose world comes to it. */
export interface CrashPoint {
  readonly seed: number;
  /** As `orchestrator store.apply before`. */
  readonly dieAt: string;
}

/** All that the worlds came to, and those of them that no process died at yet. */
export const crashPoints = ({ calls }: Tally): readonly CrashPoint[] =>
  Object.entries(calls).flatMap(([call, seed]) =>
    ['before', 'after'].map((when) => ({ seed, dieAt: `${call} ${when}` })),
  );

export const uncovered = (tally: Tally): readonly CrashPoint[] =>
  crashPoints(tally).filter(({ dieAt }) => !tally.crashes.includes(dieAt));

const zeros = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
