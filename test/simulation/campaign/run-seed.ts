/** Plays one seed; now and then twice, to see that the trace is the same, and its changes again on the other stores. */

import type { InvariantName, Violation } from '../checker/checks.js';
import type { StoreCall } from '../world/watched-store.js';
import { runWorld, type WorldReport } from '../world/run-world.js';
import type { WorldOptions } from '../world/world.js';
import { firstDifference } from './same-answers.js';

/** One seed in so many is played twice. */
const TWICE = 25;
/** One seed in so many has its changes played again on SQLite and DynamoDB; none of them is one of the simulated DynamoDB's. */
const AGAIN_ON_OTHERS = { every: 25, at: 7 };

export async function runSeed(options: WorldOptions): Promise<WorldReport> {
  if (options.seed % TWICE === 0) return twice(options);
  if (options.seed % AGAIN_ON_OTHERS.every === AGAIN_ON_OTHERS.at) return onOtherStores(options);
  return runWorld(options);
}

async function twice(options: WorldOptions): Promise<WorldReport> {
  const report = await runWorld(options);
  const again = await runWorld(options);
  const found = { hash: report.hash, again: again.hash, events: [report.events, again.events] };
  return checked(report, 'I16', report.hash === again.hash, found);
}

async function onOtherStores(options: WorldOptions): Promise<WorldReport> {
  const calls: StoreCall[] = [];
  const report = await runWorld({ ...options, record: (call) => void calls.push(call) });
  const difference = await firstDifference(calls, 0);
  return checked(report, 'I15', difference === undefined, difference);
}

function checked(report: WorldReport, invariant: InvariantName, holds: boolean, found: unknown): WorldReport {
  const checks = { ...report.checks, [invariant]: report.checks[invariant] + 1 };
  if (holds) return { ...report, checks };
  const rule = invariant === 'I16' ? 'one seed, one trace' : 'all stores give the same answers';
  const violation: Violation = { invariant, rule, found: JSON.stringify(found), at: 0, event: report.events };
  return { ...report, checks, violations: [...report.violations, violation] };
}
