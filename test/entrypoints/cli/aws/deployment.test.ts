import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TICKING, tickRuleName } from '../../../../deploy/names.js';
import { bundle } from '../../../../scripts/bundle.js';
import { DynamoConfigSource } from '../../../../src/adapters/dynamodb/dynamo-config-source.js';
import { storeNames } from '../../../../src/adapters/shared/store-names.js';
import { makeTables } from '../../../support/aws/dynamo-tables.js';
import { openFunctions } from '../../../support/aws/lambda-functions.js';
import {
  ACCOUNT,
  awsClientConfig,
  type Ministack,
  REGION,
  s3ClientConfig,
  skipsE2e,
  startMinistack,
} from '../../../support/aws/ministack.js';
import { storedZip } from '../../../support/aws/stored-zip.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { folderWith } from '../../config/config-files.js';
import { sosw } from './run-in-process.js';

const BUCKET = 'sosw-queue';
const CONFIG = {
  task_config: { labourers: { shout: { max_simultaneous_invocations: 2 } } },
  job_schema: { chunkable_attrs: ['letter'] },
  task_events: true,
};

interface Listed {
  readonly tasks: readonly { readonly task_id: string; readonly state: string }[];
}

describe.skipIf(skipsE2e)('a deployment, from the command line', () => {
  let aws: Ministack;

  beforeAll(async () => {
    aws = await startMinistack();
    for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
    const client = new DynamoDBClient(awsClientConfig(aws.endpoint));
    await makeTables(client, storeNames());
    await new DynamoConfigSource({ client }).put('sosw_essential_config', JSON.stringify(CONFIG));
    await new S3Client(s3ClientConfig(aws.endpoint)).send(new CreateBucketCommand({ Bucket: BUCKET }));
    await makeScheduler(new LambdaClient(awsClientConfig(aws.endpoint)));
  }, 180_000);
  afterAll(async () => {
    await aws?.stop();
    vi.unstubAllEnvs();
  });

  /** The real function, from its bundle. */
  async function makeScheduler(client: LambdaClient): Promise<void> {
    const folder = temporaryFolder();
    const { file } = await bundle('scheduler', folder.path);
    await client.send(
      new CreateFunctionCommand({
        FunctionName: 'sosw_scheduler',
        Runtime: 'nodejs22.x',
        Role: `arn:aws:iam::${ACCOUNT}:role/test`,
        Handler: 'index.handler',
        Timeout: 60,
        Code: { ZipFile: storedZip({ 'index.mjs': readFileSync(file, 'utf8') }) },
        Environment: { Variables: { SOSW_QUEUE_BUCKET: BUCKET, POWERTOOLS_LOG_LEVEL: 'SILENT' } },
      }),
    );
    folder.remove();
  }

  const jobFile = (...letters: string[]): string => {
    const job = { labourer_id: 'shout', job: { letters, isolate_letters: true } };
    return join(folderWith({ 'job.json': JSON.stringify(job, undefined, 2) }), 'job.json');
  };
  const queued = async (): Promise<Listed['tasks']> =>
    (await sosw('tasks', 'list', '--aws', '--state', 'queued', '--json')).json<Listed>().tasks;

  it('takes a job once, whatever how often it is sent, and again where that is wanted', async () => {
    const job = jobFile('a', 'b', 'c');
    const first = await sosw('schedule', job, '--aws');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^run-[0-9a-f]{20}: 3 of 3 tasks added to the queue\.\n$/);
    const twice = await sosw('schedule', job, '--aws', '--json');
    expect(twice.json()).toMatchObject({ state: 'finished', tasks: 3, added: 0 });
    expect(await queued()).toHaveLength(3);
    const again = await sosw('schedule', job, '--aws', '--again', '--json');
    expect(again.json()).toMatchObject({ tasks: 3, added: 3 });
    expect(await queued()).toHaveLength(6);
    for (const { task_id } of await queued()) await sosw('tasks', 'cancel', task_id, '--aws', '--yes');
  });

  it('does not wait for the Scheduler with --async', async () => {
    const { code, stdout } = await sosw('schedule', jobFile('x'), '--aws', '--async');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^run-[0-9a-f]{20}: handed to sosw_scheduler\.\n$/);
    const until = performance.now() + 40_000;
    while ((await queued()).length === 0 && performance.now() < until) await sleep(50);
    const [task] = await queued();
    expect(await sosw('tasks', 'cancel', task?.task_id ?? '', '--aws', '--yes')).toMatchObject({ code: 0 });
  });

  it('refuses a job by the line of its file, before anything is sent', async () => {
    const job = join(folderWith({ 'job.json': '{"labourer_id": "nobody",\n "job": {}}' }), 'job.json');
    const { code, stderr } = await sosw('schedule', job, '--aws');
    expect(code).toBe(3);
    expect(stderr).toContain('job.json:');
  });

  it('tells that the Scheduler is not there', async () => {
    const { code, stderr } = await sosw('schedule', jobFile('a'), '--aws', '--function', 'no_such_function');
    expect(code).toBe(1);
    expect(stderr).toContain('failed (aws.absent)');
  });

  it('tells what the Scheduler failed with', async () => {
    const functions = openFunctions(new LambdaClient(awsClientConfig(aws.endpoint)));
    const name = await functions.add({ fails: true });
    const { code, stderr } = await sosw('schedule', jobFile('a'), '--aws', '--function', name);
    await functions.dispose();
    expect(code).toBe(1);
    expect(stderr).toContain(`${name}: told to fail`);
  });

  it('lists, shows, cancels and retries tasks, and tells where all stand', async () => {
    await sosw('schedule', jobFile('s', 't'), '--aws');
    const [first, second] = await queued();
    const [one, other] = [first?.task_id ?? '', second?.task_id ?? ''];
    const shown = await sosw('tasks', 'show', one, '--aws', '--json');
    expect(shown.json()).toMatchObject({ task: { task_id: one, state: 'queued', payload: { letters: ['s'] } } });
    const cancelled = await sosw('tasks', 'cancel', one, other, '--aws', '--yes');
    expect(cancelled).toMatchObject({ code: 0, stdout: `${one}: cancelled\n${other}: cancelled\n` });
    expect(await queued()).toEqual([]);
    expect(await sosw('tasks', 'retry', one, '--aws')).toMatchObject({ code: 0, stdout: `${one}: retried\n` });
    expect((await queued()).map(({ task_id }) => task_id)).toEqual([one]);
    const status = await sosw('status', '--aws', '--json');
    expect(status.json()).toMatchObject({ labourers: [{ labourer_id: 'shout', cap: 2, queued: 1, paused: false }] });
    expect((await sosw('tasks', 'show', 'unknown', '--aws')).code).toBe(3);
  });

  it('tells what a search costs before it starts, pauses a labourer, and cancels what a filter holds for', async () => {
    await sosw('schedule', jobFile('u', 'v'), '--aws');
    const listed = await sosw('tasks', 'list', '--aws', '--text', '"v"');
    expect(listed.stderr).toMatch(/^This search looks at up to [\d,]+ rows, [\d,]+ read units/);
    expect(listed.stdout).toContain('queued');
    expect((await sosw('labourers', 'pause', 'shout', '--aws')).code).toBe(0);
    const overview = await sosw('labourers', 'list', '--aws', '--json');
    expect(overview.json()).toMatchObject({ labourers: [{ labourer_id: 'shout', paused: true }] });
    expect((await sosw('labourers', 'resume', 'shout', '--aws')).code).toBe(0);
    const cancelled = await sosw('tasks', 'cancel', '--aws', '--text', '"v"', '--yes', '--json');
    expect(cancelled.json()).toMatchObject({ action: 'cancel', state: 'done', changed: 1 });
    const { operations } = (await sosw('operations', 'list', '--aws', '--json')).json<{ operations: object[] }>();
    expect(operations.slice(0, 3)).toMatchObject([{ action: 'cancel' }, { action: 'resume' }, { action: 'pause' }]);
  });

  it.each([
    [['status', '--aws', '--config', 'sosw.yaml'], "'--aws' cannot be used with option '-c, --config <file>'"],
    [['tasks', 'list', '--aws', '--data', 'here'], "'--aws' cannot be used with option '--data <dir>'"],
    [['status', '--region', 'us-west-2'], "'--region <name>' goes together with --aws only"],
    [['schedule', 'job.json', '--async'], "'--async' goes together with --aws only"],
    [['ticks', 'on', '--only', 'worker_assistant'], 'Expected scheduler, orchestrator, scavenger'],
  ])('%j is a usage error', async (args, message) => {
    const { code, stderr } = await sosw(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  describe('sosw ticks', () => {
    const rules = TICKING.map((essential) => tickRuleName('sosw', essential));
    const states = async (): Promise<readonly unknown[]> => {
      const client = new EventBridgeClient(awsClientConfig(aws.endpoint));
      const answers = await Promise.all(rules.map((Name) => client.send(new DescribeRuleCommand({ Name }))));
      return answers.map(({ State }) => State);
    };
    const make = (Name: string) =>
      new EventBridgeClient(awsClientConfig(aws.endpoint)).send(
        new PutRuleCommand({ Name, ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' }),
      );

    it('changes nothing where a rule is missing, and says which', async () => {
      await make(rules[0] ?? '');
      const { code, stderr } = await sosw('ticks', 'off');
      expect(code).toBe(1);
      expect(stderr).toContain(`there is no rule ${rules.slice(1).join(', ')} in ${REGION}; nothing was changed`);
      for (const rule of rules.slice(1)) await make(rule);
      expect(await states()).toEqual(['ENABLED', 'ENABLED', 'ENABLED']);
    });

    it("turns the deployment's rules off and on, all or some, and says what it changed", async () => {
      const { code, stdout } = await sosw('ticks', 'off', '--only', 'orchestrator');
      expect({ code, stdout }).toEqual({ code: 0, stdout: 'sosw-orchestrator-tick: off\n' });
      expect(await states()).toEqual(['ENABLED', 'DISABLED', 'ENABLED']);
      expect((await sosw('ticks', 'off')).stdout).toBe(
        'sosw-scheduler-tick: off\nsosw-orchestrator-tick: was off already\nsosw-scavenger-tick: off\n',
      );
      expect(await states()).toEqual(['DISABLED', 'DISABLED', 'DISABLED']);
      const on = await sosw('ticks', 'on', '--json');
      expect(on.json()).toEqual({
        region: REGION,
        ticks: rules.map((rule) => ({ rule, changed: true, state: 'on' })),
      });
      expect(await states()).toEqual(['ENABLED', 'ENABLED', 'ENABLED']);
    });
  });
});
