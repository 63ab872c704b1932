/** The records beside the rows: one of a pending file, exchanged by compare-and-set, and one that a finished job leaves. */

import { randomUUID } from 'node:crypto';
import { SoswError } from '../../domain/errors.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { QueueFileKeys } from './queue-file-keys.js';
import { type QueueFileRecord, recordOfText, textOfRecord } from './queue-file-record.js';
import type { Condition, S3Objects } from './s3-objects.js';

/** A record as it stands: its ETag is what the next write has to match. */
export interface StoredRecord {
  readonly name: string;
  readonly record: QueueFileRecord;
  readonly etag: string;
}

/** Writes that met another conditional write, which then came to nothing, are sent again so often. */
const TRIES_MAX = 3;
const JSON_TYPE = 'application/json';

export class QueueFileRecords {
  readonly #objects: S3Objects;
  readonly #keys: QueueFileKeys;

  constructor(objects: S3Objects, keys: QueueFileKeys) {
    this.#objects = objects;
    this.#keys = keys;
  }

  async pending(name: string): Promise<StoredRecord | undefined> {
    return (await this.#read(name, this.#keys.lease(name)))?.stored;
  }

  /** The record of a finished job, unless its days are over: the bucket's lifecycle rule may be a day or two late. */
  async done(name: string, now: EpochSeconds): Promise<StoredRecord | undefined> {
    const found = await this.#read(name, this.#keys.doneRecord(name));
    return found !== undefined && found.stored.record.forgetAt > now ? found.stored : undefined;
  }

  /** Makes the file visible. `lost`: it has a record already. */
  add(name: string, record: QueueFileRecord): Promise<StoredRecord | 'lost'> {
    return this.#write(name, record, { ifNone: true });
  }

  /** Exchanges the record that was read or written before. `lost`: it is another by now. */
  replace(stored: StoredRecord, record: QueueFileRecord): Promise<StoredRecord | 'lost'> {
    return this.#write(stored.name, record, { ifMatch: stored.etag });
  }

  async putDone({ name, record }: StoredRecord): Promise<void> {
    await this.#objects.put(this.#keys.doneRecord(name), textOfRecord(record, randomUUID()), { type: JSON_TYPE });
  }

  async removePending({ name, etag }: StoredRecord): Promise<void> {
    await this.#objects.delete(this.#keys.lease(name), etag);
  }

  async #write(name: string, record: QueueFileRecord, condition: Condition): Promise<StoredRecord | 'lost'> {
    const key = this.#keys.lease(name);
    const nonce = randomUUID();
    const expected = 'ifMatch' in condition ? condition.ifMatch : undefined;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const answer = await this.#objects.put(key, textOfRecord(record, nonce), { condition, type: JSON_TYPE });
      if (typeof answer !== 'string') return { name, record, etag: answer.etag };
      // The client repeats requests by itself: a refusal may be the answer to the second sending of a write that succeeded.
      const found = await this.#read(name, key);
      if (found?.nonce === nonce) return found.stored;
      if (found?.stored.etag !== expected) return 'lost';
    }
    throw new SoswError('queue_file.unavailable', `the record of ${name} is being written by others`, {
      retryable: true,
    });
  }

  async #read(name: string, key: string): Promise<{ stored: StoredRecord; nonce: string } | undefined> {
    const answer = await this.#objects.get(key);
    if (typeof answer === 'string') return undefined;
    const { record, nonce } = recordOfText(Buffer.from(answer.bytes).toString(), key);
    return { stored: { name, record, etag: answer.etag }, nonce };
  }
}
