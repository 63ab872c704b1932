/** The labourers' rows in memory. */

import type { CompareAndSetOutcome, NotedDecision, SlotLedger } from '../../application/ports/slot-ledger.js';
import type { LabourerId } from '../../domain/ids.js';
import { emptyRow, type LabourerRow } from '../../domain/slots.js';

/** Decisions that are kept a labourer. */
const DECISIONS_MAX = 50;

export class MemorySlotLedger implements SlotLedger {
  readonly #rows = new Map<LabourerId, LabourerRow>();
  readonly #decisions = new Map<LabourerId, readonly NotedDecision[]>();

  readonly #onWrite: (row: LabourerRow) => void;

  /** `onWrite` is told of each row that was written. Must not throw. */
  constructor(onWrite: (row: LabourerRow) => void = () => {}) {
    this.#onWrite = onWrite;
  }

  async read(labourerId: LabourerId): Promise<LabourerRow> {
    return this.#rows.get(labourerId) ?? emptyRow(labourerId);
  }

  readAll(labourerIds: readonly LabourerId[]): Promise<readonly LabourerRow[]> {
    return Promise.all(labourerIds.map((labourerId) => this.read(labourerId)));
  }

  async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    const stored = this.#rows.get(row.labourerId) ?? emptyRow(row.labourerId);
    if (stored.version !== row.version) return 'lost';
    this.#rows.set(row.labourerId, { ...row, version: row.version + 1 });
    this.#onWrite(row);
    return 'written';
  }

  async note(labourerId: LabourerId, decision: NotedDecision): Promise<void> {
    const decisions = [decision, ...(this.#decisions.get(labourerId) ?? [])];
    this.#decisions.set(labourerId, decisions.sort((one, other) => other.at - one.at).slice(0, DECISIONS_MAX));
  }

  async decisions(labourerId: LabourerId, limit: number): Promise<readonly NotedDecision[]> {
    return (this.#decisions.get(labourerId) ?? []).slice(0, limit);
  }
}
