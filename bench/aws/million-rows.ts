/**
 * A job of a million tasks on S3: chunked, uploaded as a queue file, stopped in the middle, and taken up by a sibling, each Scheduler
 * a process of its own. S3 is the emulator's, in a process that isn't measured; the store of tasks is a stub.
 */

import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { s3ClientConfig, startMinistack } from '../../test/support/aws/ministack.js';
import { measuredProcess, supportScript } from '../support/measured-process.js';
import { expectEqual, type Scenario } from '../support/scenario.js';

const BUCKET = 'bench-queue';
const SCRIPT = supportScript('../aws/million-rows-process.mjs');

interface Made {
  readonly state: string;
  readonly tasks: number;
  readonly first: string;
  readonly last: string;
  readonly sibling?: unknown;
}

export const millionRows: Scenario = async ({ directory, rounds, size }) => {
  const [days, products] = [size(1000, 20), 1000];
  const tasks = days * products;
  const server = await startMinistack();
  const client = new S3Client(s3ClientConfig(server.endpoint));
  const peaks: number[] = [];
  const times: number[] = [];

  const scheduled = async (event: unknown, tasksMax: number) => {
    let said = '';
    const output = (chunk: Buffer) => {
      said += chunk;
    };
    const args = [SCRIPT, JSON.stringify(event), String(tasksMax), server.endpoint, BUCKET];
    const run = await measuredProcess({ args, directory, output });
    return { ...run, made: JSON.parse(said) as Made };
  };

  try {
    for (let round = 0; round < rounds; round++) {
      await server.reset();
      await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
      const first = await scheduled(job(days, products), tasks / 2);
      expectEqual(first.made.state, 'continued', 'the first Scheduler');
      const second = await scheduled(first.made.sibling, tasks);
      expectEqual(second.made.state, 'finished', 'its sibling');
      expectEqual(first.made.tasks + second.made.tasks, tasks, 'tasks of both');
      expectEqual(first.made.last < second.made.first, true, 'no task of both');
      times.push((first.ms + second.ms) / 1000);
      peaks.push(Math.max(first.peakMiB, second.peakMiB));
    }
  } finally {
    client.destroy();
    await server.stop();
  }
  const what = `queue file of ${tasks.toLocaleString('en')} rows on S3, stopped and resumed`;
  return [
    { what, unit: 's', samples: times, reach: { atMost: 90 } },
    { what: `${what}: peak memory`, unit: 'MiB', samples: peaks, reach: { atMost: 256 } },
  ];
};

const job = (days: number, products: number) => ({
  lambda_name: 'bench',
  period: `last_${days}_days`,
  isolate_days: true,
  isolate_products: true,
  products: Array.from({ length: products }, (_, product) => `product_${product}`),
});
