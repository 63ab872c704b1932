/** Group commit: changes that arrive together share one transaction, since a commit costs far more than a change. */

import type { Database } from 'better-sqlite3';
import { SoswError } from '../../domain/errors.js';
import { storeFailure } from './sqlite-errors.js';

/** Rows of one commit: beyond some thousands a larger commit is no cheaper, and it keeps other processes waiting. */
const ROWS_MAX = 5000;

interface PendingChange {
  readonly rows: number;
  readonly run: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Whoever adds something to every commit, as the job counters do. */
export interface CommitParticipant {
  /** A transaction has begun. */
  begin(): void;
  /** All changes are made; what is written now is committed with them. */
  end(): void;
  /** The transaction was rolled back, after `end` or before. */
  undone(): void;
}

export class GroupCommit {
  readonly #file: string;
  readonly #participants: CommitParticipant[] = [];
  readonly #transaction: (changes: readonly PendingChange[]) => void;
  #pending: PendingChange[] = [];

  constructor(sqlite: Database, file: string) {
    this.#file = file;
    this.#transaction = sqlite.transaction((changes: readonly PendingChange[]) => {
      for (const participant of this.#participants) participant.begin();
      for (const change of changes) change.run();
      for (const participant of this.#participants) participant.end();
    }).immediate;
  }

  join(participant: CommitParticipant): void {
    this.#participants.push(participant);
  }

  /**
   * Makes a change of about so many rows and answers once it is committed. Changes are made in the order of the calls. `work` may be
   * run twice, the first time in a transaction that is rolled back: it must depend on nothing but the database.
   */
  change<Result>(rows: number, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      let result: Result;
      const run = () => {
        result = work();
      };
      this.#pending.push({ rows, run, done: () => resolve(result), failed: reject });
      if (this.#pending.length === 1) this.#commitSoon();
    });
  }

  /**
   * An immediate comes after all that is asked for in this turn of the event loop, promises' continuations included. One group a
   * turn: others have the loop, too.
   */
  #commitSoon(): void {
    setImmediate(() => {
      this.#commit(this.#nextGroup());
      if (this.#pending.length > 0) this.#commitSoon();
    });
  }

  /** Commits all that is pending. */
  flush(): void {
    while (this.#pending.length > 0) this.#commit(this.#nextGroup());
  }

  #nextGroup(): readonly PendingChange[] {
    let rows = 0;
    const end = this.#pending.findIndex((change, index) => {
      rows += change.rows;
      return index > 0 && rows > ROWS_MAX;
    });
    const group = end === -1 ? this.#pending : this.#pending.slice(0, end);
    this.#pending = end === -1 ? [] : this.#pending.slice(end);
    return group;
  }

  #commit(changes: readonly PendingChange[]): void {
    if (changes.length === 0) return;
    try {
      this.#transaction(changes);
    } catch (error) {
      for (const participant of this.#participants) participant.undone();
      this.#giveUpOrSplit(changes, storeFailure(error, this.#file));
      return;
    }
    for (const change of changes) change.done();
  }

  /** One change that cannot be made must not fail the others; a disk or lock that fails one fails them all. */
  #giveUpOrSplit(changes: readonly PendingChange[], failure: unknown): void {
    const isOfTheStore = failure instanceof SoswError && failure.code.startsWith('store.');
    if (changes.length === 1 || isOfTheStore) for (const change of changes) change.failed(failure);
    else for (const change of changes) this.#commit([change]);
  }
}
