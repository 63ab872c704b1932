import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, awsClientConfig, REGION } from '../support/aws/ministack.js';
import { skips } from '../support/aws/skips.js';
import { openQueue, type Queue } from '../support/aws/sqs-queue.js';
import { type Cloud, eventually, openCloud } from './cloud.js';
import { killFunction } from './function-processes.js';
import { LiveMetric } from './live-metric.js';
import { Tables } from './rows.js';

const APP = '--app "npx tsx test/e2e/stack/app.ts"';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:sosw_dead_tasks`;
const [FAILING, MEASURED, BULK] = ['sosw_e2e_failing', 'sosw_e2e_measured', 'sosw_e2e_bulk'] as const;
const BULK_TASKS = 300;

const labourer = (name: string, cap: number, more: object = {}) => ({
  [name]: {
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
    max_simultaneous_invocations: cap,
    duration: 15,
    cooldown: 120,
    max_attempts: 2,
    ...more,
  },
});

const LOAD = {
  details: { Name: 'Load', Namespace: 'e2e', Period: 60, Statistics: ['Maximum'], MetricAggregationTimeSlice: 60 },
  feelings: { 3: 50, 4: 25 },
  feeling_comparison_operator: '<=',
};

const documents = (measuredCap: number) => ({
  sosw_essential_config: {
    config_max_age: 5,
    task_config: {
      sns_config: { recipient: TOPIC, subject: 'dead' },
      labourers: {
        ...labourer(FAILING, 2),
        ...labourer(MEASURED, measuredCap, { health_metrics: { Load: LOAD } }),
        ...labourer(BULK, 20),
      },
    },
  },
  // Half a minute for a large job, so that a Scheduler can be killed in the middle of it.
  sosw_scheduler_config: { job_schema: { chunkable_attrs: ['item'] }, create_rate: 10 },
});

describe.skipIf(skips('e2e'))('in operation on AWS, by its own schedules', () => {
  let cloud: Cloud;
  let tables: Tables;
  let load: LiveMetric;
  let reports: Queue;
  let folder: string;

  const upload = async (measuredCap: number) => {
    for (const [name, document] of Object.entries(documents(measuredCap))) {
      await writeFile(join(folder, 'config', `${name}.json`), JSON.stringify(document));
    }
    await cloud.must(`npx sosw config upload ${folder}/config`);
  };

  const schedule = async (name: string, items: number, how = '') => {
    const file = join(folder, `${name}.json`);
    const job = { items: Array.from({ length: items }, (_, item) => `${item}`), isolate_items: true };
    await writeFile(file, JSON.stringify({ lambda_name: name, job }));
    return cloud.must(`npx sosw schedule --aws ${how} ${file}`);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sosw-e2e-config-'));
    await mkdir(join(folder, 'config'));
    cloud = await openCloud();
    tables = new Tables(cloud.aws.endpoint);
    load = new LiveMetric(cloud.aws.endpoint, 90);
    await load.set(90);
    await cloud.must(`npx cdk bootstrap ${APP}`);
    await cloud.must(`npx cdk deploy ${APP} --require-approval never`);
    reports = await openQueue(cloud.aws.endpoint, 'reports');
    await new SNSClient(awsClientConfig(cloud.aws.endpoint)).send(
      new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: reports.arn }),
    );
    await upload(5);
    // Before any Scheduler is killed: that of the third job is meant.
    await schedule(FAILING, 2);
    await schedule(MEASURED, 8);
    await cloud.must('npx sosw ticks on');
  }, 600_000);

  afterAll(async () => {
    load?.close();
    tables?.close();
    await cloud?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it.concurrent('retries a task that fails, buries it when its attempts are used up, and tells of it', async () => {
    const dead = await eventually('two dead tasks', 600, async () => {
      const rows = await tables.closed(FAILING, 0);
      return rows.length === 2 ? rows : undefined;
    });
    expect(dead.map((row) => row.attempts?.N)).toEqual(['2', '2']);
    expect(await tables.open(FAILING)).toEqual([]);
    const messages = await eventually('a report of each', 120, async () => {
      const arrived = await reports.received();
      return dead.every((row) => arrived.some((text) => text.includes(row.task_id?.S ?? '?'))) ? arrived : undefined;
    });
    expect(messages.join()).toContain('E2eError');
  }, 800_000);

  it.concurrent('starts nothing while a metric is beyond its threshold, and goes on when it is back', async () => {
    await eventually('a decision', 300, async () => {
      const [row] = (await tables.rows('sosw_labourers')).filter((item) => item.labourer_id?.S === MEASURED);
      return row?.cap?.N === '5' ? row : undefined;
    });
    await sleep(65_000);
    expect((await tables.open(MEASURED)).map((row) => row.attempts?.N ?? '0')).toEqual(Array(8).fill('0'));

    await load.set(10);
    await eventually('all tasks done', 450, async () => (await tables.closed(MEASURED, 1)).length === 8 || undefined);

    await upload(7);
    await eventually('the new cap in force', 300, async () => {
      const rows = await tables.rows('sosw_labourers');
      return rows.some((row) => row.labourer_id?.S === MEASURED && row.cap?.N === '7') || undefined;
    });
  }, 1_200_000);

  it.concurrent('completes a job although its Scheduler is killed in the middle', async () => {
    await schedule(BULK, BULK_TASKS, '--async');
    const known = async () => {
      const rows = await tables.rows('sosw_tasks');
      return rows.filter((row) => row.labourer_id?.S === BULK || row.gone_labourer?.S === BULK).length;
    };
    await eventually('a job half scheduled', 300, async () => ((await known()) > 60 ? true : undefined));
    expect(await killFunction('sosw_scheduler', cloud.aws.endpoint)).toBeGreaterThan(0);
    expect(await known()).toBeLessThan(BULK_TASKS);

    await eventually('every task done', 750, async () =>
      (await tables.closed(BULK, 1)).length === BULK_TASKS ? true : undefined,
    );
    expect(await tables.open(BULK)).toEqual([]);
    expect(await known()).toBe(BULK_TASKS);
    const closed = await tables.closed(BULK, 1);
    expect(new Set(closed.map((row) => row.payload?.S)).size).toBe(BULK_TASKS);
  }, 1_200_000);
});
