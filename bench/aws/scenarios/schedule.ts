/**
 * Scheduling one job: the Scheduler over tasks in DynamoDB Local. Where requests are counted the queue file is on S3 (the emulator's); where
 * time is measured it is in memory, for S3 is faked inside the process in the reference's harness, too.
 */

import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { s3ClientConfig, startMinistack } from '../../../test/support/aws/ministack.js';
import type { QueueFile } from '../../../src/application/ports/queue-file.js';
import type { CapacityCount } from '../../../test/support/aws/capacity-meter.js';
import { type Figure, spread } from '../../support/figure.js';
import { SystemClock } from '../../support/product.js';
import { expectEqual, ratePerSecond } from '../../support/scenario.js';
import type { AwsScenario } from '../support/aws-scenario.js';
import { type OwnTables, type OwnTablesOptions, ownTables } from '../support/own-tables.js';
import { MemoryQueueFile, S3QueueFile } from '../support/product.js';
import { RECORDED } from '../support/recorded-reference.js';
import { recordedPeer, type Reference, referencePeer } from '../support/reference.js';
import { jobOf, labourersOf, system } from '../support/system.js';

/** `create_rate` where nothing else is configured. */
const DEFAULT_CREATE_RATE = 800;
const BUCKET = 'bench-schedule';
/** Of a second or two each, of which the median counts: the first ones warm up. */
const RUNS = 3;

interface Scheduled {
  readonly rate: number;
  readonly used: CapacityCount;
  readonly bucketRequests: number;
}

export const schedule: AwsScenario = async ({ dynamo, reference, size }) => {
  const server = await startMinistack();
  const bucket = countingBucket(server.endpoint);
  await bucket.client.send(new CreateBucketCommand({ Bucket: BUCKET }));

  const scheduled = async (tasks: number, options: OwnTablesOptions = {}, files?: QueueFile): Promise<Scheduled> => {
    const tables = await ownTables(dynamo, options);
    try {
      return await scheduleOnce(tables, bucket, tasks, files);
    } finally {
      await tables.dispose();
    }
  };
  const rate = async (tasks: number, options?: OwnTablesOptions): Promise<number> =>
    (await scheduled(tasks, options, new MemoryQueueFile())).rate;

  try {
    const few = size(1000, 100);
    const many = size(5000, 200);
    const most = size(50_000, 500);
    const peer = await referencePeer(reference, (it) => referenceRate(it, few), RECORDED.schedule[1000].rate);
    const rates: number[] = [];
    for (let run = 0; run < RUNS; run++) rates.push(await rate(few));
    const middle = await rate(many);
    const paced = await rate(many, { createRate: DEFAULT_CREATE_RATE });
    const [small, large] = [await scheduled(few), await scheduled(most)];
    return [
      {
        what: `schedule ${shown(few)} tasks of one job, not paced`,
        unit: 'tasks/s',
        samples: [spread(rates).median],
        peer,
        reach: { timesPeer: 15 },
      },
      {
        what: `schedule ${shown(many)} tasks of one job, not paced`,
        unit: 'tasks/s',
        samples: [middle],
        peer: recordedPeer(RECORDED.schedule[5000].rate),
        reach: { timesPeer: 60 },
      },
      { what: `schedule ${shown(most)} tasks of one job, not paced, with S3`, unit: 'tasks/s', samples: [large.rate] },
      {
        what: `schedule ${shown(many)} tasks at the default pace, ${DEFAULT_CREATE_RATE} a second`,
        unit: 'tasks/s',
        samples: [paced],
      },
      ...requestFigures([few, small], [most, large]),
    ];
  } finally {
    bucket.client.destroy();
    await server.stop();
  }
};

/** Requests are those of DynamoDB and of S3. */
function requestFigures([few, small]: [number, Scheduled], [most, large]: [number, Scheduled]): Figure[] {
  const requests = ({ used, bucketRequests }: Scheduled, tasks: number) => (used.requests + bucketRequests) / tasks;
  const [fewRequests, mostRequests] = [requests(small, few), requests(large, most)];
  const [fewUnits, mostUnits] = [small.used.readUnits / few, large.used.readUnits / most];
  const name = (tasks: number) => `schedule ${shown(tasks)} tasks`;
  const growth = `from ${shown(few)} to ${shown(most)} tasks`;
  return [
    {
      what: `${name(few)}: requests a task, S3 included`,
      unit: '',
      samples: [fewRequests],
      peer: recordedPeer(RECORDED.schedule[1000].requests),
      reach: { atMost: 1.05 },
    },
    {
      what: `${name(most)}: requests a task, S3 included`,
      unit: '',
      samples: [mostRequests],
      peer: recordedPeer(RECORDED.schedule[5000].requests),
      reach: { atMost: 1.05 },
    },
    {
      what: `requests a task, ${growth}`,
      unit: 'times',
      samples: [mostRequests / fewRequests],
      reach: { atMost: 1.05 },
    },
    {
      what: `${name(few)}: read units a task`,
      unit: '',
      samples: [fewUnits],
      peer: recordedPeer(RECORDED.schedule[1000].readUnits),
      reach: { atMost: 0.02 },
    },
    {
      what: `${name(most)}: read units a task`,
      unit: '',
      samples: [mostUnits],
      peer: recordedPeer(RECORDED.schedule[5000].readUnits),
      reach: { atMost: 0.02 },
    },
    { what: `read units a task, ${growth}`, unit: 'times', samples: [mostUnits / fewUnits], reach: { atMost: 1.05 } },
    {
      what: `${name(few)}: write units a task`,
      unit: '',
      samples: [small.used.writeUnits / few],
      peer: recordedPeer(RECORDED.schedule[1000].writeUnits),
    },
  ];
}

async function scheduleOnce(
  tables: OwnTables,
  bucket: CountingBucket,
  tasks: number,
  given?: QueueFile,
): Promise<Scheduled> {
  const { store, ledger } = tables;
  const clock = new SystemClock();
  const labourers = labourersOf(1);
  const files = given ?? new S3QueueFile({ client: bucket.client, bucket: BUCKET, prefix: 'sosw/scheduler', clock });
  const { scheduler } = system({ labourers, store, ledger, files });
  const job = jobOf(tasks, `job-${tables.names.tasks}`);
  tables.take();
  bucket.take();
  const startMs = performance.now();
  const { state, added } = await scheduler.handle(job, { requestId: 'bench' });
  const rate = ratePerSecond(tasks, startMs);
  expectEqual([state, added], ['finished', tasks], 'what was scheduled');
  const [used, bucketRequests] = [tables.take(), bucket.take()];
  expectEqual(await store.countOpen({ labourerId: labourers[0]?.id as never, range: {} }), tasks, 'queued tasks');
  return { rate, used, bucketRequests };
}

interface CountingBucket {
  readonly client: S3Client;
  /** Requests since the last time. */
  take(): number;
}

function countingBucket(endpoint: string): CountingBucket {
  const client = new S3Client(s3ClientConfig(endpoint));
  let requests = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      requests++;
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
  );
  return {
    client,
    take: () => {
      const taken = requests;
      requests = 0;
      return taken;
    },
  };
}

async function referenceRate(reference: Reference, tasks: number): Promise<number> {
  const { in_table: made, wall_s: wall } = (await reference.run('bench_b.py', String(tasks), 'nosleep')) as {
    in_table: number;
    wall_s: number;
  };
  expectEqual(made, tasks, 'tasks of the reference');
  return tasks / wall;
}

const shown = (count: number): string => count.toLocaleString('en');
