/** Lets a seed's world live to the end of its work, and tells what was found. */

import type { InvariantName, Violation } from '../checker/checks.js';
import { Dice } from './dice.js';
import type { FaultName } from './faults.js';
import { FAULTS_END, forgetting, olderRows, poisoning, sending, ticking } from './happenings.js';
import { operating } from './operators.js';
import { HOUR } from './plan.js';
import { World, type WorldOptions } from './world.js';

/** No world is shorter. */
const SHORTEST = 6 * HOUR;
/** After the last fault all work ends within this: the longest retries of an attempt chain, each with a lost token before it. */
const LONGEST = FAULTS_END + 5 * HOUR;
/** Sure to be longer than a tick, and than any call that is under way. */
const STEP = 60;

export interface WorldReport {
  readonly seed: number;
  /** Eight hex digits over every event. */
  readonly hash: string;
  readonly events: number;
  readonly tasks: number;
  readonly invocations: number;
  readonly simulatedSeconds: number;
  readonly violations: readonly Violation[];
  readonly faults: Readonly<Record<FaultName, number>>;
  readonly checks: Readonly<Record<InvariantName, number>>;
  /** Kinds of calls that were made, and kinds of calls that a process died before and after. */
  readonly calls: ReadonlySet<string>;
  readonly crashes: ReadonlySet<string>;
  /** Every hit of a fault, in the order of their coming. */
  readonly hits: readonly string[];
  readonly trace: readonly string[];
}

export async function runWorld(options: WorldOptions): Promise<WorldReport> {
  const world = new World(options);
  await world.clock.runUntil(live(world));
  const { checker, faults, trace, platform, surroundings, clock, plan } = world;
  return {
    seed: options.seed,
    hash: trace.hash,
    events: trace.events,
    tasks: checker.tasks.size,
    invocations: platform.invocations,
    simulatedSeconds: clock.now() - plan.begins,
    violations: checker.violations,
    faults: faults.counts,
    checks: checker.checks.counts,
    calls: surroundings.calls,
    crashes: surroundings.crashes,
    hits: faults.hits,
    trace: trace.lines,
  };
}

async function live(world: World): Promise<void> {
  const { plan, checker, store, clock, faults } = world;
  await olderRows(world);
  for (const essential of ['scheduler', 'orchestrator', 'scavenger'] as const) void ticking(world, essential);
  for (const job of plan.jobs) void sending(world, job);
  void operating(world, new Dice(plan.begins, 'operators'));
  void poisoning(world);
  void forgetting(world);
  void world.configuration.changeNowAndThen(faults, (seconds) => world.sleep(seconds));

  const progress = (id: string) => store.progress(id as never);
  for (let now = 0; now < LONGEST && checker.violations.length === 0; now = clock.now() - plan.begins) {
    if (now >= FAULTS_END) faults.active = false;
    if (now >= SHORTEST && checker.isAtRest) break;
    await world.sleep(STEP);
    // DynamoDB's counters are exact once the work is done; the others' are at any moment.
    if (plan.store === 'memory' && now % HOUR < STEP) await checker.recount(progress);
  }
  if (checker.violations.length > 0) return;
  await checker.checkEnd(progress);
  const twice = store.standingTwice();
  checker.checks.that('I7', twice.length === 0, 'no task stands in two tables', () => twice);
}
