/**
 * The assertions of production over processes that interleave, die and lose answers: they are silent where the promise is kept, and tell where
 * a port breaks it. `SOSW_SEED` plays other interleavings.
 */

import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import { Alarms } from '../support/world/alarms.js';
import { withoutCondition, withoutGuards } from '../support/world/careless-ports.js';
import { WORKER } from './interleaving-fate.js';
import { type InterleavingSettings, InterleavingWorld } from './interleaving-world.js';

const RUNS = { numRuns: 100, seed: Number(process.env.SOSW_SEED ?? 1) };

/** Everybody at once over these ports: operators, two of each essential, late messages, time, and a health that changes. */
async function alarmsOf(scheduler: Scheduler, seed: number, settings: Omit<InterleavingSettings, 'seed'>) {
  const { store = asItIs<TaskStore>, ledger = asItIs<SlotLedger>, ...rest } = settings;
  const alarms = new Alarms([WORKER], () => world.world.clock.now());
  const world: InterleavingWorld = new InterleavingWorld(scheduler, {
    ...rest,
    seed,
    store: (memory) => alarms.store(store(memory)),
    ledger: (memory) => alarms.ledger(ledger(memory)),
  });
  await world.queue(3);
  await world.startSilently();
  world.send('job', 3, 9);
  world.order('task 0', 'cancel', 'retry');
  world.order('task 1', 'cancel', 'retry', 'cancel', 'retry');
  for (const name of ['A', 'B']) {
    void world.act(`orchestrator ${name}`, ({ orchestrator }) => orchestrator.pass());
    void world.act(`scavenger ${name}`, ({ scavenger }) => scavenger.pass());
  }
  world.reportLate();
  world.passTime(25, 100);
  world.tickAfter(61, 101);
  world.changeLoad(70, 90, 10);
  await world.settle();
  return alarms;
}

const asItIs = <Port>(port: Port): Port => port;

describe('the assertions of production', () => {
  const silent = (name: string, settings: Omit<InterleavingSettings, 'seed'>) =>
    it(`are silent over ${name}`, { timeout: 120_000 }, () =>
      fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.integer(), async (scheduler, seed) => {
          const { told } = await alarmsOf(scheduler, seed, settings);
          expect(told).toEqual([]);
        }),
        RUNS,
      ),
    );

  silent('processes that overlap', {});
  silent('processes that die', { crashes: 0.02 });
  silent('ports that fail, lose answers, and send writes twice', { faults: 0.02, repeats: 0.05 });
  silent('a platform that refuses most invocations', { refusals: 0.5 });

  const telling = (name: string, ports: Pick<InterleavingSettings, 'store' | 'ledger'>, invariants: string[]) =>
    it(`tell of ${name}`, { timeout: 120_000 }, async () => {
      const told = new Set<string>();
      const property = fc.asyncProperty(fc.scheduler(), fc.integer(), async (scheduler, seed) => {
        for (const { invariant } of (await alarmsOf(scheduler, seed, ports)).told) told.add(invariant);
      });
      await fc.assert(property, RUNS);
      expect([...told].sort()).toEqual(expect.arrayContaining(invariants));
    });

  telling('a store without its guards', { store: withoutGuards }, ['I2', 'I3', 'I5', 'I7']);
  telling('a ledger without its condition', { ledger: withoutCondition }, ['I3']);
});
