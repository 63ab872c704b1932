import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoConfigSource } from '../../../../src/adapters/dynamodb/dynamo-config-source.js';
import { storeNames } from '../../../../src/adapters/shared/store-names.js';
import type { Finding } from '../../../../src/entrypoints/cli/doctor/finding.js';
import { makeTables } from '../../../support/aws/dynamo-tables.js';
import {
  ACCOUNT,
  awsClientConfig,
  type Ministack,
  REGION,
  skipsE2e,
  startMinistack,
} from '../../../support/aws/ministack.js';
import { sosw } from '../run-sosw.js';
import { arnOf, makeStack, makeWorker } from './a-stack.js';

interface Diagnosis {
  readonly ok: boolean;
  readonly findings: readonly (Finding & { readonly area: string })[];
}

const LABOURER = { arn: 'worker', max_simultaneous_invocations: 3, duration: 30, cooldown: 300 };
const documentWith = (labourers: object, more: object = {}) => JSON.stringify({ task_config: { labourers }, ...more });

describe.skipIf(skipsE2e)('sosw doctor', () => {
  let aws: Ministack;
  let documents: DynamoConfigSource;
  let dynamo: DynamoDBClient;
  let events: EventBridgeClient;
  let iam: IAMClient;
  let lambda: LambdaClient;

  beforeAll(async () => {
    aws = await startMinistack();
    const to = awsClientConfig(aws.endpoint);
    dynamo = new DynamoDBClient(to);
    events = new EventBridgeClient(to);
    iam = new IAMClient(to);
    lambda = new LambdaClient(to);
    documents = new DynamoConfigSource({ client: dynamo });
    await makeWorker(aws.endpoint, 'worker');
    await makeStack(aws.endpoint, { workers: ['worker'] });
    await documents.put('sosw_essential_config', documentWith({ worker: LABOURER }));
    await putRow({ cap: 3, decidedAt: 1_700_000_000 });
  });
  afterAll(() => aws?.stop());

  const putRow = ({ cap, decidedAt }: { cap: number; decidedAt: number }) =>
    dynamo.send(
      new PutItemCommand({
        TableName: 'sosw_labourers',
        Item: {
          labourer_id: { S: 'worker' },
          version: { N: '1' },
          cap: { N: String(cap) },
          allowance: { N: String(cap) },
          decided_at: { N: String(decidedAt) },
        },
      }),
    );

  async function diagnosis(...args: string[]): Promise<Diagnosis & { code: number | null }> {
    const { code, stdout } = await sosw(['doctor', '--json', ...args], { env: aws.env });
    return { ...JSON.parse(stdout), code };
  }

  /** What is wrong, with the code that says so. */
  async function problems(...args: string[]): Promise<readonly string[]> {
    const { code, findings, ok } = await diagnosis(...args);
    const wrong = findings.filter(({ verdict }) => verdict === 'problem');
    expect({ code, ok }).toEqual(wrong.length > 0 ? { code: 1, ok: false } : { code: 0, ok: true });
    expect(wrong.every(({ advice = '' }) => advice.length > 0)).toBe(true);
    return wrong.map(({ area, subject, message }) => `${area}: ${subject}: ${message}`);
  }

  it('finds a deployment in order, and says what it looked at', async () => {
    expect(await problems()).toEqual([]);
    const { stdout } = await sosw(['doctor'], { env: aws.env });
    expect(stdout).toContain('ok       sosw_tasks: keys, index sosw_tasks_greenfield');
    expect(stdout).toContain('ok       sosw-orchestrator-tick: rate(1 minute) → sosw_orchestrator');
    expect(stdout).toMatch(/\d+ in order, \d+ warnings, 0 problems\n$/);
  });

  it('finds a missing table', async () => {
    await dynamo.send(new DeleteTableCommand({ TableName: 'sosw_retry_tasks' }));
    expect(await problems()).toEqual(['tables: sosw_retry_tasks: there is no such table']);
    // The others are there, and refused.
    await makeTables(dynamo, storeNames()).catch(() => {});
    const wait = { client: dynamo, minDelay: 1, maxDelay: 1, maxWaitTime: 60 };
    await waitUntilTableExists(wait, { TableName: 'sosw_retry_tasks' });
    expect(await problems()).toEqual([]);
  });

  it('finds a missing index', async () => {
    const Delete = { IndexName: 'sosw_tasks_greenfield' };
    const TableName = 'sosw_tasks';
    await dynamo.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }));
    expect(await problems()).toEqual(['tables: sosw_tasks: has no index sosw_tasks_greenfield']);
    const KeySchema = [
      { AttributeName: 'labourer_id', KeyType: 'HASH' as const },
      { AttributeName: 'greenfield', KeyType: 'RANGE' as const },
    ];
    const make = (ProjectionType: 'ALL' | 'KEYS_ONLY') =>
      dynamo.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: [
            { AttributeName: 'labourer_id', AttributeType: 'S' },
            { AttributeName: 'greenfield', AttributeType: 'N' },
          ],
          GlobalSecondaryIndexUpdates: [{ Create: { ...Delete, KeySchema, Projection: { ProjectionType } } }],
        }),
      );
    await make('KEYS_ONLY');
    expect(await problems()).toEqual(['tables: sosw_tasks: index sosw_tasks_greenfield lacks all attributes']);
    await dynamo.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }));
    await make('ALL');
    expect(await problems()).toEqual([]);
  });

  it('finds a missing permission, by asking IAM', async () => {
    const { Role = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'sosw_scavenger' }));
    const RoleName = Role.split('/').at(-1) ?? '';
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const PolicyName = PolicyNames.find((name) => name.includes('DefaultPolicy')) ?? '';
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const policy = decodeURIComponent(PolicyDocument);
    const narrowed = policy.replace('"dynamodb:ConditionCheckItem"', '"dynamodb:DescribeTable"');
    expect(narrowed).not.toBe(policy);
    const put = (text: string) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text }));
    await put(narrowed);
    expect(await problems()).toEqual([
      expect.stringMatching(
        /^permissions: sosw_scavenger: may not dynamodb:ConditionCheckItem on arn:aws:dynamodb:.*:table\/sosw_tasks$/,
      ),
    ]);
    await put(policy);
    expect(await problems()).toEqual([]);
  });

  it('finds that the configuration in force is not the stored one', async () => {
    await putRow({ cap: 2, decidedAt: 1_700_000_000 });
    expect(await problems()).toEqual([
      'labourers: worker: a stale configuration is in force: its cap is 2 since 2023-11-14T22:13:20.000Z, and 3 in the documents',
    ]);
    await putRow({ cap: 3, decidedAt: 1_700_000_000 });
  });

  it('finds documents that name what is not there, and documents that are wrong', async () => {
    const gone = { gone: { arn: 'gone' } };
    await documents.put('sosw_essential_config', documentWith(gone, { queue_bucket: 'no-such-bucket' }));
    expect(await problems()).toEqual(
      expect.arrayContaining([
        'bucket: no-such-bucket: there is no such bucket',
        'labourers: gone: there is no function gone',
      ]),
    );
    await documents.put('sosw_essential_config', documentWith({ worker: { ...LABOURER, duration: 'long' } }));
    expect(await problems()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^configuration: sosw_orchestrator_config: .*worker\.duration/)]),
    );
    await documents.put('sosw_essential_config', documentWith({ worker: LABOURER }));
    await documents.put('sosw_scavenger_config', documentWith({ worker: { cooldown: 400 } }));
    expect(await problems()).toEqual([
      'configuration: worker: its settings for the scavenger are others than for the scheduler',
    ]);
    await documents.put('sosw_scavenger_config', '{}');
  });

  it('finds a disabled schedule', async () => {
    await events.send(new DisableRuleCommand({ Name: 'sosw-orchestrator-tick' }));
    expect(await problems()).toEqual(['schedules: sosw-orchestrator-tick: is off: nothing starts the orchestrator']);
    await events.send(new EnableRuleCommand({ Name: 'sosw-orchestrator-tick' }));
  });

  it('finds a schedule that its function does not let in', async () => {
    const FunctionName = 'sosw_scavenger';
    const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
    for (const { Sid } of JSON.parse(Policy).Statement) {
      await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid }));
    }
    expect(await problems()).toEqual(['schedules: sosw-scavenger-tick: sosw_scavenger does not let it in']);
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'tick',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/sosw-scavenger-tick`,
      }),
    );
    expect(await problems()).toEqual([]);
  });

  it('finds a worker that may outlive its slot', async () => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'worker', Timeout: 31 }));
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'worker',
        MaximumRetryAttempts: 1,
        MaximumEventAgeInSeconds: 301,
      }),
    );
    expect(await problems()).toEqual([
      expect.stringContaining('its function may run for 31 s, longer than its duration of 30 s'),
      expect.stringContaining('Lambda repeats its failed events 1 times'),
      expect.stringContaining('an event may wait for 301 s, and the cooldown is 300 s'),
    ]);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'worker' }));
    await makeWorker(aws.endpoint, 'worker');
  });

  it('finds an Orchestrator of the old system that is still scheduled', async () => {
    await makeWorker(aws.endpoint, 'old_sosw_orchestrator', { runtime: 'python3.11' });
    await events.send(new PutRuleCommand({ Name: 'old-tick', ScheduleExpression: 'rate(1 minute)' }));
    const Targets = [{ Id: '1', Arn: arnOf('old_sosw_orchestrator') }];
    await events.send(new PutTargetsCommand({ Rule: 'old-tick', Targets }));
    expect(await problems()).toEqual([expect.stringContaining('is still started by old-tick: no cap holds beside it')]);
    await events.send(new DisableRuleCommand({ Name: 'old-tick' }));
    expect(await problems()).toEqual([]);
  });

  it('finds events that wait in the dead-letter queue', async () => {
    const Dimensions = [{ Name: 'QueueName', Value: 'sosw_dead_letters' }];
    await new CloudWatchClient(awsClientConfig(aws.endpoint)).send(
      new PutMetricDataCommand({
        Namespace: 'AWS/SQS',
        MetricData: [{ MetricName: 'ApproximateNumberOfMessagesVisible', Dimensions, Value: 2 }],
      }),
    );
    expect(await problems()).toEqual([expect.stringContaining('dead letters: sosw_dead_letters: 2 events wait')]);
  });

  it('says of another prefix that nothing is there', async () => {
    expect(await problems('--prefix', 'other')).toEqual(
      expect.arrayContaining([
        'functions: other_scheduler: there is no such function',
        'schedules: other-scavenger-tick: there is no such rule: nothing starts the scavenger',
      ]),
    );
  });
});
