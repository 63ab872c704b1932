/** The operators' audit trail in SQLite. */

import type {
  OperationLog,
  OperationRecord,
  OperationState,
  OperatorAction,
} from '../../application/ports/operation-log.js';
import type { EpochSeconds } from '../../domain/time.js';
import { isJsonObject } from '../../domain/worker-event.js';
import { jsonOrUndefined } from '../shared/json-text.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import type { StoreDatabase } from './store-database.js';

type OperationRow = readonly [
  operationId: string,
  at: EpochSeconds,
  by: string,
  action: OperatorAction,
  state: OperationState,
  target: string,
  counts: string | null,
  error: string | null,
];

export class SqliteOperationLog implements OperationLog {
  readonly #database: StoreDatabase;
  readonly #insert;
  readonly #recent;
  readonly #of;

  constructor(database: StoreDatabase) {
    this.#database = database;
    const { operations } = FIXED_NAMES;
    const columns = 'operation_id, at, by, action, state, target, counts, error';
    this.#insert = database.statement(`INSERT INTO ${operations} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    const select = `SELECT ${columns} FROM ${operations}`;
    this.#recent = database.statement<OperationRow>(`${select} ORDER BY at DESC, number DESC LIMIT ?`);
    this.#of = database.statement<OperationRow>(`${select} WHERE operation_id = ? ORDER BY number`);
  }

  append({ operationId, at, by, action, state, target, counts, error }: OperationRecord): Promise<void> {
    const texts = [JSON.stringify(target), counts && JSON.stringify(counts)];
    return this.#database.change(1, () => {
      this.#insert.run(operationId, at, by, action, state, ...texts, error);
    });
  }

  async recent(limit: number): Promise<readonly OperationRecord[]> {
    return this.#database.read(() => this.#recent.all(limit)).map(recordOf);
  }

  async of(operationId: string): Promise<readonly OperationRecord[]> {
    return this.#database.read(() => this.#of.all(operationId)).map(recordOf);
  }
}

function recordOf([operationId, at, by, action, state, target, counts, error]: OperationRow): OperationRecord {
  const asked = jsonOrUndefined(target);
  const counted = counts === null ? undefined : jsonOrUndefined(counts);
  return {
    operationId,
    at,
    by,
    action,
    state,
    target: isJsonObject(asked) ? asked : {},
    ...(counted === undefined ? {} : { counts: counted as NonNullable<OperationRecord['counts']> }),
    ...(error === null ? {} : { error }),
  };
}
