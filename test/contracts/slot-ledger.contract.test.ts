/** The contract of the slot ledger notices the faults that matter. */

import { expect, it } from 'vitest';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import type { CompareAndSetOutcome, SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { LabourerRow } from '../../src/domain/slots.js';
import { brokenRules } from './rules.js';
import { SLOT_LEDGER_CONTRACT } from './slot-ledger.contract.js';

const brokenBy = (Ledger: new () => SlotLedger) =>
  brokenRules(SLOT_LEDGER_CONTRACT, async () => ({ ledger: new Ledger(), dispose: async () => {} }));

class VersionsIgnored extends MemorySlotLedger {
  override async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    const { version } = await this.read(row.labourerId);
    return super.compareAndSet({ ...row, version });
  }
}

/** Looks at the version, and writes later over whatever version there then is. */
class LookedThenWritten extends MemorySlotLedger {
  override async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    if ((await this.read(row.labourerId)).version !== row.version) return 'lost';
    for (;;) {
      const { version } = await this.read(row.labourerId);
      if ((await super.compareAndSet({ ...row, version })) === 'written') return 'written';
    }
  }
}

class DecisionsForgotten extends MemorySlotLedger {
  override async note(): Promise<void> {}
}

const FAULTS: readonly [ledger: new () => SlotLedger, broken: string][] = [
  [VersionsIgnored, 'is not written over another version, neither an older nor a newer one'],
  [VersionsIgnored, 'is not written as a later version while there is none'],
  [LookedThenWritten, 'is written by exactly one of many rivals'],
  [DecisionsForgotten, 'come newest first, at most as many as asked for'],
];

for (const [Ledger, broken] of FAULTS) {
  it(`${Ledger.name} breaks the rule: ${broken}`, async () => {
    const rules = await brokenBy(Ledger);
    expect(rules.map((rule) => rule.slice(rule.indexOf(': ') + 2))).toContain(broken);
  });
}

it('has no rule that a right ledger breaks', async () => {
  expect(await brokenBy(MemorySlotLedger)).toEqual([]);
});
