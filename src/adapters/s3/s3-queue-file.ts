/**
 * Queue files in an S3 bucket: a job's rows in one object, its record in another, which alone makes the file visible and says who
 * works it. How writers that crash or race are told apart is in `docs/decisions/0012-queue-files-on-s3.md`.
 */

import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { mapBounded } from '../../application/bounded.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Cursor, JobFile, Lease, QueueFile } from '../../application/ports/queue-file.js';
import { SoswError } from '../../domain/errors.js';
import { type EpochSeconds, epochSeconds, later, type Seconds } from '../../domain/time.js';
import { isOwn, LeftoverRows } from './leftover-rows.js';
import { damaged } from './queue-file-error.js';
import { QueueFileKeys } from './queue-file-keys.js';
import { QueueFileRecords, type StoredRecord } from './queue-file-records.js';
import { RowWindow } from './row-window.js';
import { uploadRows } from './row-upload.js';
import { type ListedObject, S3Objects } from './s3-objects.js';

export interface S3QueueFileOptions {
  readonly client: S3Client;
  /** Holds the queue, privately; its lifecycle deletes `<prefix>/done/` after `job_record_days` and aborts unfinished uploads. */
  readonly bucket: string;
  /** `s3_prefix`, without a slash at either end. */
  readonly prefix: string;
  readonly clock: Pick<Clock, 'now'>;
  /** The form of the names of files that an older Scheduler may have left: `tasks_queue_….txt` where nothing else is said. */
  readonly queueFile?: { readonly stem: string; readonly ext: string };
}

const SECONDS_A_DAY = 86_400;
/** Files of which the rows read ahead are kept; a process works one at a time. */
const HELD_MAX = 4;
/** Records read at a time when orphans are looked for. */
const READS_AT_A_TIME = 8;

interface Held {
  readonly stored: StoredRecord;
  readonly window: RowWindow;
}

export class S3QueueFile implements QueueFile {
  readonly #objects: S3Objects;
  readonly #keys: QueueFileKeys;
  readonly #records: QueueFileRecords;
  readonly #leftovers: LeftoverRows;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #held = new Map<string, Held>();

