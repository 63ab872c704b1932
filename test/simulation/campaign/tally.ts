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
  /** Kinds of calls that were made, and those that a process died before or after. */
  calls: string[];
  crashes: string[];
  readonly failures: SeedFailure[];
}

export interface SeedFailure {
  readonly seed: number;
  readonly violation: Violation;
}

export const emptyTally = (): Tally => ({
  seeds: 0,
  tasks: 0,
  invocations: 0,
  events: 0,
  simulatedSeconds: 0,
  faults: zeros(FAULT_NAMES),
  checks: zeros(INVARIANT_NAMES),
  calls: [],
  crashes: [],
  failures: [],
});

export function count(tally: Tally, report: WorldReport): void {
  const [violation] = report.violations;
  merge(tally, {
    seeds: 1,
    tasks: report.tasks,
    invocations: report.invocations,
    events: report.events,
    simulatedSeconds: report.simulatedSeconds,
    faults: { ...report.faults },
    checks: { ...report.checks },
    calls: [...report.calls],
    crashes: [...report.crashes],
    failures: violation === undefined ? [] : [{ seed: report.seed, violation }],
  });
}

export function merge(tally: Tally, other: Tally): void {
  tally.seeds += other.seeds;
  tally.tasks += other.tasks;
  tally.invocations += other.invocations;
  tally.events += other.events;
  tally.simulatedSeconds += other.simulatedSeconds;
  for (const name of FAULT_NAMES) tally.faults[name] += other.faults[name];
  for (const name of INVARIANT_NAMES) tally.checks[name] += other.checks[name];
  tally.calls = union(tally.calls, other.calls);
  tally.crashes = union(tally.crashes, other.crashes);
  tally.failures.push(...other.failures);
}

/** The kinds of calls that no process died at yet, as `orchestrator store.apply before`. */
export const uncovered = ({ calls, crashes }: Tally): readonly string[] =>
  calls.flatMap((call) => [`${call} before`, `${call} after`]).filter((point) => !crashes.includes(point));

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])].sort();

const zeros = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
