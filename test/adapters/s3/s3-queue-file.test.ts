import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { S3QueueFile } from '../../../src/adapters/s3/s3-queue-file.js';
import type { Lease } from '../../../src/application/ports/queue-file.js';
import { epochSeconds, seconds } from '../../../src/domain/time.js';
import { queueFileContract } from '../../contracts/queue-file.contract.js';
import { type Ministack, startMinistack } from '../../support/aws/ministack.js';
import { skips } from '../../support/aws/skips.js';
import { TestBucket, workedToTheEnd } from './test-bucket.js';

const NAME = 'tasks_queue_job.txt';
const JOB = { identity: 'job', contentHash: 'hash' };
const NOW = epochSeconds(1_700_000_000);
const LEASE = { now: NOW, life: seconds(60) };
const RECORD = { now: NOW, recordDays: 1 };
const DAY = 86_400;

describe.skipIf(skips('e2e'))('queue files on S3', () => {
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

  queueFileContract('S3', async () => {
    await open();
    return {
      queueFile: files,
      forget: (now) => bucket.forget(now),
      dispose: async () => bucket.client.destroy(),
    };
  });

  describe('the bucket', () => {
    beforeEach(open);

    it('holds the rows as lines under the documented key, a record beside them, and at the end the record of the job alone', async () => {
      await files.create(NAME, JOB, ['{"a":1}', '{"a":2}']);
      expect(await bucket.keys()).toEqual([`leases/${NAME}.json`, NAME]);
      expect(await bucket.text(NAME)).toBe('{"a":1}\n{"a":2}\n');
      await files.finish(await acquired(), RECORD);
      expect(await bucket.keys()).toEqual([`done/done_${NAME}.json`]);
    });

    it('keeps nothing of a file that could not be completed, or came second', async () => {
      await expect(files.create(NAME, JOB, ['two\nlines'])).rejects.toThrow('more than one line');
      expect(await bucket.keys()).toEqual([]);
      await Promise.all([files.create(NAME, JOB, ['first']), files.create(NAME, JOB, ['second'])]);
      await files.finish(await acquired(), RECORD);
      expect(await files.create(NAME, JOB, ['third'])).toBe('exists');
      expect(await bucket.keys()).toEqual([`done/done_${NAME}.json`]);
    });

    it('takes four requests to make a small job, and one to find a finished one that is sent again', async () => {
      await files.create(NAME, JOB, ['row']);
      expect(bucket.requests).toEqual(['HeadObject', 'PutObject', 'GetObject', 'PutObject']);
      await files.finish(await acquired(), RECORD);
      bucket.requests = [];
      await files.find(NAME);
      expect(bucket.requests).toEqual(['GetObject']);
    });

    it('is asked for small jobs once, however many batches they are read in', async () => {
      await files.create(
        NAME,
        JOB,
        Array.from({ length: 500 }, (_, row) => `row ${row}`),
      );
      let lease = await acquired();
      bucket.requests = [];
      for (let batch = 0; batch < 10; batch++) {
        const { next } = await files.read(lease, 50);
        lease = (await files.checkpoint(lease, next, LEASE)) as Lease;
      }
      expect(bucket.requests.filter((command) => command === 'GetObject')).toHaveLength(1);
      expect(lease.cursor.row).toBe(500);
    });

    it('forgets a finished job on its day, however late the lifecycle rule is', async () => {
      await files.create(NAME, JOB, ['row']);
      await files.finish(await acquired(), RECORD);
      bucket.now = epochSeconds(NOW + DAY - 1);
      expect(await files.find(NAME)).toMatchObject({ state: 'finished' });
      bucket.now = epochSeconds(NOW + DAY);
      expect(await files.find(NAME)).toBeUndefined();
      expect(await files.create(NAME, JOB, ['again'])).toBe('created');
      expect(await workedToTheEnd(files, NAME)).toEqual(['again']);
    });

    it('is asked for one listing where nothing is pending, whatever it keeps of finished jobs', async () => {
      await files.create(NAME, JOB, ['row']);
      await files.finish(await acquired(), RECORD);
      bucket.requests = [];
      expect(await files.orphans({ now: NOW, limit: 10 })).toEqual([]);
      expect(bucket.requests).toEqual(['ListObjectsV2']);
    });

    it('is listed page by page', async () => {
      bucket.client.middlewareStack.add(
        (next, context) => (args) => {
          const small = context.commandName === 'ListObjectsV2Command' ? { MaxKeys: 2 } : {};
          return next({ ...args, input: { ...args.input, ...small } });
        },
        { step: 'initialize', name: 'small pages' },
      );
      const names = ['e', 'c', 'a', 'd', 'b'].map((text) => `tasks_queue_${text}.txt`);
      for (const name of names) await files.create(name, JOB, ['row']);
      expect(await files.orphans({ now: NOW, limit: 10 })).toEqual(names);
    });
  });

  describe('a job of several parts', () => {
    const line = (row: number) => `{"row":${row},"text":"${'ü'.repeat(500)}"}`;
    function* lines(count: number, failure?: Error) {
      for (let row = 0; row < count; row++) yield line(row);
      if (failure !== undefined) throw failure;
    }
    beforeEach(open);

    it('is uploaded while it is still being chunked, and read back whole in ranges', async () => {
      expect(await files.create(NAME, JOB, lines(20_000))).toBe('created');
      expect(bucket.requests.filter((command) => command === 'UploadPart')).toHaveLength(3);
      expect(await files.find(NAME)).toMatchObject({ rows: 20_000 });
      bucket.requests = [];
      expect(await workedToTheEnd(files, NAME)).toEqual([...lines(20_000)]);
      expect(bucket.requests.filter((command) => command === 'GetObject').length).toBeLessThan(10);
    });

    it('leaves nothing, not even parts, when its lines or a part fail', async () => {
      const refusal = new Error('refused');
      await expect(files.create(NAME, JOB, lines(20_000, refusal))).rejects.toBe(refusal);
      expect(await bucket.unfinishedUploads()).toBe(0);
      bucket.fault = (command) => (command === 'UploadPart' ? new Error('broken') : undefined);
      await expect(files.create(NAME, JOB, lines(40_000))).rejects.toMatchObject({ code: 'queue_file.unavailable' });
      expect(await bucket.unfinishedUploads()).toBe(0);
      expect(await bucket.keys()).toEqual([]);
    });

    it('is made though the answer to its completion is lost', async () => {
      let isLost = false;
      bucket.fault = (command) => {
        if (command !== 'CompleteMultipartUpload' || isLost) return undefined;
        isLost = true;
        return 'lost';
      };
      expect(await files.create(NAME, JOB, lines(10_000))).toBe('created');
      expect(await workedToTheEnd(files, NAME)).toHaveLength(10_000);
      expect(isLost).toBe(true);
    });

    it('is made by one of two, and the other tells to come again or finds it', async () => {
      const outcomes = await Promise.allSettled([
        files.create(NAME, JOB, lines(10_000)),
        bucket.files().create(NAME, JOB, lines(10_000)),
      ]);
      const created = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'created');
      expect(created).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ retryable: true });
      }
      expect(await bucket.unfinishedUploads()).toBe(0);
      expect(await bucket.keys()).toEqual([`leases/${NAME}.json`, NAME]);
    });
  });

  describe('a damaged file', () => {
    const damaged = expect.objectContaining({ code: 'queue_file.damaged', retryable: false });
    beforeEach(async () => {
      await open();
      await files.create(NAME, JOB, ['first', 'second']);
    });

    it.each([
      ['is gone', () => bucket.delete(NAME)],
      ['is another', () => bucket.put(NAME, 'first\nsecond\n\n')],
    ])('is told when its object %s', async (_, damage) => {
      const lease = await acquired();
      await damage();
      await expect(files.read(lease, 1)).rejects.toEqual(damaged);
    });

    it('is told when its record is none, and keeps its place among the orphans so that somebody hears of it', async () => {
      await bucket.put(`leases/${NAME}.json`, '{"rows":1}');
      await expect(files.find(NAME)).rejects.toEqual(damaged);
      expect(await files.orphans({ now: NOW, limit: 10 })).toEqual([NAME]);
    });
  });

  describe('a bucket that does not serve', () => {
    const unavailable = (retryable: boolean) => expect.objectContaining({ code: 'queue_file.unavailable', retryable });

    it('is named when it does not exist: trying again does not help', async () => {
      const missing = new TestBucket(server.endpoint);
      await expect(missing.files().find(NAME)).rejects.toEqual(unavailable(false));
      await expect(missing.files().orphans({ now: NOW, limit: 1 })).rejects.toThrow(`${missing.bucket} of the queue`);
    });

    it('may be tried again after a failure on the way', async () => {
      await open();
      bucket.fault = () => new Error('broken');
      await expect(files.find(NAME)).rejects.toEqual(unavailable(true));
      await expect(files.create(NAME, JOB, ['row'])).rejects.toEqual(unavailable(true));
    });
  });

  it('refuses a prefix that is none', () => {
    for (const prefix of ['', '/sosw', 'sosw/', 'a//b', 'a b']) {
      expect(() => new TestBucket(server.endpoint).files(prefix)).toThrow('s3_prefix');
    }
  });
});
