/** Jobs' rows in memory, with the ownership rules of the real thing. */

import type { Cursor, JobFile, Lease, QueueFile } from '../../application/ports/queue-file.js';
import { assertQueueFileName } from '../../domain/queue-file-name.js';
import { type EpochSeconds, later, type Seconds } from '../../domain/time.js';

interface StoredFile {
  readonly name: string;
  readonly identity: string;
  readonly contentHash: string;
  readonly rows: number;
  lines: readonly string[];
  state: JobFile['state'];
  cursor: Cursor;
  version: number;
  /** The end of the lease; undefined while nobody holds the file. */
  heldUntil: EpochSeconds | undefined;
  forgetAt: number;
}

const SECONDS_A_DAY = 86_400;

export class MemoryQueueFile implements QueueFile {
  readonly #files = new Map<string, StoredFile>();
  /** In the order of their making, oldest first. */
  readonly #pending = new Map<string, StoredFile>();
  /** In the order in which their days are over, as long as they are kept for equally many. */
  readonly #finished = new Set<StoredFile>();

  async find(name: string): Promise<JobFile | undefined> {
    const file = this.#files.get(assertQueueFileName(name));
    if (file === undefined) return undefined;
    return { name, identity: file.identity, contentHash: file.contentHash, rows: file.rows, state: file.state };
  }

  async create(
    name: string,
    job: { readonly identity: string; readonly contentHash: string },
    lines: Iterable<string>,
  ): Promise<'created' | 'exists'> {
    assertQueueFileName(name);
    const stored = [...lines];
    if (this.#files.has(name)) return 'exists';
    const file: StoredFile = {
      name,
      identity: job.identity,
      contentHash: job.contentHash,
      rows: stored.length,
      lines: stored,
      state: 'pending',
      cursor: { row: 0, byte: 0 },
      version: 0,
      heldUntil: undefined,
      forgetAt: Number.POSITIVE_INFINITY,
    };
    this.#files.set(name, file);
    this.#pending.set(name, file);
    return 'created';
  }

  async acquire(
    name: string,
    lease: { now: EpochSeconds; life: Seconds },
  ): Promise<Lease | 'taken' | 'finished' | 'missing'> {
    const file = this.#files.get(assertQueueFileName(name));
    if (file === undefined) return 'missing';
    if (file.state === 'finished') return 'finished';
    if (isHeld(file, lease.now)) return 'taken';
    return held(file, lease);
  }

  async read(lease: Lease, limit: number): Promise<{ readonly lines: readonly string[]; readonly next: Cursor }> {
    const { cursor } = lease;
    const file = this.#files.get(lease.name);
    const lines = file?.lines.slice(cursor.row, cursor.row + limit) ?? [];
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    return { lines, next: { ...cursor, row: cursor.row + lines.length, byte: cursor.byte + bytes } };
  }

  async checkpoint(lease: Lease, cursor: Cursor, until: { now: EpochSeconds; life: Seconds }): Promise<Lease | 'lost'> {
    const file = this.#owned(lease);
    if (file === undefined) return 'lost';
    file.cursor = structuredClone(cursor);
    return held(file, until);
  }

  async release(lease: Lease): Promise<void> {
    const file = this.#owned(lease);
    if (file === undefined) return;
    file.version += 1;
    file.heldUntil = undefined;
  }

  async finish(lease: Lease, record: { now: EpochSeconds; recordDays: number }): Promise<'finished' | 'lost'> {
    const file = this.#owned(lease);
    if (file === undefined) return 'lost';
    file.state = 'finished';
    file.lines = [];
    file.forgetAt = record.now + record.recordDays * SECONDS_A_DAY;
    this.#pending.delete(file.name);
    this.#finished.add(file);
    return 'finished';
  }

  /** Forgets finished files whose days are over as well. */
  async orphans(query: { now: EpochSeconds; limit: number }): Promise<readonly string[]> {
    for (const file of this.#finished) {
      if (file.forgetAt > query.now) break;
      this.#finished.delete(file);
      this.#files.delete(file.name);
    }
    const names: string[] = [];
    for (const file of this.#pending.values()) {
      if (names.length === query.limit) break;
      if (!isHeld(file, query.now)) names.push(file.name);
    }
    return names;
  }

  #owned(lease: Lease): StoredFile | undefined {
    const file = this.#files.get(lease.name);
    return file?.state === 'pending' && String(file.version) === lease.version ? file : undefined;
  }
}

const isHeld = (file: StoredFile, now: EpochSeconds): boolean => file.heldUntil !== undefined && file.heldUntil > now;

function held(file: StoredFile, until: { now: EpochSeconds; life: Seconds }): Lease {
  file.version += 1;
  file.heldUntil = later(until.now, until.life);
  return { name: file.name, expiresAt: file.heldUntil, cursor: file.cursor, version: String(file.version) };
}
