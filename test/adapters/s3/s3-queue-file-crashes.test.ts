import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { S3QueueFile } from '../../../src/adapters/s3/s3-queue-file.js';
import type { Lease } from '../../../src/application/ports/queue-file.js';
import { epochSeconds, seconds } from '../../../src/domain/time.js';
import { type Ministack, startMinistack } from '../../support/aws/ministack.js';
import { skips } from '../../support/aws/skips.js';
import { TestBucket, workedToTheEnd } from './test-bucket.js';

const NAME = 'tasks_queue_job.txt';
const JOB = { identity: 'job', contentHash: 'hash' };
const NOW = epochSeconds(1_700_000_000);
const LEASE = { now: NOW, life: seconds(60) };
const RECORD = { now: NOW, recordDays: 1 };
const MINUTE = 60;
const DAY = 86_400;

describe.skipIf(skips('e2e'))('queue files on S3 whose writers', () => {
  let server: Ministack;
  let bucket: TestBucket;
  let files: S3QueueFile;
  beforeAll(async () => {
    server = await startMinistack();
  });
  afterAll(() => server?.stop());

  const open = async () => {
    bucket = await new TestBucket(server.endpoint).make();
    files = bucket.files();
  };
  const acquired = async (name = NAME) => (await files.acquire(name, LEASE)) as Lease;

  describe('a crash', () => {
    beforeEach(open);

    it('between rows and record does not keep the job from being made, and its rows go with the job', async () => {
      await bucket.put(NAME, 'of the crashed one\n', { 'sosw-attempt': 'crashed' });
      expect(await files.find(NAME)).toBeUndefined();
      expect(await files.create(NAME, JOB, ['new'])).toBe('created');
      expect(await workedToTheEnd(files, NAME)).toEqual(['new']);
      expect(await bucket.keys()).toEqual([`done/done_${NAME}.json`]);
    });

    it('between rows and record leaves nothing behind for longer than a day, and nothing to work', async () => {
      await bucket.put(NAME, 'rows\n', { 'sosw-attempt': 'crashed' });
      await bucket.put(`${NAME}~other`, 'rows\n', { 'sosw-attempt': 'crashed' });
      const now = Date.now() / 1000;
      expect(await files.orphans({ now: epochSeconds(now + DAY - MINUTE), limit: 10 })).toEqual([]);
      expect(await bucket.keys()).toHaveLength(2);
      expect(await files.orphans({ now: epochSeconds(now + DAY + MINUTE), limit: 10 })).toEqual([]);
      expect(await bucket.keys()).toEqual([]);
    });

    it('while a job is being finished is mended by the next look for orphans', async () => {
      await files.create(NAME, JOB, ['row']);
      const lease = await acquired();
      bucket.fault = (command) => (command === 'DeleteObject' ? new Error('broken') : undefined);
      expect(await files.finish(lease, RECORD)).toBe('finished');
      expect(await bucket.keys()).toHaveLength(3);
      expect(await files.find(NAME)).toMatchObject({ state: 'finished' });
      bucket.fault = () => undefined;
      expect(await files.orphans({ now: NOW, limit: 10 })).toEqual([]);
      expect(await bucket.keys()).toEqual([`done/done_${NAME}.json`]);
    });

    it('is outlived by the finished job when a slow creator makes its record anew', async () => {
      await files.create(NAME, JOB, ['row']);
      const lease = await bucket.text(`leases/${NAME}.json`);
      await files.finish(await acquired(), RECORD);
      await bucket.put(`leases/${NAME}.json`, lease);
      expect(await files.find(NAME)).toMatchObject({ state: 'finished' });
      expect(await files.acquire(NAME, LEASE)).toBe('finished');
      await bucket.put(`leases/${NAME}.json`, lease);
      expect(await files.orphans({ now: NOW, limit: 10 })).toEqual([]);
      expect(await bucket.keys()).toEqual([`done/done_${NAME}.json`]);
    });
  });

  describe('an answer that is lost', () => {
    beforeEach(open);

    it('to any write is made up for by looking whose write it was', async () => {
      const sent = new Map<string, number>();
      bucket.fault = (command) => {
        const count = (sent.get(command) ?? 0) + 1;
        sent.set(command, count);
        return count % 2 === 1 && command !== 'GetObject' ? 'lost' : undefined;
      };
      expect(await files.create(NAME, JOB, ['one', 'two'])).toBe('created');
      expect(await workedToTheEnd(files, NAME, 1)).toEqual(['one', 'two']);
      bucket.fault = () => undefined;
      expect(await bucket.keys()).toEqual([`done/done_${NAME}.json`]);
    });

    it('to the last sending of a write counts as not written', async () => {
      await files.create(NAME, JOB, ['one']);
      const lease = await acquired();
      bucket.fault = (command) => (command === 'PutObject' ? new Error('broken') : undefined);
      const unavailable = expect.objectContaining({ code: 'queue_file.unavailable', retryable: true });
      await expect(files.checkpoint(lease, { row: 1, byte: 4 }, LEASE)).rejects.toEqual(unavailable);
      bucket.fault = () => undefined;
      expect(await files.checkpoint(lease, { row: 1, byte: 4 }, LEASE)).toMatchObject({ cursor: { row: 1 } });
    });
  });

  describe('what an older Scheduler left', () => {
    const LATER = () => ({ now: epochSeconds(Date.now() / 1000 + 21 * MINUTE), limit: 10 });
    beforeEach(open);

    it('is taken up once, plain or locked, with all its rows', async () => {
      await bucket.put(NAME, '{"labourer_id":"a"}\n{"labourer_id":"b"}');
      await bucket.put(`locked_${NAME}`, '{"labourer_id":"c"}\n');
      const found = await Promise.all([files.orphans(LATER()), bucket.files().orphans(LATER())]);
      expect([...new Set(found.flat())].sort()).toEqual([`locked_${NAME}`, NAME]);
      expect(found.flat()).toHaveLength(2);
      expect(await files.find(NAME)).toMatchObject({ identity: NAME, rows: 2, state: 'pending' });
      expect(await files.find(`locked_${NAME}`)).toMatchObject({ identity: `locked_${NAME}`, rows: 1 });
      expect(await workedToTheEnd(files, NAME, 1)).toEqual(['{"labourer_id":"a"}', '{"labourer_id":"b"}']);
      expect(await workedToTheEnd(files, `locked_${NAME}`)).toEqual(['{"labourer_id":"c"}']);
      expect(await files.orphans(LATER())).toEqual([]);
      expect(await bucket.keys()).toEqual([`done/done_locked_${NAME}.json`, `done/done_${NAME}.json`]);
    });

    it('is left alone while its Scheduler may be alive', async () => {
      await bucket.put(NAME, '{}\n');
      expect(await files.orphans({ now: epochSeconds(Date.now() / 1000 + 19 * MINUTE), limit: 10 })).toEqual([]);
      expect(await bucket.keys()).toEqual([NAME]);
    });

    it('is not overwritten by a job of the same name', async () => {
      await bucket.put(NAME, 'old row\n');
      expect(await files.create(NAME, JOB, ['new row'])).toBe('exists');
      expect(await workedToTheEnd(files, NAME)).toEqual(['old row']);
    });

    it('does not include what has not the form of a queue file', async () => {
      const others = ['notes.txt', 'tasks_queue_a b.txt', 'tasks_queue_x.csv', 'backup/tasks_queue_x.txt'];
      for (const key of others) await bucket.put(key, '{}\n');
      expect(await files.orphans(LATER())).toEqual([]);
      expect(await bucket.keys()).toEqual(others.sort());
    });
  });
});
