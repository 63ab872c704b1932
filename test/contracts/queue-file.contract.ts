/** What every QueueFile promises. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lease, QueueFile } from '../../src/application/ports/queue-file.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { type EpochSeconds, epochSeconds, seconds } from '../../src/domain/time.js';

export interface OpenQueueFile {
  readonly queueFile: QueueFile;
  /** Lets the technology forget what is due to be forgotten at the instant. */
  forget(now: EpochSeconds): Promise<void>;
  dispose(): Promise<void>;
}

const START = epochSeconds(1_700_000_000);
const at = (offset: number): EpochSeconds => epochSeconds(START + offset);
/** A lease of a minute that begins so many seconds after the start. */
const from = (offset: number) => ({ now: at(offset), life: seconds(60) });
const NAME = 'tasks_queue_some-job.txt';
const JOB = { identity: 'some-job', contentHash: 'hash of the job' };
const PLACES = { start: greenfield(-1000.5), gap: 1000, tail: greenfield(2000) };

export function queueFileContract(name: string, open: () => Promise<OpenQueueFile>): void {
  describe(`QueueFile: ${name}`, () => {
    let opened: OpenQueueFile;
    let files: QueueFile;
    beforeEach(async () => {
      opened = await open();
      files = opened.queueFile;
    });
    afterEach(() => opened.dispose());

    async function acquired(file = NAME, offset = 0): Promise<Lease> {
      const lease = await files.acquire(file, from(offset));
      if (typeof lease === 'string') throw new Error(`expected a lease of ${file}, got ${lease}`);
      return lease;
    }

    async function checkpointed(lease: Lease, cursor: Lease['cursor'], offset = 0): Promise<Lease> {
      const moved = await files.checkpoint(lease, cursor, from(offset));
      if (moved === 'lost') throw new Error('the lease is lost');
      return moved;
    }

    describe('making a file', () => {
      it('knows nothing of a name that is new', async () => {
        expect(await files.find(NAME)).toBeUndefined();
        expect(await files.acquire(NAME, from(0))).toBe('missing');
        expect(await files.orphans({ now: START, limit: 10 })).toEqual([]);
      });

      it('shows a complete file with its identity, hash and number of rows', async () => {
        expect(await files.create(NAME, JOB, ['{"a":1}', '{"a":2}'])).toBe('created');
        expect(await files.find(NAME)).toEqual({ name: NAME, ...JOB, rows: 2, state: 'pending' });
      });

      it('shows nothing of a file whose lines end in an error, and passes that error on', async () => {
        const refusal = new Error('row 2 is refused');
        function* lines() {
          yield '{"a":1}';
          throw refusal;
        }
        await expect(files.create(NAME, JOB, lines())).rejects.toBe(refusal);
        expect(await files.find(NAME)).toBeUndefined();
        expect(await files.orphans({ now: START, limit: 10 })).toEqual([]);
        expect(await files.create(NAME, JOB, ['{"a":1}'])).toBe('created');
      });

      it('keeps the first file when the same name is made again', async () => {
        await files.create(NAME, JOB, ['first']);
        expect(await files.create(NAME, { identity: 'other', contentHash: 'other' }, ['second', 'third'])).toBe(
          'exists',
        );
        expect(await files.find(NAME)).toMatchObject({ ...JOB, rows: 1 });
        expect((await files.read(await acquired(), 10)).lines).toEqual(['first']);
      });

      it('lets exactly one of concurrent writers make the file, with its own lines only', async () => {
        const writers = Array.from({ length: 8 }, (_, writer) => String(writer));
        const outcomes = await Promise.all(
          writers.map((writer) =>
            files.create(NAME, { identity: 'some-job', contentHash: writer }, Array(50).fill(`by ${writer}`)),
          ),
        );
        const winners = writers.filter((_, index) => outcomes[index] === 'created');
        expect(winners).toHaveLength(1);
        expect(await files.find(NAME)).toMatchObject({ contentHash: winners[0], rows: 50 });
        const { lines } = await files.read(await acquired(), 100);
        expect(lines).toEqual(Array(50).fill(`by ${winners[0]}`));
      });

      it.each(['', '../up', 'a/b', '.hidden', 'a\\b', 'a b', 'naïve', 'a\n', 'x'.repeat(201)])(
        'refuses the name %j',
        async (bad) => {
          const refused = expect.objectContaining({ code: 'queue_file.name' });
          await expect(files.create(bad, JOB, [])).rejects.toEqual(refused);
          await expect(files.find(bad)).rejects.toEqual(refused);
          await expect(files.acquire(bad, from(0))).rejects.toEqual(refused);
        },
      );
    });

    describe('reading', () => {
      it('gives the lines in batches, from the cursor on, and none at the end', async () => {
        await files.create(NAME, JOB, ['one', 'two', 'three']);
        let lease = await acquired();
        const first = await files.read(lease, 2);
        expect(first).toEqual({ lines: ['one', 'two'], next: { row: 2, byte: 8 } });
        expect(await files.read(lease, 2)).toEqual(first);
        lease = await checkpointed(lease, first.next);
        const second = await files.read(lease, 2);
        expect(second).toEqual({ lines: ['three'], next: { row: 3, byte: 14 } });
        lease = await checkpointed(lease, second.next);
        expect(await files.read(lease, 2)).toEqual({ lines: [], next: second.next });
      });

      it('gives back every character as it was', async () => {
        const lines = ['{"a":"ä€😀𝒳"}', '', 'e\u0301 \u2028 \u0000 \ufeff', '{"long":"…"}', '\ufeffbom'];
        await files.create(NAME, JOB, lines);
        let lease = await acquired();
        for (const line of lines) {
          const { lines: read, next } = await files.read(lease, 1);
          expect(read).toEqual([line]);
          lease = await checkpointed(lease, next);
        }
      });

      it('holds a job without rows', async () => {
        await files.create(NAME, JOB, []);
        const lease = await acquired();
        expect(await files.read(lease, 10)).toEqual({ lines: [], next: { row: 0, byte: 0 } });
        expect(await files.finish(lease, { now: START, recordDays: 1 })).toBe('finished');
      });

      it('takes 100,000 rows from an input that is read once, and gives all of them back in order', async () => {
        let begun = 0;
        const lines = {
          *[Symbol.iterator]() {
            begun += 1;
            for (let row = 0; row < 100_000; row++) yield `{"row":${row},"text":"${'ü'.repeat(row % 90)}"}`;
          },
        };
        expect(await files.create(NAME, JOB, lines)).toBe('created');
        expect(begun).toBe(1);
        expect((await files.find(NAME))?.rows).toBe(100_000);
        let lease = await acquired();
        let row = 0;
        for (;;) {
          const { lines: read, next } = await files.read(lease, 7777);
          if (read.length === 0) break;
          for (const line of read) if (JSON.parse(line).row !== row++) throw new Error(`row ${row - 1} reads ${line}`);
          lease = await checkpointed(lease, next);
        }
        expect(row).toBe(100_000);
      });
    });

    describe('owning a file', () => {
      beforeEach(() => files.create(NAME, JOB, ['one', 'two', 'three']));

      it('has one owner at a time', async () => {
        const answers = await Promise.all(Array.from({ length: 6 }, () => files.acquire(NAME, from(0))));
        expect(answers.filter((answer) => answer === 'taken')).toHaveLength(5);
        expect(await files.acquire(NAME, from(59))).toBe('taken');
      });

      it('gives the lease its end and the beginning of the file', async () => {
        expect(await acquired()).toMatchObject({ name: NAME, expiresAt: at(60), cursor: { row: 0, byte: 0 } });
      });

      it('can be taken over when the lease has run out, at the cursor and with the places that the last owner kept', async () => {
        const first = await acquired();
        const { next } = await files.read(first, 2);
        await checkpointed(first, { ...next, places: PLACES }, 30);
        expect(await files.acquire(NAME, from(89))).toBe('taken');
        const second = await acquired(NAME, 90);
        expect(second.cursor).toEqual({ row: 2, byte: 8, places: PLACES });
        expect((await files.read(second, 10)).lines).toEqual(['three']);
      });

      it('prolongs the lease with every checkpoint', async () => {
        const moved = await checkpointed(await acquired(), { row: 1, byte: 4 }, 50);
        expect(moved.expiresAt).toBe(at(110));
        expect(await files.acquire(NAME, from(109))).toBe('taken');
      });

      it('lets one of two rivals take over a file whose lease has run out', async () => {
        await acquired();
        const answers = await Promise.all([files.acquire(NAME, from(61)), files.acquire(NAME, from(61))]);
        expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
      });

      it('goes on for an owner whose lease ran out while nobody else came', async () => {
        const lease = await acquired();
        expect(await files.checkpoint(lease, { row: 1, byte: 4 }, from(1000))).not.toBe('lost');
      });

      it('tells a stale owner that the file is lost, and changes nothing by its writes', async () => {
        const stale = await acquired();
        const owner = await acquired(NAME, 61);
        expect(await files.checkpoint(stale, { row: 3, byte: 14 }, from(62))).toBe('lost');
        expect(await files.finish(stale, { now: at(62), recordDays: 1 })).toBe('lost');
        await files.release(stale);
        expect(await files.acquire(NAME, from(62))).toBe('taken');
        expect((await files.find(NAME))?.state).toBe('pending');
        const { next } = await files.read(owner, 1);
        expect(await files.checkpoint(owner, next, from(62))).toMatchObject({ cursor: { row: 1, byte: 4 } });
      });

      it('takes a lease for stale once it was exchanged for a newer one', async () => {
        const first = await acquired();
        await checkpointed(first, { row: 1, byte: 4 });
        expect(await files.checkpoint(first, { row: 2, byte: 8 }, from(0))).toBe('lost');
      });

      it('is free at once after a release, at its cursor, and the released lease is worth nothing', async () => {
        const lease = await checkpointed(await acquired(), { row: 1, byte: 4 });
        await files.release(lease);
        expect(await files.checkpoint(lease, { row: 2, byte: 8 }, from(1))).toBe('lost');
        expect((await acquired(NAME, 1)).cursor).toEqual({ row: 1, byte: 4 });
      });

      it('gives a stale owner no lines or the right ones, whatever became of the file', async () => {
        const stale = await acquired();
        const owner = await acquired(NAME, 61);
        await files.finish(owner, { now: at(62), recordDays: 1 });
        expect(['one', 'two', 'three']).toEqual(expect.arrayContaining([...(await files.read(stale, 3)).lines]));
      });
    });

    describe('finishing', () => {
      const record = { now: START, recordDays: 30 };
      beforeEach(() => files.create(NAME, JOB, ['one']));

      it('leaves a record, so that the same job again adds nothing', async () => {
        expect(await files.finish(await acquired(), record)).toBe('finished');
        expect(await files.find(NAME)).toEqual({ name: NAME, ...JOB, rows: 1, state: 'finished' });
        expect(await files.acquire(NAME, from(1000))).toBe('finished');
        expect(await files.create(NAME, JOB, ['one'])).toBe('exists');
        expect(await files.orphans({ now: at(1000), limit: 10 })).toEqual([]);
      });

      it('is done once: a second answer to the same lease is that it is lost', async () => {
        const lease = await acquired();
        await files.finish(lease, record);
        expect(await files.finish(lease, record)).toBe('lost');
        expect(await files.checkpoint(lease, { row: 1, byte: 4 }, from(0))).toBe('lost');
      });

      it('keeps the record for its days and forgets it then', async () => {
        await files.finish(await acquired(), record);
        await opened.forget(at(30 * 86_400 - 1));
        expect((await files.find(NAME))?.state).toBe('finished');
        await opened.forget(at(30 * 86_400));
        expect(await files.find(NAME)).toBeUndefined();
        expect(await files.create(NAME, JOB, ['again'])).toBe('created');
        expect((await files.read(await acquired(), 9)).lines).toEqual(['again']);
      });

      it('never forgets a pending file', async () => {
        await opened.forget(at(1000 * 86_400));
        expect((await files.find(NAME))?.state).toBe('pending');
      });
    });

    describe('orphans', () => {
      it('are the pending files that nobody holds, oldest first, at most so many', async () => {
        const names = ['z', 'b', 'held', 'a', 'done', 'm'].map((text) => `tasks_queue_${text}.txt`);
        for (const each of names) await files.create(each, JOB, ['row']);
        await acquired('tasks_queue_held.txt', 100);
        await files.finish(await acquired('tasks_queue_done.txt'), { now: START, recordDays: 1 });
        const left = ['z', 'b', 'a', 'm'].map((text) => `tasks_queue_${text}.txt`);
        expect(await files.orphans({ now: at(159), limit: 10 })).toEqual(left);
        expect(await files.orphans({ now: at(159), limit: 2 })).toEqual(left.slice(0, 2));
      });

      it('are held files again when their leases have run out', async () => {
        await files.create(NAME, JOB, ['row']);
        await acquired(NAME, 0);
        expect(await files.orphans({ now: at(59), limit: 10 })).toEqual([]);
        expect(await files.orphans({ now: at(60), limit: 10 })).toEqual([NAME]);
      });
    });
  });
}
