/**
 * Who owns which queue file, and how far it got: a small SQLite database beside the files, since a compare-and-set that holds
 * between processes and through crashes is more than file names and links can do.
 */

import Database from 'better-sqlite3';
import type { Cursor, JobFile, Lease } from '../../application/ports/queue-file.js';
import { SoswError } from '../../domain/errors.js';
import { type EpochSeconds, later, type Seconds } from '../../domain/time.js';
import { jsonOrUndefined } from '../shared/json-text.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS queue_files (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    identity TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'finished')),
    version INTEGER NOT NULL DEFAULT 0,
    held_until REAL NOT NULL DEFAULT 0,
    cursor TEXT NOT NULL DEFAULT '{"row":0,"byte":0}',
    forget_at REAL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS queue_files_pending ON queue_files (position) WHERE state = 'pending';
  CREATE INDEX IF NOT EXISTS queue_files_forget ON queue_files (forget_at) WHERE forget_at IS NOT NULL;
`;

/** How long a process waits for another one's write. */
const BUSY_MS = 5000;
const SECONDS_A_DAY = 86_400;

/** A version is only the present one while the row has it, is pending, and so has one owner. */
const OWNED = `name = :name AND version = :version AND state = 'pending'`;

interface Row {
  readonly name: string;
  readonly identity: string;
  readonly content_hash: string;
  readonly row_count: number;
  readonly state: JobFile['state'];
  readonly version: number;
  readonly held_until: number;
  readonly cursor: string;
}

export class QueueFileRecords {
  readonly #database: Database.Database;

  constructor(path: string) {
    this.#database = new Database(path, { timeout: BUSY_MS });
    try {
      this.#database.pragma('journal_mode = WAL');
      // Every commit reaches the disk: a cursor that went back would only repeat work, a lost record would lose a job.
      this.#database.pragma('synchronous = FULL');
      this.#database.exec(SCHEMA);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  find(name: string): JobFile | undefined {
    const row = this.#row(name);
    if (row === undefined) return undefined;
    const { identity, content_hash: contentHash, row_count: rows, state } = row;
    return { name, identity, contentHash, rows, state };
  }

  /** Adds the record if there is none of its name; `whileAlone` runs before it is seen, and while no other process can add. */
  add(file: Omit<JobFile, 'state'>, whileAlone: () => void): 'created' | 'exists' {
    const add = this.#database.transaction(() => {
      if (this.#row(file.name) !== undefined) return 'exists';
      whileAlone();
      this.#run(
        'INSERT INTO queue_files (name, identity, content_hash, row_count) VALUES (:name, :identity, :contentHash, :rows)',
        file,
      );
      return 'created';
    });
    return add.immediate();
  }

  acquire(name: string, until: { now: EpochSeconds; life: Seconds }): Lease | 'taken' | 'finished' | 'missing' {
    const row = this.#row(name);
    if (row === undefined) return 'missing';
    if (row.state === 'finished') return 'finished';
    if (row.held_until > until.now) return 'taken';
    const cursor = cursorIn(row);
    const lease = this.checkpoint({ name, version: String(row.version) }, cursor, until);
    return lease === 'lost' ? 'taken' : lease;
  }

  checkpoint(
    owner: Pick<Lease, 'name' | 'version'>,
    cursor: Cursor,
    until: { now: EpochSeconds; life: Seconds },
  ): Lease | 'lost' {
    const expiresAt = later(until.now, until.life);
    const changed = this.#run(
      `UPDATE queue_files SET version = version + 1, held_until = :expiresAt, cursor = :cursor WHERE ${OWNED}`,
      { ...owned(owner), expiresAt, cursor: JSON.stringify(cursor) },
    );
    return changed ? { name: owner.name, expiresAt, cursor, version: String(Number(owner.version) + 1) } : 'lost';
  }

  release(lease: Lease): void {
    this.#run(`UPDATE queue_files SET version = version + 1, held_until = 0 WHERE ${OWNED}`, owned(lease));
  }

  /** False when the lease is lost. */
  finish(lease: Lease, record: { now: EpochSeconds; recordDays: number }): boolean {
    return this.#run(`UPDATE queue_files SET state = 'finished', forget_at = :forgetAt WHERE ${OWNED}`, {
      ...owned(lease),
      forgetAt: record.now + record.recordDays * SECONDS_A_DAY,
    });
  }

  /** How many rows the file has, while the lease holds. */
  ownedRows(lease: Lease): number | 'lost' {
    const row = this.#row(lease.name);
    return row?.state === 'pending' && String(row.version) === lease.version ? row.row_count : 'lost';
  }

  orphans(query: { now: EpochSeconds; limit: number }): string[] {
    const sql = `SELECT name FROM queue_files WHERE state = 'pending' AND held_until <= :now ORDER BY position LIMIT :limit`;
    return this.#database
      .prepare<typeof query, { name: string }>(sql)
      .all(query)
      .map(({ name }) => name);
  }

  forget(now: EpochSeconds): void {
    this.#run('DELETE FROM queue_files WHERE forget_at <= :now', { now });
  }

  close(): void {
    this.#database.close();
  }

  #row(name: string): Row | undefined {
    return this.#database.prepare<[string], Row>('SELECT * FROM queue_files WHERE name = ?').get(name);
  }

  /** Whether the statement changed anything. */
  #run(sql: string, values: object): boolean {
    return this.#database.prepare<[object]>(sql).run(values).changes > 0;
  }
}

/** Throws `queue_file.damaged`: a cursor behind the last row would look like the file's end. */
function cursorIn({ name, cursor: text, row_count: rows }: Row): Cursor {
  const cursor = jsonOrUndefined(text) as Partial<Cursor> | null | undefined;
  const { row, byte, places } = cursor ?? {};
  const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
  const arePlaces = places === undefined || [places.start, places.gap, places.tail].every(Number.isFinite);
  if (isCount(row) && Number(row) <= rows && isCount(byte) && arePlaces) return cursor as Cursor;
  throw new SoswError('queue_file.damaged', `the record of ${name} has no cursor`);
}

const owned = (lease: Pick<Lease, 'name' | 'version'>) => ({ name: lease.name, version: Number(lease.version) });
