/** The labourers' rows in SQLite: a write is conditional on the version, so nobody needs a lock between reading and writing. */

import type { CompareAndSetOutcome, NotedDecision, SlotLedger } from '../../application/ports/slot-ledger.js';
import type { Greenfield } from '../../domain/greenfield.js';
import type { LabourerId } from '../../domain/ids.js';
import { SoswError } from '../../domain/errors.js';
import { emptyRow, type LabourerRow } from '../../domain/slots.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { StoreDatabase } from './store-database.js';
import { jsonOrUndefined } from '../shared/json-text.js';
import { FIXED_NAMES } from '../shared/store-names.js';

/** Decisions that are kept a labourer. */
const DECISIONS_MAX = 50;

type StoredRow = readonly [
  version: number,
  allowance: number,
  cap: number,
  paused: 0 | 1,
  decidedAt: EpochSeconds,
  batches: string,
  tailGreenfield: Greenfield | null,
  tailReservedAt: EpochSeconds | null,
  operatorCap: number | null,
];

export class SqliteSlotLedger implements SlotLedger {
  readonly #database: StoreDatabase;
  readonly #select;
  readonly #insert;
  readonly #update;
  readonly #note;
  readonly #forget;
  readonly #decisions;

  constructor(database: StoreDatabase) {
    this.#database = database;
    const { labourers, decisions } = FIXED_NAMES;
    const columns =
      'version, allowance, cap, paused, decided_at, batches, tail_greenfield, tail_reserved_at, operator_cap';
    const newest = `FROM ${decisions} WHERE labourer_id = ? ORDER BY at DESC, rowid DESC LIMIT`;
    this.#select = database.statement<StoredRow>(`SELECT ${columns} FROM ${labourers} WHERE labourer_id = ?`);
    this.#insert = database.statement(
      `INSERT INTO ${labourers} (${columns}, labourer_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#update = database.statement(
      `UPDATE ${labourers} SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE labourer_id = ? AND version = ?`,
    );
    this.#note = database.statement(`INSERT INTO ${decisions} (labourer_id, at, text) VALUES (?, ?, ?)`);
    this.#forget = database.statement(
      `DELETE FROM ${decisions} WHERE rowid IN (SELECT rowid ${newest} -1 OFFSET ${DECISIONS_MAX})`,
    );
    this.#decisions = database.statement<readonly [EpochSeconds, string]>(`SELECT at, text ${newest} ?`);
  }

  async read(labourerId: LabourerId): Promise<LabourerRow> {
    const row = this.#database.read(() => this.#select.get(labourerId));
    return row === undefined ? emptyRow(labourerId) : rowOf(labourerId, row);
  }

  readAll(labourerIds: readonly LabourerId[]): Promise<readonly LabourerRow[]> {
    return Promise.all(labourerIds.map((labourerId) => this.read(labourerId)));
  }

  compareAndSet(row: LabourerRow): Promise<CompareAndSetOutcome> {
    const values = [...valuesOf(row), row.labourerId];
    return this.#database.change(1, () => {
      const { changes } = row.version === 0 ? this.#insert.run(...values) : this.#update.run(...values, row.version);
      return changes === 1 ? 'written' : 'lost';
    });
  }

  note(labourerId: LabourerId, { at, text }: NotedDecision): Promise<void> {
    return this.#database.change(1, () => {
      this.#note.run(labourerId, at, text);
      this.#forget.run(labourerId);
    });
  }

  async decisions(labourerId: LabourerId, limit: number): Promise<readonly NotedDecision[]> {
    const rows = this.#database.read(() => this.#decisions.all(labourerId, limit));
    return rows.map(([at, text]) => ({ at, text }));
  }
}

/** The stored row as its next version. */
const valuesOf = (row: LabourerRow): unknown[] => [
  row.version + 1,
  row.allowance,
  row.cap,
  Number(row.paused),
  row.decidedAt,
  JSON.stringify([...row.batches]),
  row.tail?.greenfield,
  row.tail?.reservedAt,
  row.operatorCap,
];

function rowOf(labourerId: LabourerId, row: StoredRow): LabourerRow {
  const [version, allowance, cap, paused, decidedAt, batches, greenfield, reservedAt, operatorCap] = row;
  return {
    labourerId,
    version,
    allowance,
    cap,
    paused: paused === 1,
    decidedAt,
    batches: new Map(batchesIn(labourerId, batches)),
    ...(greenfield === null || reservedAt === null ? {} : { tail: { greenfield, reservedAt } }),
    ...(operatorCap === null ? {} : { operatorCap }),
  };
}

/** Throws `labourer.corrupt` for what is no list of instants and counts: nobody could tell how many tokens are out. */
function batchesIn(labourerId: LabourerId, text: string): readonly (readonly [EpochSeconds, number])[] {
  const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
  const isBatch = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(isCount);
  const batches = jsonOrUndefined(text);
  if (Array.isArray(batches) && batches.every(isBatch)) return batches;
  throw new SoswError(
    'labourer.corrupt',
    `the row of ${labourerId} cannot be read: expected a list of [instant, count] in batches`,
  );
}
