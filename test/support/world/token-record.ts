/** Watches every write of the labourers' rows: tokens never grow beyond the allowance. */

import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import { emptyRow, type LabourerRow, tokensOut } from '../../../src/domain/slots.js';
import type { EpochSeconds } from '../../../src/domain/time.js';
import type { Violations } from './violations.js';

export class TokenRecord {
  readonly #rows = new Map<LabourerId, LabourerRow>();
  /** Each labourer's allowances, with the instant from which each was in force. */
  readonly #allowed = new Map<LabourerId, { readonly from: number; readonly allowance: number }[]>();
  readonly #violations: Violations;
  readonly #now: () => EpochSeconds;

  constructor(violations: Violations, now: () => EpochSeconds) {
    this.#violations = violations;
    this.#now = now;
  }

  /** The ledger, with everything it writes recorded here. */
  watch(ledger: SlotLedger): SlotLedger {
    return {
      read: (labourerId) => ledger.read(labourerId),
      readAll: (labourerIds) => ledger.readAll(labourerIds),
      compareAndSet: async (row) => {
        const outcome = await ledger.compareAndSet(row);
        if (outcome === 'written') this.#written(row);
        return outcome;
      },
      note: (labourerId, decision) => ledger.note(labourerId, decision),
      decisions: (labourerId, limit) => ledger.decisions(labourerId, limit),
    };
  }

  tokens(labourerId: LabourerId): number {
    return tokensOut(this.#row(labourerId), this.#now());
  }

  allowedSince(labourerId: LabourerId, since: number): number {
    const history = this.#allowed.get(labourerId) ?? [];
    const before = history.findLast(({ from }) => from < since)?.allowance ?? 0;
    const after = history.filter(({ from }) => from >= since).map(({ allowance }) => allowance);
    return Math.max(before, ...after);
  }

  #row(labourerId: LabourerId): LabourerRow {
    return this.#rows.get(labourerId) ?? emptyRow(labourerId);
  }

  #written(row: LabourerRow): void {
    const [before, after] = [this.tokens(row.labourerId), tokensOut(row, this.#now())];
    const grows = after > before;
    this.#violations.unless(!grows || after <= row.allowance, 'tokens ≤ allowance', () => [before, after, row]);
    this.#violations.unless(!grows || !row.paused, 'no token is given out while paused', () => row);
    this.#violations.unless(row.allowance <= row.cap, 'allowance ≤ cap', () => row);
    this.#rows.set(row.labourerId, row);
    const history = this.#allowed.get(row.labourerId) ?? [];
    if (history.at(-1)?.allowance !== row.allowance) history.push({ from: this.#now(), allowance: row.allowance });
    this.#allowed.set(row.labourerId, history);
  }
}
