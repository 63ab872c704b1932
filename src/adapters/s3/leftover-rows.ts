/**
 * Rows without a record: files that an older Scheduler left, plain or locked, which get a record once; and rows of creators that
 * died before they wrote theirs, which go after a day.
 */

import { createHash } from 'node:crypto';
import { assertQueueFileName } from '../../domain/queue-file-name.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { QueueFileKeys } from './queue-file-keys.js';
import type { QueueFileRecord } from './queue-file-record.js';
import type { QueueFileRecords, StoredRecord } from './queue-file-records.js';
import { ATTEMPT } from './row-upload.js';
import type { ListedObject, ObjectHead, S3Objects } from './s3-objects.js';

/** A Lambda function lives for 15 minutes at most: whoever left a file as old as this works on it no more. */
const SETTLED_S = 20 * 60;
/** Rows without a record for so long belong to no creator that is alive, not even to a command line's. */
const ABANDONED_S = 86_400;
/** Objects that one sweep looks at, beside its listing. */
const LOOKS_MAX = 100;
const RANGE_BYTES = 4 * 2 ** 20;
const NEWLINE = 10;
/** What the older Scheduler put before the name of a file that it was working on. */
const LOCKED = 'locked_';

export interface LeftoverRowsParts {
  readonly objects: S3Objects;
  readonly keys: QueueFileKeys;
  readonly records: QueueFileRecords;
  /** Name and extension of queue files: only objects of that form are looked at. */
  readonly queueFile: { readonly stem: string; readonly ext: string };
}

export class LeftoverRows {
  readonly #parts: LeftoverRowsParts;

  constructor(parts: LeftoverRowsParts) {
    this.#parts = parts;
  }

  /** The records made for old files, oldest first, at most `limit`. `rows` are objects that no record names. */
  async sweep(rows: readonly ListedObject[], query: { now: EpochSeconds; limit: number }): Promise<StoredRecord[]> {
    const age = (object: ListedObject) => query.now - object.modified.getTime() / 1000;
    const settled = rows.filter((object) => age(object) >= SETTLED_S && this.#isOfQueue(object.key));
    settled.sort((one, other) => age(other) - age(one));
    const adopted: StoredRecord[] = [];
    for (const object of settled.slice(0, LOOKS_MAX)) {
      if (adopted.length >= query.limit) break;
      const found = await this.#parts.objects.head(object.key);
      if (typeof found === 'string') continue;
      if (!isOwn(found)) adopted.push(...(await this.#adoptOnce(object.key, query.now)));
      else if (age(object) >= ABANDONED_S) await this.#parts.objects.delete(object.key, object.etag);
    }
    return adopted;
  }

  /**
   * Makes the record of an old file from its rows. Its name is its identity, so that a plain and a locked file of one job are two.
   * `lost`: it has a record, or is gone.
   */
  async adopt(name: string, now: EpochSeconds): Promise<StoredRecord | 'lost'> {
    const counted = await this.#count(this.#parts.keys.rows(name));
    if (counted === 'lost') return counted;
    return this.#parts.records.add(name, {
      ...counted,
      identity: name,
      state: 'pending',
      createdAt: now,
      heldUntil: 0,
      forgetAt: 0,
      cursor: { row: 0, byte: 0 },
    });
  }

  async #adoptOnce(key: string, now: EpochSeconds): Promise<StoredRecord[]> {
    const { name } = this.#parts.keys.nameOfRows(key);
    if ((await this.#parts.records.done(name, now)) !== undefined) return [];
    const record = await this.adopt(name, now);
    return record === 'lost' ? [] : [record];
  }

  async #count(key: string): Promise<Pick<QueueFileRecord, 'rows' | 'rowsObject' | 'contentHash'> | 'lost'> {
    const found = await this.#parts.objects.head(key);
    if (typeof found === 'string') return 'lost';
    const hash = createHash('sha256');
    let rows = 0;
    let last = NEWLINE;
    for (let byte = 0; byte < found.bytes; byte += RANGE_BYTES) {
      const range = { ifMatch: found.etag, first: byte, last: Math.min(byte + RANGE_BYTES, found.bytes) - 1 };
      const answer = await this.#parts.objects.get(key, range);
      if (typeof answer === 'string') return 'lost';
      hash.update(answer.bytes);
      for (const one of answer.bytes) if (one === NEWLINE) rows += 1;
      last = answer.bytes.at(-1) ?? last;
    }
    if (last !== NEWLINE) rows += 1;
    return { rows, contentHash: hash.digest('hex'), rowsObject: { key, etag: found.etag, bytes: found.bytes } };
  }

  #isOfQueue(key: string): boolean {
    const { name } = this.#parts.keys.nameOfRows(key);
    const { stem, ext } = this.#parts.queueFile;
    const own = name.startsWith(LOCKED) ? name.slice(LOCKED.length) : name;
    return own.startsWith(`${stem}_`) && (ext === '' || own.endsWith(`.${ext}`)) && isPlain(name);
  }
}

/** Whether the rows are of this adapter's making, and not an older Scheduler's. */
export const isOwn = (rows: ObjectHead): boolean => rows.metadata[ATTEMPT] !== undefined;

/** An old file that can't be named can't be taken up; it stays where it is. */
function isPlain(name: string): boolean {
  try {
    return assertQueueFileName(name) === name;
  } catch {
    return false;
  }
}
