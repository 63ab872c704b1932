/**
 * Queue files in a folder of a local disk: each job's rows in a file of its name, all their records in one database beside them.
 * A file counts from the moment in which its record is there; any number of processes may share the folder.
 */

import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cursor, JobFile, Lease, QueueFile } from '../../application/ports/queue-file.js';
import { assertQueueFileName } from '../../domain/queue-file-name.js';
import type { EpochSeconds, Seconds } from '../../domain/time.js';
import { onDisk, queueFileError } from './queue-file-error.js';
import { QueueFileRecords } from './queue-file-records.js';
import { readRows, writeRows } from './queue-file-rows.js';

/** Names of queue files never begin with a dot, so that the adapter's own files can't be taken for one. */
const RECORDS = '.records.sqlite';
const TEMPORARY = /^\.[A-Za-z0-9_.-]+\.[0-9a-f-]{36}\.tmp$/;
/** A file that nobody has written to for so long belongs to a writer that was killed. */
const TEMPORARY_MS = 86_400_000;

export class FilesystemQueueFile implements QueueFile {
  readonly #directory: string;
  readonly #records: QueueFileRecords;

  /** Makes the folder if need be. Throws `queue_file.unavailable` where that fails. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#records = atOnce(() => {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return new QueueFileRecords(join(directory, RECORDS));
    });
  }

  async find(name: string): Promise<JobFile | undefined> {
    assertQueueFileName(name);
    return atOnce(() => this.#records.find(name));
  }

  async create(
    name: string,
    job: { readonly identity: string; readonly contentHash: string },
    lines: Iterable<string>,
  ): Promise<'created' | 'exists'> {
    if ((await this.find(name)) !== undefined) return 'exists';
    const temporary = join(this.#directory, `.${name}.${randomUUID()}.tmp`);
    try {
      const rows = await writeRows(temporary, lines);
      const file = { name, identity: job.identity, contentHash: job.contentHash, rows };
      // Rows whose record a crash prevented are nobody's: the same job, sent again, replaces them.
      return atOnce(() => this.#records.add(file, () => this.#moveDurably(temporary, name)));
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async acquire(
    name: string,
    lease: { now: EpochSeconds; life: Seconds },
  ): Promise<Lease | 'taken' | 'finished' | 'missing'> {
    assertQueueFileName(name);
    return atOnce(() => this.#records.acquire(name, lease));
  }

  async read(lease: Lease, limit: number): Promise<{ readonly lines: readonly string[]; readonly next: Cursor }> {
    const { cursor } = lease;
    const rows = atOnce(() => this.#records.ownedRows(lease));
    // Whoever took the file over may have finished it. The loser gets nothing, and hears of it with its next write.
    if (rows === 'lost') return { lines: [], next: cursor };
    try {
      const wanted = Math.min(limit, rows - cursor.row);
      const { lines, nextByte } = await readRows(this.#path(assertQueueFileName(lease.name)), {
        byte: cursor.byte,
        rows: wanted,
      });
      return { lines, next: { ...cursor, row: cursor.row + lines.length, byte: nextByte } };
    } catch (error) {
      if (atOnce(() => this.#records.ownedRows(lease)) === 'lost') return { lines: [], next: cursor };
      throw error;
    }
  }

  async checkpoint(lease: Lease, cursor: Cursor, until: { now: EpochSeconds; life: Seconds }): Promise<Lease | 'lost'> {
    return atOnce(() => this.#records.checkpoint(lease, cursor, until));
  }

  async release(lease: Lease): Promise<void> {
    atOnce(() => this.#records.release(lease));
  }

  async finish(lease: Lease, record: { now: EpochSeconds; recordDays: number }): Promise<'finished' | 'lost'> {
    assertQueueFileName(lease.name);
    if (!atOnce(() => this.#records.finish(lease, record))) return 'lost';
    // Rows that can't be deleted now go with the leftovers.
    await rm(this.#path(lease.name), { force: true }).catch(() => {});
    return 'finished';
  }

  /** Tidies up as well: forgets finished files whose days are over, deletes what killed processes left. */
  async orphans(query: { now: EpochSeconds; limit: number }): Promise<readonly string[]> {
    await onDisk(() => this.#deleteLeftovers());
    atOnce(() => this.#records.forget(query.now));
    return atOnce(() => this.#records.orphans(query));
  }

  close(): void {
    this.#records.close();
  }

  async #deleteLeftovers(): Promise<void> {
    for (const name of await readdir(this.#directory)) {
      const isLeft = TEMPORARY.test(name) ? await this.#isOld(name) : this.#records.find(name)?.state === 'finished';
      if (isLeft) await rm(this.#path(name), { force: true });
    }
  }

  async #isOld(name: string): Promise<boolean> {
    const found = await stat(this.#path(name)).catch(() => undefined);
    return found !== undefined && found.mtimeMs < Date.now() - TEMPORARY_MS;
  }

  /** Renames the file, and waits until the folder's new content is on the disk. */
  #moveDurably(temporary: string, name: string): void {
    renameSync(temporary, this.#path(name));
    const folder = openSync(this.#directory, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }
}

/** Runs a step that blocks, shortly, and gives its errors in the port's words. */
function atOnce<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw queueFileError(error);
  }
}
