import { describe, expect, it } from 'vitest';
import { faultySlotLedger } from '../../src/adapters/memory/faulty.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { AssertedSlotLedger } from '../../src/application/asserted-slot-ledger.js';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { LabourerRow } from '../../src/domain/slots.js';
import { slotLedgerContract } from '../contracts/slot-ledger.contract.js';
import { aRow, at, LABOURER } from '../support/a-task.js';

function asserted(ledger: SlotLedger) {
  const told: string[] = [];
  return { told, ledger: new AssertedSlotLedger(ledger, ({ rule }) => told.push(rule)) };
}

slotLedgerContract('asserted', async () => ({
  ledger: asserted(new MemorySlotLedger()).ledger,
  dispose: async () => {},
}));

const out = (row: LabourerRow, count: number): LabourerRow => ({ ...row, batches: new Map([[at(3000), count]]) });
/** Says of every write that it was made. */
class Unconditional extends MemorySlotLedger {
  override async compareAndSet(row: LabourerRow): Promise<'written'> {
    await super.compareAndSet(row);
    return 'written';
  }
}

const ONCE = "a version of a labourer's row is replaced once";

describe('a ledger that is asserted', () => {
  it('tells of tokens beyond the allowance', async () => {
    const { ledger, told } = asserted(new MemorySlotLedger());
    await ledger.compareAndSet(aRow());
    await ledger.compareAndSet(out(await ledger.read(LABOURER), 10));
    expect(told).toEqual([]);
    await ledger.compareAndSet(out(await ledger.read(LABOURER), 11));
    expect(told).toEqual(['tokens never grow beyond the allowance']);
  });

  it('tells of two who both replaced the version that they had read, one after the other or at the same time', async () => {
    const { ledger, told } = asserted(new Unconditional());
    const row = await ledger.read(LABOURER);
    await ledger.compareAndSet({ ...row, cap: 1 });
    expect(told).toEqual([]);
    expect(await ledger.compareAndSet({ ...row, cap: 2 })).toBe('written');
    expect(told).toEqual([ONCE]);

    await Promise.all([1, 2].map((cap) => ledger.compareAndSet({ ...row, version: 5, cap })));
    expect(told).toEqual([ONCE, ONCE]);
  });

  it('is silent about writes that lost, and about those of which nobody knows', async () => {
    const { ledger, told } = asserted(new MemorySlotLedger());
    await ledger.compareAndSet(aRow());
    expect(await ledger.compareAndSet(aRow({ allowance: 99 }))).toBe('lost');
    const losing = asserted(faultySlotLedger(new MemorySlotLedger(), () => 'lose'));
    expect(await losing.ledger.compareAndSet(aRow({ allowance: 99 }))).toBe('unknown');
    expect([...told, ...losing.told]).toEqual([]);
  });

  it('is silent where an answer arrives after the answer to the write that followed', async () => {
    const behind = new MemorySlotLedger();
    let arrive = () => {};
    const journey = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const first: SlotLedger = {
      read: (id) => behind.read(id),
      readAll: (ids) => behind.readAll(ids),
      note: (id, decision) => behind.note(id, decision),
      decisions: (id, limit) => behind.decisions(id, limit),
      compareAndSet: async (row) => {
        const outcome = await behind.compareAndSet(row);
        if (row.version === 0) await journey;
        return outcome;
      },
    };
    const { ledger, told } = asserted(first);
    const sent = ledger.compareAndSet(aRow());
    await ledger.compareAndSet(out(await ledger.read(LABOURER), 10));
    arrive();
    expect(await sent).toBe('written');
    expect(told).toEqual([]);
  });

  it('is silent where the row was deleted and begins anew', async () => {
    let behind = new MemorySlotLedger();
    const { ledger, told } = asserted({
      read: (id) => behind.read(id),
      readAll: (ids) => behind.readAll(ids),
      note: (id, decision) => behind.note(id, decision),
      decisions: (id, limit) => behind.decisions(id, limit),
      compareAndSet: (row) => behind.compareAndSet(row),
    });
    await ledger.compareAndSet(aRow());
    behind = new MemorySlotLedger();
    await ledger.readAll([LABOURER]);
    expect(await ledger.compareAndSet(aRow())).toBe('written');
    expect(told).toEqual([]);
  });

  it('answers although the alarm fails', async () => {
    const ledger = new AssertedSlotLedger(new MemorySlotLedger(), () => {
      throw new Error('the alarm is broken');
    });
    expect(await ledger.compareAndSet(aRow({ allowance: 99 }))).toBe('written');
  });
});
