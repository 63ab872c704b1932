/**
 * Processes that overlap, interleaved at every call of a port while index reads lag: caps hold, nothing runs twice, nothing is
 * lost. `SOSW_SEED` plays other interleavings.
 */

import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutCondition, withoutGuards } from '../support/world/careless-ports.js';
import { type InterleavingSettings, InterleavingWorld } from './interleaving-world.js';

const INTERLEAVINGS = { numRuns: 1000, seed: Number(process.env.SOSW_SEED ?? 1) };

/** The actors that interleave. */
type Cast = (world: InterleavingWorld) => Promise<void>;
type Settings = Omit<InterleavingSettings, 'seed'>;

/** What must hold in every order of the cast's calls. */
const kept = (cast: Cast, settings: Settings = {}) =>
  fc.asyncProperty(fc.scheduler(), fc.integer(), async (scheduler: Scheduler, seed) => {
    const world = new InterleavingWorld(scheduler, { ...settings, seed });
    await cast(world);
    await world.settle();
    await world.drain();
  });

const twoOrchestrators: Cast = async (world) => {
  await world.queue(5);
  void world.act('orchestrator A', ({ orchestrator }) => orchestrator.pass());
  void world.act('orchestrator B', ({ orchestrator }) => orchestrator.pass());
};

const twoScavengers: Cast = async (world) => {
  await world.queue(5);
  await world.startSilently();
  world.jump(101);
  void world.act('scavenger A', ({ scavenger }) => scavenger.pass());
  void world.act('scavenger B', ({ scavenger }) => scavenger.pass());
  world.reportLate();
  world.tickAfter(61, 61);
};

const schedulers: Cast = async (world) => {
  await world.orphan('orphan', 12);
  world.send('first', 14, 1);
  world.send('first', 14, 9);
  world.send('second', 12, 9);
  world.resume('orphan', 1);
  void world.act('adopter A', ({ scheduler }) => scheduler.adoptOrphans());
  void world.act('adopter B', ({ scheduler }) => scheduler.adoptOrphans());
  world.passTime(121, 121);
};

const everybody: Cast = async (world) => {
  await world.queue(2);
  world.send('job', 3, 9);
  world.send('job', 3, 9);
  for (const name of ['A', 'B']) {
    void world.act(`orchestrator ${name}`, ({ orchestrator }) => orchestrator.pass());
    void world.act(`scavenger ${name}`, ({ scavenger }) => scavenger.pass());
  }
  world.passTime(25, 100);
  world.tickAfter(61);
  world.changeLoad(70, 90);
};

const operators: Cast = async (world) => {
  await world.queue(2);
  await world.startSilently();
  world.order('task 0', 'cancel', 'retry');
  world.order('task 1', 'cancel', 'retry');
  world.order('task 1', 'retry', 'cancel');
  world.reportLate();
  world.tickAfter(11, 95, 61);
};

describe('interleaved processes keep the promise', () => {
  const keepsIt = (name: string, cast: Cast, settings: Settings = {}) =>
    it(name, { timeout: 300_000 }, () => fc.assert(kept(cast, settings), INTERLEAVINGS));

  keepsIt('two Orchestrators, and completions that hand their slots over', twoOrchestrators);
  keepsIt('two Scavengers, and messages that come after the expiry', twoScavengers, { refusals: 0.4 });
  keepsIt('Schedulers with the same job, with the same file, and with an orphan', schedulers);
  keepsIt('operators who cancel tasks and bring them back', operators);
  keepsIt('all essentials, while time passes and the allowance changes', everybody);
  keepsIt('all essentials, of which any may die at any call', everybody, { crashes: 0.02 });
  keepsIt('all essentials, over a store and a ledger that fail and lose answers', everybody, { faults: 0.02 });
  keepsIt('all essentials, over a store whose client sends writes twice', everybody, { repeats: 0.1 });
});

describe('the promise is broken', () => {
  const breaks = (name: string, cast: Cast, settings: Settings) =>
    it(name, { timeout: 300_000 }, async () => {
      const { failed, counterexample } = await fc.check(kept(cast, settings), { ...INTERLEAVINGS, endOnFailure: true });
      expect(failed).toBe(true);
      expect(counterexample).not.toBeNull();
    });

  breaks('by two Orchestrators over a ledger without its condition', twoOrchestrators, { ledger: withoutCondition });
  breaks('by two Orchestrators over a store without its guards', twoOrchestrators, { store: withoutGuards });
  breaks('by two Scavengers over a store without its guards', twoScavengers, { store: withoutGuards });
  breaks('by two Schedulers over a ledger without its condition', schedulers, { ledger: withoutCondition });
  breaks('by all essentials over a ledger without its condition', everybody, { ledger: withoutCondition });
  breaks('by all essentials over a store without its guards', everybody, { store: withoutGuards });
});
