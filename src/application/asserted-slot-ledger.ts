/** A ledger of which every confirmed write is held against the invariants. It answers as the ledger behind it does. */

import type { LabourerId } from '../domain/ids.js';
import { brokenByRow } from '../domain/invariants.js';
import type { LabourerRow } from '../domain/slots.js';
import type { InvariantAlarm } from './ports/invariant-alarm.js';
import type { CompareAndSetOutcome, NotedDecision, SlotLedger } from './ports/slot-ledger.js';

export class AssertedSlotLedger implements SlotLedger {
  readonly #ledger: SlotLedger;
  readonly #alarm: InvariantAlarm;
  /** Rows as they were last read or written here. */
  readonly #seen = new Map<LabourerId, LabourerRow>();
  /** The versions that were last written here. */
  readonly #written = new Map<LabourerId, number>();

  constructor(ledger: SlotLedger, alarm: InvariantAlarm) {
    this.#ledger = ledger;
    this.#alarm = alarm;
  }

  async read(labourerId: LabourerId): Promise<LabourerRow> {
    const row = await this.#ledger.read(labourerId);
    this.#saw(row);
    return row;
  }

  async readAll(labourerIds: readonly LabourerId[]): Promise<readonly LabourerRow[]> {
    const rows = await this.#ledger.readAll(labourerIds);
    for (const row of rows) this.#saw(row);
    return rows;
  }

  async compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    const seen = this.#seen.get(row.labourerId);
    const outcome = await this.#ledger.compareAndSet(row);
    if (outcome === 'written') this.#wrote(row, seen);
    return outcome;
  }

  note(labourerId: LabourerId, decision: NotedDecision): Promise<void> {
    return this.#ledger.note(labourerId, decision);
  }

  decisions(labourerId: LabourerId, limit: number): Promise<readonly NotedDecision[]> {
    return this.#ledger.decisions(labourerId, limit);
  }

  #saw(row: LabourerRow): void {
    this.#seen.set(row.labourerId, row);
    // Whoever deleted the labourer's row began its versions anew.
    if (row.version < (this.#written.get(row.labourerId) ?? 0)) this.#written.delete(row.labourerId);
  }

  /** `seen` is the row as it was known when the write was sent: an answer may arrive after those to later writes. */
  #wrote(after: LabourerRow, seen: LabourerRow | undefined): void {
    const { labourerId } = after;
    const version = after.version + 1;
    const isRepeated =
      (seen !== undefined && seen.version > after.version) || this.#written.get(labourerId) === version;
    const before = seen?.version === after.version ? seen : undefined;
    this.#written.set(labourerId, version);
    this.#seen.set(labourerId, { ...after, version });
    try {
      for (const each of brokenByRow({ before, after, isRepeated })) this.#alarm(each);
    } catch {
      // The write is made: an assertion that fails by itself must not hide that from the caller.
    }
  }
}
