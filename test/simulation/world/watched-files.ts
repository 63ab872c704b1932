/** The queue's files, with their names and the bytes that are moved watched. */

import type { Cursor, Lease, QueueFile } from '../../../src/application/ports/queue-file.js';
import type { Checks } from '../checker/checks.js';

const NAME = /^tasks_queue_[A-Za-z0-9_-]+\.txt$/;
/** Bytes of a batch of rows and of records: what each owner may have to read again. */
const BATCH = 1500;

export class WatchedFiles implements QueueFile {
  readonly #files: QueueFile;
  readonly #checks: Checks;
  readonly #sizes = new Map<string, number>();
  readonly #moved = new Map<string, number>();
  /** Attempts to write each file, and to become its owner. */
  readonly #creations = new Map<string, number>();
  readonly #owners = new Map<string, number>();

  constructor(files: QueueFile, checks: Checks) {
    this.#files = files;
    this.#checks = checks;
  }

  /** So many bytes of the file went over the wire: a few times its size, and for each who writes or takes it over what that repeats. */
  moved(name: string, bytes: number): void {
    const moved = (this.#moved.get(name) ?? 0) + bytes;
    this.#moved.set(name, moved);
    const size = this.size(name);
    const budget = 2 * size + (this.#creations.get(name) ?? 0) * size + ((this.#owners.get(name) ?? 0) + 1) * BATCH;
    const found = () => ({ name, moved, size, budget });
    this.#checks.that('I17', moved <= budget, "a queue file's bytes are moved a few times", found);
  }

  size(name: string): number {
    return this.#sizes.get(name) ?? 0;
  }

  async create(...[name, job, lines]: Parameters<QueueFile['create']>) {
    const written = [...lines];
    this.#named(name);
    const bytes = written.reduce((sum, line) => sum + line.length + 1, 0);
    if (!this.#sizes.has(name)) this.#sizes.set(name, bytes);
    this.#creations.set(name, (this.#creations.get(name) ?? 0) + 1);
    this.moved(name, bytes);
    return this.#files.create(name, job, written);
  }

  async read(lease: Lease, limit: number) {
    const page = await this.#files.read(lease, limit);
    this.moved(lease.name, page.next.byte - lease.cursor.byte);
    return page;
  }

  find(name: string) {
    this.#named(name);
    return this.#files.find(name);
  }

  acquire(...args: Parameters<QueueFile['acquire']>) {
    this.#named(args[0]);
    this.#owners.set(args[0], (this.#owners.get(args[0]) ?? 0) + 1);
    return this.#files.acquire(...args);
  }

  checkpoint(lease: Lease, cursor: Cursor, until: Parameters<QueueFile['checkpoint']>[2]) {
    return this.#files.checkpoint(lease, cursor, until);
  }

  release(lease: Lease) {
    return this.#files.release(lease);
  }

  finish(...args: Parameters<QueueFile['finish']>) {
    return this.#files.finish(...args);
  }

  orphans(query: Parameters<QueueFile['orphans']>[0]) {
    return this.#files.orphans(query);
  }

  #named(name: string): void {
    this.#checks.that('I7', NAME.test(name), "no object outside the product's own names", () => name);
  }
}
