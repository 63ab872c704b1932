/** The contract of the slot ledger notices the faults that matter. */

import { expect, it } from 'vitest';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import type { CompareAndSetOutcome, SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { LabourerRow } from '../../src/domain/slots.js';
import { brokenRules } from './rules.js';
import { SLOT_LEDGER_CONTRACT } from './slot-ledger.contract.js';

const brokenBy = (open: () => SlotLedger) =>
  brokenRules(SLOT_LEDGER_CONTRACT, async () => ({ ledger: open(), dispose: async () => {} }));

class VersionsIgnored extends MemorySlotLedger {
  override async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    const { version } = await this.read(row.labourerId);
    return super.compareAndSet({ ...row, version });
  }
}

/** Reads the version, and writes later. */
class LookedThenWritten extends MemorySlotLedger {
  override async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    if ((await this.read(row.labourerId)).version !== row.version) return 'lost';
    await Promise.resolve();
    return super.compareAndSet({ ...row, version: (await this.read(row.labourerId)).version });
  }
}

class DecisionsForgotten extends MemorySlotLedger {
  override async note(): Promise<void> {}
}

const FAULTS: readonly [open: () => SlotLedger, broken: string][] = [
  [() => new VersionsIgnored(), 'is not written over another version, neither an older nor a newer one'],
  [() => new VersionsIgnored(), 'is not written as a later version while there is none'],
  [() => new LookedThenWritten(), 'is written by exactly one of many rivals'],
  [() => new DecisionsForgotten(), 'come newest first, at most as many as asked for'],
];

it.each(FAULTS)('%s breaks the rule: %s', async (open, broken) => {
  const rules = await brokenBy(open);
  expect(rules.map((rule) => rule.slice(rule.indexOf(': ') + 2))).toContain(broken);
});

it('has no rule that a right ledger breaks', async () => {
  expect(await brokenBy(() => new MemorySlotLedger())).toEqual([]);
});
