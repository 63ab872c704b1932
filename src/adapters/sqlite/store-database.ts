/** An open file of the product: its statements, its names, and the one way to change it. */

import type { Database, Statement } from 'better-sqlite3';
import { type CommitParticipant, GroupCommit } from './group-commit.js';
import { storeFailure } from './sqlite-errors.js';
import type { StoreNames } from '../shared/store-names.js';

/** A row as SQLite gives it: its values in the order of the statement's columns. */
export type RawRow = readonly unknown[];

/** Made by `openDatabase`; shared by the adapters of one process, so that all their changes are committed together. */
export class StoreDatabase {
  readonly file: string;
  readonly names: StoreNames;
  readonly #sqlite: Database;
  readonly #commits: GroupCommit;
  readonly #statements = new Map<string, Statement<unknown[], RawRow>>();

  constructor(sqlite: Database, file: string, names: StoreNames) {
    this.file = file;
    this.names = names;
    this.#sqlite = sqlite;
    this.#commits = new GroupCommit(sqlite, file);
  }

  /** The prepared statement of a text, made once. `Row` is what the text selects: SQLite's types have been checked by STRICT tables. */
  statement<Row extends RawRow>(sql: string): Statement<unknown[], Row> {
    const known = this.#statements.get(sql) ?? this.#prepared(sql);
    return known as Statement<unknown[], Row>;
  }

  #prepared(sql: string): Statement<unknown[], RawRow> {
    const statement = this.read(() => this.#sqlite.prepare<unknown[], RawRow>(sql));
    if (statement.reader) statement.raw();
    this.#statements.set(sql, statement);
    return statement;
  }

  /** See `GroupCommit.change`. */
  change<Result>(rows: number, work: () => Result): Promise<Result> {
    return this.#commits.change(rows, work);
  }

  joinCommits(participant: CommitParticipant): void {
    this.#commits.join(participant);
  }

  /** Reads, with SQLite's failures as the port's. */
  read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, this.file);
    }
  }

  /** Reads one state of the file, whatever other processes write in the meantime. */
  snapshot<Result>(work: () => Result): Result {
    return this.#sqlite.transaction(work).deferred();
  }

  /** Commits what is pending and closes the file. */
  close(): void {
    this.#commits.flush();
    this.#sqlite.close();
  }
}
