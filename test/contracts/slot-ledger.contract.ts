/** What every SlotLedger promises. */

import { expect } from 'vitest';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { emptyRow } from '../../src/domain/slots.js';
import { aRow, at, LABOURER, OTHER_LABOURER } from '../support/a-task.js';
import { type Contract, describeContract, type Open } from './rules.js';

export interface SlotLedgerSubject {
  readonly ledger: SlotLedger;
}

export const SLOT_LEDGER_CONTRACT: Contract<SlotLedgerSubject> = {
  'a labourer’s row': {
    async 'is the empty one before it was ever written'({ ledger }) {
      expect(await ledger.read(LABOURER)).toEqual(emptyRow(LABOURER));
    },

    async 'is read as it was written, as the next version'({ ledger }) {
      const row = aRow({
        paused: true,
        batches: new Map([
          [at(2400), 7],
          [at(2460), 1],
        ]),
        tail: { greenfield: greenfield(12_345.678), reservedAt: at(-3) },
      });
      expect(await ledger.compareAndSet(row)).toBe('written');
      expect(await ledger.read(LABOURER)).toEqual({ ...row, version: 1 });
      const { tail, ...changed } = aRow({ version: 1, allowance: 3 });
      expect(await ledger.compareAndSet(changed)).toBe('written');
      expect(await ledger.read(LABOURER)).toEqual({ ...changed, version: 2 });
    },

    async 'keeps the cap of an operator, none at all included, until it is taken off'({ ledger }) {
      for (const [version, operatorCap] of [3, 0].entries()) {
        expect(await ledger.compareAndSet(aRow({ version, operatorCap }))).toBe('written');
        expect(await ledger.read(LABOURER)).toEqual(aRow({ version: version + 1, operatorCap }));
      }
      expect(await ledger.compareAndSet(aRow({ version: 2 }))).toBe('written');
      expect(await ledger.read(LABOURER)).toEqual(aRow({ version: 3 }));
    },

    async 'is read with others, in the order asked for'({ ledger }) {
      await ledger.compareAndSet(aRow());
      const rows = await ledger.readAll([OTHER_LABOURER, LABOURER, OTHER_LABOURER]);
      expect(rows).toEqual([emptyRow(OTHER_LABOURER), aRow({ version: 1 }), emptyRow(OTHER_LABOURER)]);
      expect(await ledger.readAll([])).toEqual([]);
    },

    async 'is not written over another version, neither an older nor a newer one'({ ledger }) {
      await ledger.compareAndSet(aRow());
      await ledger.compareAndSet(aRow({ version: 1, allowance: 5 }));
      const stored = await ledger.read(LABOURER);
      for (const version of [0, 1, 3]) {
        expect(await ledger.compareAndSet(aRow({ version, allowance: 9 }))).toBe('lost');
      }
      expect(await ledger.read(LABOURER)).toEqual(stored);
    },

    async 'is not written as a later version while there is none'({ ledger }) {
      expect(await ledger.compareAndSet(aRow({ version: 4 }))).toBe('lost');
      expect(await ledger.read(LABOURER)).toEqual(emptyRow(LABOURER));
    },

    async 'is written by exactly one of many rivals'({ ledger }) {
      for (const version of [0, 1]) {
        const rivals = Array.from({ length: 8 }, (_, index) => aRow({ version, allowance: index }));
        const outcomes = await Promise.all(rivals.map((rival) => ledger.compareAndSet(rival)));
        expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
        expect((await ledger.read(LABOURER)).allowance).toBe(outcomes.indexOf('written'));
      }
    },

    async 'is the labourer’s own'({ ledger }) {
      await ledger.compareAndSet(aRow());
      expect(await ledger.read(OTHER_LABOURER)).toEqual(emptyRow(OTHER_LABOURER));
      expect(await ledger.compareAndSet(aRow({ labourerId: OTHER_LABOURER, cap: 2 }))).toBe('written');
      expect((await ledger.read(LABOURER)).cap).toBe(10);
    },
  },

  decisions: {
    async 'come newest first, at most as many as asked for'({ ledger }) {
      for (const offset of [1, 2, 2, 3]) await ledger.note(LABOURER, { at: at(offset), text: `at ${offset}` });
      expect(await ledger.decisions(LABOURER, 2)).toEqual([
        { at: at(3), text: 'at 3' },
        { at: at(2), text: 'at 2' },
      ]);
      expect(await ledger.decisions(LABOURER, 10)).toHaveLength(4);
    },

    async 'are kept up to fifty a labourer, the newest'({ ledger }) {
      await ledger.note(OTHER_LABOURER, { at: at(0), text: 'theirs' });
      for (let offset = 1; offset <= 60; offset++) await ledger.note(LABOURER, { at: at(offset), text: `${offset}` });
      const kept = await ledger.decisions(LABOURER, 100);
      expect(kept.map(({ text }) => Number(text))).toEqual(Array.from({ length: 50 }, (_, index) => 60 - index));
      expect(await ledger.decisions(OTHER_LABOURER, 10)).toEqual([{ at: at(0), text: 'theirs' }]);
    },

    async 'do not touch the row'({ ledger }) {
      await ledger.compareAndSet(aRow());
      await ledger.note(LABOURER, { at: at(1), text: 'allowed 7 of 10' });
      expect(await ledger.read(LABOURER)).toEqual(aRow({ version: 1 }));
      expect(await ledger.compareAndSet(aRow({ version: 1 }))).toBe('written');
    },
  },
};

export const slotLedgerContract = (name: string, open: Open<SlotLedgerSubject>): void =>
  describeContract(`SlotLedger: ${name}`, SLOT_LEDGER_CONTRACT, open);
