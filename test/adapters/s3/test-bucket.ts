/** A bucket of the emulator as the tests of queue files need it: its objects, the requests to it, and faults on their way. */

import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3QueueFile } from '../../../src/adapters/s3/s3-queue-file.js';
import type { Lease, QueueFile } from '../../../src/application/ports/queue-file.js';
import { type EpochSeconds, epochSeconds, seconds } from '../../../src/domain/time.js';
import { s3ClientConfig } from '../../support/aws/ministack.js';

const PREFIX = 'sosw/scheduler';

/** What becomes of a request: `lost` is carried out, but its answer does not arrive. An Error is the answer of a server that did nothing. */
export type Fault = (command: string) => 'lost' | Error | undefined;

export class TestBucket {
  readonly client: S3Client;
  readonly bucket = `queue-${randomUUID()}`;
  /** The names of all commands that reached the bucket's server, repeated ones included. */
  requests: string[] = [];
  fault: Fault = () => undefined;
  now: EpochSeconds = epochSeconds(1_700_000_000);

  constructor(endpoint: string) {
    this.client = new S3Client({ ...s3ClientConfig(endpoint), maxAttempts: 3 });
    this.client.middlewareStack.add(
      (next, context) => async (args) => {
        const command = String(context.commandName).replace(/Command$/, '');
        this.requests.push(command);
        const fault = this.fault(command);
        if (fault instanceof Error) throw fault;
        const answer = await next(args);
        if (fault === 'lost') throw Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
        return answer;
      },
      // After the retries: each sending passes here.
      { step: 'deserialize', priority: 'low', name: 'faults' },
    );
  }

  async make(): Promise<this> {
    await this.client.send(new CreateBucketCommand({ Bucket: this.bucket }));
    this.requests = [];
    return this;
  }

  files(prefix = PREFIX): S3QueueFile {
    // Each reading is a little later, so that files made one after another differ in age.
    let readings = 0;
    const now = () => epochSeconds(this.now + readings++ / 1000);
    return new S3QueueFile({ client: this.client, bucket: this.bucket, prefix, clock: { now } });
  }

  async put(key: string, body: string, metadata?: Record<string, string>): Promise<void> {
    await this.client.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: `${PREFIX}/${key}`, Body: body, Metadata: metadata }),
    );
  }

  async text(key: string): Promise<string> {
    const answer = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: `${PREFIX}/${key}` }));
    return (await answer.Body?.transformToString()) ?? '';
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: `${PREFIX}/${key}` }));
  }

  /** All keys below the prefix, without it. */
  async keys(): Promise<string[]> {
    const { Contents } = await this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: PREFIX }));
    return (Contents ?? []).map(({ Key = '' }) => Key.slice(PREFIX.length + 1)).sort();
  }

  async unfinishedUploads(): Promise<number> {
    const { Uploads } = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.bucket }));
    return Uploads?.length ?? 0;
  }

  /** Deletes as the lifecycle rule would which the records' own days stand for. */
  async forget(now: EpochSeconds): Promise<void> {
    for (const key of await this.keys()) {
      if (key.startsWith('done/') && JSON.parse(await this.text(key)).forget_at <= now) await this.delete(key);
    }
  }
}

/** Takes a file, reads it in batches of `limit` lines with a checkpoint each, and finishes it: all its lines. */
export async function workedToTheEnd(files: QueueFile, name: string, limit = 1000): Promise<string[]> {
  const until = { now: epochSeconds(1_700_000_000), life: seconds(60) };
  const all: string[] = [];
  let lease: Lease | string = await files.acquire(name, until);
  for (;;) {
    if (typeof lease === 'string') throw new Error(`${name} is ${lease}`);
    const { lines, next } = await files.read(lease, limit);
    if (lines.length === 0) break;
    all.push(...lines);
    lease = await files.checkpoint(lease, next, until);
  }
  const finished = await files.finish(lease, { now: until.now, recordDays: 1 });
  if (finished !== 'finished') throw new Error(`${name} is ${finished}`);
  return all;
}
