/**
 * The assertions of production over worlds in which everything goes wrong that can: they are silent where the promise is kept, and tell where
 * a port breaks it. `SOSW_SEED` begins with another seed.
 */

import { describe, expect, it } from 'vitest';
import { AssertedSlotLedger } from '../../src/application/asserted-slot-ledger.js';
import { AssertedTaskStore } from '../../src/application/asserted-task-store.js';
import type { InvariantAlarm } from '../../src/application/ports/invariant-alarm.js';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import type { BrokenInvariant } from '../../src/domain/invariants.js';
import { DEFAULT_TASK_SETTINGS } from '../../src/domain/labourer.js';
import { withoutCondition, withoutGuards } from '../support/world/careless-ports.js';
import type { Mutation } from './world/mutation.js';
import { runWorld } from './world/run-world.js';

const FIRST = Number(process.env.SOSW_SEED ?? 1);

interface Ports {
  readonly store?: (store: TaskStore) => TaskStore;
  readonly ledger?: (ledger: SlotLedger) => SlotLedger;
}

/**
 * The assertions over the world's ports as these have become. All processes share those of the ledger, as several of one container do: a
 * version that two of them replace is seen by who knows both.
 */
function asserting(alarm: InvariantAlarm, { store = asItIs, ledger = asItIs }: Ports): Mutation {
  let shared: SlotLedger | undefined;
  return {
    ports: (ports) => {
      shared ??= new AssertedSlotLedger(ledger(ports.ledger), alarm);
      const { labourers, clock } = ports;
      const judged = { labourers, settings: DEFAULT_TASK_SETTINGS, clock, alarm };
      return { ...ports, store: new AssertedTaskStore(store(ports.store), judged), ledger: shared };
    },
  };
}

const asItIs = <Port>(port: Port): Port => port;

async function worldOf(seed: number, ports: Ports = {}) {
  const told: BrokenInvariant[] = [];
  const report = await runWorld({ seed, mutation: asserting((broken) => told.push(broken), ports) });
  return { told, report };
}

describe('the assertions of production', () => {
  it.each([0, 1, 2, 3, 4, 5])('are silent over the world of seed + %i, with all faults', async (offset) => {
    const { told, report } = await worldOf(FIRST + offset);
    expect(report.violations).toEqual([]);
    expect(report.invocations).toBeGreaterThan(0);
    expect(told).toEqual([]);
  });

  it.each<[string, Ports, readonly string[]]>([
    ['a store without its guards', { store: withoutGuards }, ['I2', 'I3', 'I5']],
    ['a ledger without its condition', { ledger: withoutCondition }, ['I3']],
  ])('tell of %s', async (_name, ports, invariants) => {
    const told = new Set<string>();
    for (const offset of [0, 1, 2])
      for (const { invariant } of (await worldOf(FIRST + offset, ports)).told) told.add(invariant);
    expect([...told]).toEqual(expect.arrayContaining([...invariants]));
  });
});