  constructor({ client, bucket, prefix, clock, queueFile }: S3QueueFileOptions) {
    this.#objects = new S3Objects(client, bucket);
    this.#keys = new QueueFileKeys(prefix);
    this.#records = new QueueFileRecords(this.#objects, this.#keys);
    this.#clock = clock;
    this.#leftovers = new LeftoverRows({
      objects: this.#objects,
      keys: this.#keys,
      records: this.#records,
      queueFile: queueFile ?? { stem: 'tasks_queue', ext: 'txt' },
    });
  }

  /** One request for a finished job, two for a pending one. */
  async find(name: string): Promise<JobFile | undefined> {
    // A finished job's record comes before its pending one goes: seen in this order, none falls between.
    const stored = (await this.#done(name)) ?? (await this.#records.pending(name)) ?? (await this.#done(name));
    if (stored === undefined) return undefined;
    const { identity, contentHash, rows, state } = stored.record;
    return { name, identity, contentHash, rows, state };
  }

  async create(
    name: string,
    job: { readonly identity: string; readonly contentHash: string },
    lines: Iterable<string>,
  ): Promise<'created' | 'exists'> {
    const key = await this.#freeKey(name);
    if (key === 'exists') return key;
    const attempt = randomUUID();
    const otherKey = this.#keys.attempt(name, attempt);
    const uploaded = await uploadRows(this.#objects, { key: key ?? otherKey, otherKey, attempt }, lines);
    if (uploaded === 'taken') {
      if ((await this.find(name)) !== undefined) return 'exists';
      throw new SoswError('queue_file.unavailable', `${name} is being made by another Scheduler`, { retryable: true });
    }
    if ((await this.#done(name)) === undefined) {
      const added = await this.#records.add(name, {
        identity: job.identity,
        contentHash: job.contentHash,
        rows: uploaded.rows,
        rowsObject: uploaded.object,
        state: 'pending',
        createdAt: this.#clock.now(),
        heldUntil: 0,
        forgetAt: 0,
        cursor: { row: 0, byte: 0 },
      });
      // A lost one may be this one, written by a request whose answer was lost, and taken by an owner since.
      const present = added === 'lost' ? await this.#records.pending(name) : added;
      if (present?.record.rowsObject.key === uploaded.object.key) return 'created';
    }
    await this.#objects.delete(uploaded.object.key, uploaded.object.etag);
    return 'exists';
  }

  async acquire(
    name: string,
    { now, life }: { now: EpochSeconds; life: Seconds },
  ): Promise<Lease | 'taken' | 'finished' | 'missing'> {
    const found = await this.#records.pending(name);
    if (found === undefined) return (await this.#done(name)) === undefined ? 'missing' : 'finished';
    if (found.record.state === 'finished') {
      await this.#clearAway(found);
      return 'finished';
    }
    if (found.record.heldUntil > now) return 'taken';
    const stored = await this.#records.replace(found, { ...found.record, heldUntil: later(now, life) });
    if (stored === 'lost') return 'taken';
    if (await this.#isSecondRecord(stored)) return 'finished';
    return this.#hold(stored, new RowWindow(this.#objects, stored.record.rowsObject));
  }

  async read(lease: Lease, limit: number): Promise<{ readonly lines: readonly string[]; readonly next: Cursor }> {
    const { cursor } = lease;
    const owned = await this.#owned(lease);
    // Whoever took the file over may have finished it. The loser gets nothing, and hears of it with its next write.
    if (owned === 'lost') return { lines: [], next: cursor };
    const { rows, rowsObject } = owned.stored.record;
    const wanted = Math.min(limit, rows - cursor.row);
    const read = await owned.window.read({ byte: cursor.byte, rows: wanted });
    if (typeof read !== 'string') {
      return { lines: read.lines, next: { ...cursor, row: cursor.row + read.lines.length, byte: read.nextByte } };
    }
    this.#held.delete(lease.name);
    if ((await this.#owned(lease)) === 'lost') return { lines: [], next: cursor };
    throw damaged(rowsObject.key, read === 'absent' ? 'is gone' : 'is not what was written there');
  }

  async checkpoint(
    lease: Lease,
    cursor: Cursor,
    { now, life }: { now: EpochSeconds; life: Seconds },
  ): Promise<Lease | 'lost'> {
    const owned = await this.#owned(lease);
    if (owned === 'lost') return owned;
    const moved = { ...owned.stored.record, cursor, heldUntil: later(now, life) };
    const stored = await this.#records.replace(owned.stored, moved);
    if (stored !== 'lost') return this.#hold(stored, owned.window);
    this.#held.delete(lease.name);
    return stored;
  }

  async release(lease: Lease): Promise<void> {
    const owned = await this.#owned(lease);
    this.#held.delete(lease.name);
    if (owned !== 'lost') await this.#records.replace(owned.stored, { ...owned.stored.record, heldUntil: 0 });
  }

  async finish(lease: Lease, record: { now: EpochSeconds; recordDays: number }): Promise<'finished' | 'lost'> {
    const owned = await this.#owned(lease);
    this.#held.delete(lease.name);
    if (owned === 'lost') return owned;
    const forgetAt = record.now + record.recordDays * SECONDS_A_DAY;
    const finished = { ...owned.stored.record, state: 'finished' as const, heldUntil: 0, forgetAt };
    const stored = await this.#records.replace(owned.stored, finished);
    if (stored === 'lost') return stored;
    await this.#clearAway(stored);
    return 'finished';
  }

  /**
   * Oldest: untouched for the longest time, so that files which fail again and again don't keep others from their turn. Tidies up as
   * well, and takes up what an older Scheduler left. One or two listings, of what is pending alone, and a request per record read.
   */
  async orphans(query: { now: EpochSeconds; limit: number }): Promise<readonly string[]> {
    // Rows come before their record, so those listed first and still without one later have none, or are being finished.
    const { objects: rows, folders } = await this.#objects.list(this.#keys.top);
    const leases = folders.has(this.#keys.leases) ? (await this.#objects.list(this.#keys.leases)).objects : [];
    const known = new Set(leases.map(({ key }) => this.#keys.nameOfLease(key)));
    const unknown = rows.filter(({ key }) => !known.has(this.#keys.nameOfRows(key).name));
    const adopted = await this.#leftovers.sweep(unknown, query);
    const free = await this.#free(leases, query);
    return [...free, ...adopted.map(({ name }) => name)].slice(0, query.limit);
  }

  /** Reads the records from the one untouched longest on, second by second as S3 tells them apart, until there are enough. */
  async #free(leases: readonly ListedObject[], query: { now: EpochSeconds; limit: number }): Promise<string[]> {
    const names: string[] = [];
    for (const objects of bySecond(leases)) {
      if (names.length >= query.limit) break;
      const found: { name: string; createdAt: number }[] = [];
      await mapBounded(objects, READS_AT_A_TIME, async ({ key }) => {
        const name = this.#keys.nameOfLease(key);
        const createdAt = await this.#createdAtIfFree(name, query.now);
        if (createdAt !== undefined) found.push({ name, createdAt });
      });
      names.push(...found.sort((one, other) => one.createdAt - other.createdAt).map(({ name }) => name));
    }
    return names;
  }

  async #createdAtIfFree(name: string, now: EpochSeconds): Promise<number | undefined> {
    try {
      const stored = await this.#records.pending(name);
      if (stored === undefined || stored.record.heldUntil > now) return undefined;
      if (stored.record.state === 'pending') {
        return (await this.#isSecondRecord(stored)) ? undefined : stored.record.createdAt;
      }
      await this.#clearAway(stored);
      return undefined;
    } catch (error) {
      // Whoever takes it up gets the same error and tells of it.
      if (error instanceof SoswError && error.code === 'queue_file.damaged') return 0;
      throw error;
    }
  }

  /** Where rows of a new file go: its own key, or undefined where a crashed creator left rows there. */
  async #freeKey(name: string): Promise<string | undefined | 'exists'> {
    const key = this.#keys.rows(name);
    const found = await this.#objects.head(key);
    if (typeof found === 'string') return key;
    if ((await this.find(name)) !== undefined) return 'exists';
    if (isOwn(found)) return undefined;
    await this.#leftovers.adopt(name, this.#clock.now());
    return 'exists';
  }

  /** Moves a finished job's record to where it is kept; its rows go before its pending record, by which a crash between is mended. */
  async #clearAway(stored: StoredRecord): Promise<void> {
    try {
      await this.#records.putDone(stored);
      await this.#dropPending(stored);
    } catch {
      // The job is finished whatever becomes of this: the next look for orphans does it again.
    }
  }

  /** A creator so slow that the job was made and finished meanwhile: its record counts for nothing and goes. */
  async #isSecondRecord(stored: StoredRecord): Promise<boolean> {
    if ((await this.#done(stored.name)) === undefined) return false;
    await this.#dropPending(stored);
    return true;
  }

  async #dropPending(stored: StoredRecord): Promise<void> {
    const { key, etag } = stored.record.rowsObject;
    await this.#objects.delete(key, etag);
    // Rows at the file's own key that the record doesn't name were left by a creator that crashed.
    const own = this.#keys.rows(stored.name);
    if (key !== own) await this.#objects.delete(own);
    await this.#records.removePending(stored);
  }

  #done(name: string): Promise<StoredRecord | undefined> {
    return this.#records.done(name, this.#clock.now());
  }

  async #owned(lease: Lease): Promise<Held | 'lost'> {
    const held = this.#held.get(lease.name);
    if (held?.stored.etag === lease.version) return held;
    const stored = await this.#records.pending(lease.name);
    if (stored?.etag !== lease.version) return 'lost';
    return { stored, window: new RowWindow(this.#objects, stored.record.rowsObject) };
  }

  #hold(stored: StoredRecord, window: RowWindow): Lease {
    this.#held.delete(stored.name);
    this.#held.set(stored.name, { stored, window });
    for (const name of this.#held.keys()) if (this.#held.size > HELD_MAX) this.#held.delete(name);
    const { heldUntil, cursor } = stored.record;
    return { name: stored.name, expiresAt: epochSeconds(heldUntil), cursor, version: stored.etag };
  }
}

function bySecond(objects: readonly ListedObject[]): ListedObject[][] {
  const groups = new Map<number, ListedObject[]>();
  for (const object of objects) {
    const second = Math.floor(object.modified.getTime() / 1000);
    groups.set(second, [...(groups.get(second) ?? []), object]);
  }
  return [...groups].sort(([one], [other]) => one - other).map(([, group]) => group);
}
