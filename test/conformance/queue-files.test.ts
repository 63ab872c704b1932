/** Queue files in memory and in a folder give equal answers on the same random histories of several owners. `SOSW_SEED` plays other ones. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FilesystemQueueFile } from '../../src/adapters/filesystem/filesystem-queue-file.js';
import { MemoryQueueFile } from '../../src/adapters/memory/memory-queue-file.js';
import type { Cursor, Lease, QueueFile } from '../../src/application/ports/queue-file.js';
import { type EpochSeconds, seconds } from '../../src/domain/time.js';
import { at, place } from '../support/a-task.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { textNo } from './decisions.js';

const NAMES = ['tasks_queue_a.txt', 'tasks_queue_B', '-_..'];
const OWNERS = 3;
const LIFE = seconds(60);

const step = fc.record({
  do: fc.constantFrom('create', 'acquire', 'acquire', 'work', 'work', 'work', 'release', 'finish', 'orphans', 'find'),
  name: fc.nat(NAMES.length - 1),
  owner: fc.nat(OWNERS - 1),
  n: fc.nat(12),
  /** Seconds that pass before the step: some let a lease run out. */
  wait: fc.constantFrom(0, 0, 1, 30, 61),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Lines of any text but newlines. */
const lines = (n: number): string[] =>
  Array.from({ length: n }, (_, row) => `${row} ${textNo(row).replaceAll('\n', ' ')}`);

/** One adapter, with the leases that owners of its files believe to have. */
class Side {
  readonly #files: QueueFile;
  readonly #leases = new Map<string, Lease>();

  constructor(files: QueueFile) {
    this.#files = files;
  }

  /** What the adapter answers, without its own proofs of ownership. */
  async take({ do: what, name: index, owner, n }: Step, now: EpochSeconds): Promise<unknown> {
    const name = NAMES[index] as string;
    const key = `${owner} ${name}`;
    const lease = this.#leases.get(key);
    if (what === 'create') return this.#files.create(name, { identity: `${n}`, contentHash: textNo(n) }, lines(n));
    if (what === 'find') return this.#files.find(name);
    if (what === 'orphans') return this.#files.orphans({ now, limit: n % 4 });
    if (what === 'acquire') return this.#hold(key, await this.#files.acquire(name, { now, life: LIFE }));
    if (lease === undefined) return 'no lease';
    if (what === 'release') return this.#files.release(lease);
    if (what === 'finish') return this.#files.finish(lease, { now, recordDays: n % 2 ? 0.001 : 1 });
    return this.#work(key, lease, n, now);
  }

  async #work(key: string, lease: Lease, n: number, now: EpochSeconds): Promise<unknown> {
    const read = await this.#files.read(lease, 1 + (n % 4));
    const places = { start: place(-n), gap: 0.5, tail: place(n) };
    const next: Cursor = n % 3 === 0 ? { ...read.next, places } : read.next;
    const moved = this.#hold(key, await this.#files.checkpoint(lease, next, { now, life: LIFE }));
    // What a lost lease still reads is the adapter's own affair.
    return moved === 'lost' ? moved : { ...read, moved };
  }

  #hold<Other extends string>(key: string, lease: Lease | Other): Omit<Lease, 'version'> | Other {
    if (typeof lease === 'string') return lease;
    this.#leases.set(key, lease);
    const { version: _, ...shown } = lease;
    return shown;
  }
}

it('queue files in memory and in a folder agree on every history', async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), async (history) => {
    const folder = temporaryFolder();
    const files = new FilesystemQueueFile(folder.path);
    const [memory, filesystem] = [new Side(new MemoryQueueFile()), new Side(files)];
    let passed = 0;
    for (const [index, taken] of history.entries()) {
      passed += taken.wait;
      const expected = await memory.take(taken, at(passed));
      expect(await filesystem.take(taken, at(passed)), `step ${index}`).toEqual(expected);
    }
    files.close();
    folder.remove();
  });
  await fc.assert(property, { numRuns: 25, seed: Number(process.env.SOSW_SEED ?? 1) });
});
