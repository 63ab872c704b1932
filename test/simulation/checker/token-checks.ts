/** Watches every write of the labourers' rows: tokens stay within the allowance, and what was allowed when is remembered. */

import type { LabourerId } from '../../../src/domain/ids.js';
import { emptyRow, type LabourerRow, tokensOut } from '../../../src/domain/slots.js';
import type { EpochSeconds } from '../../../src/domain/time.js';
import type { Checks } from './checks.js';

interface Allowed {
  readonly from: number;
  readonly cap: number;
  /** 0 while the labourer is paused. */
  readonly allowance: number;
}

export class TokenChecks {
  readonly #rows = new Map<LabourerId, LabourerRow>();
  readonly #history = new Map<LabourerId, Allowed[]>();
  readonly #checks: Checks;
  readonly #now: () => EpochSeconds;

  constructor(checks: Checks, now: () => EpochSeconds) {
    this.#checks = checks;
    this.#now = now;
  }

  tokens(labourerId: LabourerId): number {
    return tokensOut(this.#row(labourerId), this.#now());
  }

  /** The highest cap and the highest allowance that were in force at any moment since the instant. */
  highestSince(labourerId: LabourerId, since: number): { readonly cap: number; readonly allowance: number } {
    const history = this.#history.get(labourerId) ?? [];
    let [cap, allowance] = [0, 0];
    for (let index = history.length - 1; index >= 0; index--) {
      const { from, ...allowed } = history[index] as Allowed;
      cap = Math.max(cap, allowed.cap);
      allowance = Math.max(allowance, allowed.allowance);
      if (from <= since) break;
    }
    return { cap, allowance };
  }

  /** Since when nothing may be started; undefined while something may. */
  stoppedSince(labourerId: LabourerId): number | undefined {
    const history = this.#history.get(labourerId) ?? [];
    const last = history.at(-1);
    return last?.allowance === 0 ? last.from : undefined;
  }

  /** The row as it was written, without the version that the ledger adds. */
  written(row: LabourerRow): void {
    const now = this.#now();
    const [before, after] = [this.tokens(row.labourerId), tokensOut(row, now)];
    // Clocks differ: what a process took for expired may live a few seconds more by another's.
    const grows = after > before;
    const found = () => ({ before, after, row: { ...row, batches: [...row.batches] } });
    this.#checks.that('I3', !grows || after <= row.allowance || row.decidedAt === now, 'tokens ≤ allowance', found);
    this.#checks.that('I9', !grows || !row.paused, 'no token is given out while paused', found);
    this.#checks.that('I3', row.allowance <= row.cap, 'allowance ≤ cap', found);
    const { operatorCap = row.allowance } = row;
    this.#checks.that('I3', row.allowance <= operatorCap, "allowance ≤ an operator's cap", found);
    this.#rows.set(row.labourerId, row);
    this.#remember(row);
  }

  #remember({ labourerId, cap, allowance: allowed, paused }: LabourerRow): void {
    const allowance = paused ? 0 : allowed;
    const history = this.#history.get(labourerId) ?? [];
    const last = history.at(-1);
    if (last?.cap === cap && last.allowance === allowance) return;
    history.push({ from: this.#now(), cap, allowance });
    this.#history.set(labourerId, history);
  }

  #row(labourerId: LabourerId): LabourerRow {
    return this.#rows.get(labourerId) ?? emptyRow(labourerId);
  }
}
