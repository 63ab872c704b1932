/**
 * The rows of a job on durable storage before any task is made of them: a job's file is complete or invisible, never rewritten,
 * and worked by one owner at a time, from a cursor.
 */

import type { QueuePlaces } from '../../domain/greenfield.js';
import type { EpochSeconds, Seconds } from '../../domain/time.js';

/** What a finished file leaves behind for `job_record_days`, so that a job that is sent again adds nothing. */
export interface JobFile {
  /** A plain name of the queue's own form, `<stem>_<identity>.<ext>`: what a sibling's event carries. */
  readonly name: string;
  /** The job's identity, whole: the name may hold a shortened form of it. */
  readonly identity: string;
  /** Hash of the job's text: the same identity with other content is refused. */
  readonly contentHash: string;
  readonly rows: number;
  readonly state: 'pending' | 'finished';
}

/** Where the owner of a file stands. */
export interface Cursor {
  /** Rows whose tasks are confirmed. */
  readonly row: number;
  /** Where the next row begins in the file. */
  readonly byte: number;
  /** The places in the queue that the job's rows have, by labourer row reserved once. */
  readonly places?: QueuePlaces;
}

/** Ownership of a file until `expiresAt`; every write with it fails once another owner has taken the file over. */
export interface Lease {
  readonly name: string;
  readonly expiresAt: EpochSeconds;
  readonly cursor: Cursor;
  /** The adapter's own proof of ownership (an ETag, a counter). */
  readonly version: string;
}

/** Rejects with `SoswError` `queue_file.unavailable` (retryable), or `queue_file.damaged`. */
export interface QueueFile {
  /** What is known under this name; undefined for a name that is new or was forgotten. */
  find(name: string): Promise<JobFile | undefined>;

  /**
   * Writes all lines, then makes the file visible under its name at once. `exists` if another made it meanwhile: nothing of
   * these lines is kept. `lines` is read once and lazily, without newlines; its memory does not grow with the job.
   */
  create(
    name: string,
    job: { readonly identity: string; readonly contentHash: string },
    lines: Iterable<string>,
  ): Promise<'created' | 'exists'>;

  /** Takes a pending file whose lease is free or has run out. `taken`: another owner holds it. */
  acquire(name: string, lease: { now: EpochSeconds; life: Seconds }): Promise<Lease | 'taken' | 'finished' | 'missing'>;

  /** Up to `limit` lines from the lease's cursor on, with the cursor behind them; no lines at the file's end. */
  read(lease: Lease, limit: number): Promise<{ readonly lines: readonly string[]; readonly next: Cursor }>;

  /** Moves the cursor and prolongs the lease. `lost`: another owner has the file; stop at once. */
  checkpoint(lease: Lease, cursor: Cursor, until: { now: EpochSeconds; life: Seconds }): Promise<Lease | 'lost'>;

  /** Gives the file up for the next owner, at its cursor. */
  release(lease: Lease): Promise<void>;

  /** All rows are tasks now: the rows go, the record stays for `recordDays`. */
  finish(lease: Lease, record: { now: EpochSeconds; recordDays: number }): Promise<'finished' | 'lost'>;

  /** Names of pending files that nobody holds, oldest first, at most `limit`: what a crashed Scheduler left. */
  orphans(query: { now: EpochSeconds; limit: number }): Promise<readonly string[]>;
}
