/** How well five slots are used by tasks of five seconds: the deployed functions on the emulator, driven by their real schedules. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cloud, eventually, openCloud } from '../../../test/e2e/cloud.js';
import { ACCOUNT, REGION } from '../../../test/support/aws/ministack.js';
import { type Attempt, slotUse } from '../../support/slot-use.js';
import type { AwsScenario } from '../support/aws-scenario.js';
import { RECORDED } from '../support/recorded-reference.js';
import { recordedPeer } from '../support/reference.js';

const WORKER = 'bench_sleeper';
const SLOTS = 5;
/** At five slots a task a second, and a minute until the first tick. */
const WAIT_SECONDS = 600;

export const slotUseOnAws: AwsScenario = async ({ directory, size }) => {
  const tasks = size(200, 10);
  const cloud = await openCloud();
  try {
    const attemptsFile = join(directory, 'attempts');
    await deployed(cloud, directory, attemptsFile);
    await cloud.must(`npx sosw schedule --aws ${written(join(directory, 'job.json'), jobOf(tasks))}`);
    const attempts = await eventually(`${tasks} ended tasks`, WAIT_SECONDS, async () => {
      const all = attemptsIn(attemptsFile);
      return all.length >= tasks ? all : undefined;
    });
    if (attempts.length !== tasks) throw new Error(`${attempts.length} attempts of ${tasks} tasks`);
    const name = `slot use on the emulator, tasks of 5 s, cap ${SLOTS}, real schedules`;
    const peer = recordedPeer(RECORDED.slotUse);
    return [
      {
        what: `${name}, to the last end`,
        unit: '%',
        samples: [useUntilLastEnd(attempts)],
        peer,
        reach: { atLeast: 85 },
      },
      { what: `${name}, to the last start`, unit: '%', samples: [slotUse(attempts, SLOTS)], peer },
    ];
  } finally {
    await cloud.stop();
  }
};

async function deployed(cloud: Cloud, directory: string, attemptsFile: string): Promise<void> {
  const app = `--app "npx tsx bench/aws/slot-use/app.ts" --output ${join(directory, 'cdk.out')} --context attemptsFile=${attemptsFile}`;
  const config = join(directory, 'config');
  const labourer = join(directory, WORKER);
  mkdirSync(config);
  mkdirSync(join(labourer, 'config'), { recursive: true });
  const shared = { task_config: { labourers: {} }, config_max_age: 10 };
  written(join(config, 'sosw_essential_config.json'), shared);
  written(join(config, 'sosw_scheduler_config.json'), { job_schema: { chunkable_attrs: [['item', {}]] } });
  written(join(labourer, 'config', 'labourer.json'), {
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${WORKER}`,
    max_simultaneous_invocations: SLOTS,
    duration: 60,
    cooldown: 120,
  });
  await cloud.must(`npx cdk bootstrap ${app}`);
  await cloud.must(`npx cdk deploy ${app} --require-approval never`);
  await cloud.must(`npx sosw config upload ${config}`);
  await cloud.must(`npx sosw config add-labourer ${labourer} --name ${WORKER}`);
  await cloud.must('npx sosw ticks on');
}

const jobOf = (tasks: number) => ({
  lambda_name: WORKER,
  job: { isolate_items: true, items: Array.from({ length: tasks }, (_, item) => item) },
});

/** The file, after the value was written there. */
function written(file: string, value: unknown): string {
  writeFileSync(file, JSON.stringify(value));
  return file;
}

function attemptsIn(file: string): Attempt[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Attempt);
}

/** Percent of the slots' time between the first start and the last end, in which the last slots idle because nothing is queued. */
function useUntilLastEnd(attempts: readonly Attempt[]): number {
  const first = Math.min(...attempts.map(({ startedMs }) => startedMs));
  const last = Math.max(...attempts.map(({ endedMs }) => endedMs));
  const busyMs = attempts.reduce((sum, { startedMs, endedMs }) => sum + endedMs - startedMs, 0);
  return (100 * busyMs) / (SLOTS * (last - first));
}
