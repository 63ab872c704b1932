import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  awsClientConfig,
  type Ministack,
  s3ClientConfig,
  skipsE2e,
  startMinistack,
} from '../../../support/aws/ministack.js';
import { makeStack, makeWorker } from '../doctor/a-stack.js';
import { sosw } from '../run-sosw.js';

interface Report {
  readonly clean: boolean;
  readonly resources: readonly { readonly kind: string; readonly name: string; readonly state: string }[];
}

const TABLES = ['config', 'sosw_closed_tasks', 'sosw_labourers', 'sosw_retry_tasks', 'sosw_tasks', 'sosw_tasks_meta'];

describe.skipIf(skipsE2e)('sosw cleanup', () => {
  let aws: Ministack;
  let dynamo: DynamoDBClient;
  let s3: S3Client;

  beforeAll(async () => {
    aws = await startMinistack();
    dynamo = new DynamoDBClient(awsClientConfig(aws.endpoint));
    s3 = new S3Client(s3ClientConfig(aws.endpoint));
  });
  beforeEach(() => aws.reset());
  afterAll(() => aws?.stop());

  async function cleanup(...args: string[]): Promise<Report & { code: number | null; stderr: string }> {
    const { code, stdout, stderr } = await sosw(['cleanup', '--json', ...args], { env: aws.env });
    return { ...JSON.parse(stdout), code, stderr };
  }

  const left = ({ resources }: Report, kind: string) =>
    resources.filter((each) => each.kind === kind && each.state === 'still there').map(({ name }) => name);

  const tables = async () => (await dynamo.send(new ListTablesCommand({}))).TableNames?.toSorted();
  const buckets = async () => (await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name = '' }) => Name) ?? [];
  const queueBucket = async () => (await buckets()).find((name) => name.includes('queue')) ?? '';

  const makeTable = (TableName: string) =>
    dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'env', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'env', KeyType: 'HASH' }],
      }),
    );

  /** The emulator tells of a table only the second in which it was made. */
  async function nextSecond(): Promise<void> {
    const second = () => Math.floor(Date.now() / 1000);
    for (const now = second(); second() === now; ) await sleep(20);
  }

  /** Objects with older versions, a marker of a deleted one, and an upload that was never ended. */
  async function fill(Bucket: string, objects: number): Promise<void> {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    for (let index = 0; index < objects; index++) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `rows-${index}`, Body: 'rows' }));
    }
    await s3.send(new PutObjectCommand({ Bucket, Key: 'rows-0', Body: 'newer rows' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'rows-1' }));
    await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'half' }));
  }

  it('removes a stack with its data where the stack would, and nothing else; again, it is still gone', async () => {
    await makeWorker(aws.endpoint, 'worker');
    await makeTable('somebody-elses');
    await makeStack(aws.endpoint, { destroys: true });
    await fill(await queueBucket(), 3);
    const report = await cleanup('--yes');
    expect(report).toMatchObject({ code: 0, clean: true });
    for (const [kind, count] of Object.entries({ stack: 1, function: 4, role: 4, schedule: 3, bucket: 1, table: 6 })) {
      expect(report.resources.filter((each) => each.kind === kind && each.state === 'gone')).toHaveLength(count);
    }
    expect(report.stderr).toContain('account 000000000000, region us-west-2');
    expect(await tables()).toEqual(['somebody-elses']);
    expect(await buckets()).toEqual(['code']);
    const { Functions = [] } = await new LambdaClient(awsClientConfig(aws.endpoint)).send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(['worker']);
    expect(await cleanup()).toMatchObject({ code: 0, clean: true });
  });

  it('empties a bucket of more than a page', async () => {
    await makeStack(aws.endpoint, { destroys: true });
    await fill(await queueBucket(), 1005);
    expect(await cleanup('--yes')).toMatchObject({ code: 0, clean: true });
    expect(await buckets()).toEqual(['code']);
  });

  it('keeps what the stack keeps, says so, and removes it later with --data', async () => {
    await makeStack(aws.endpoint);
    const bucket = await queueBucket();
    await fill(bucket, 2);
    const item = { env: { S: 'production' }, config_name: { S: 'a' } };
    await dynamo.send(new PutItemCommand({ TableName: 'config', Item: item }));

    const first = await cleanup('--yes');
    expect(first).toMatchObject({ code: 1, clean: false });
    expect(left(first, 'table').toSorted()).toEqual(TABLES);
    expect([left(first, 'bucket'), left(first, 'function'), left(first, 'stack')]).toEqual([[bucket], [], []]);
    expect(first.stderr).toContain(`keep buckets: ${bucket}`);
    expect((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount).toBe(1);

    const second = await cleanup('--data', '--yes');
    expect(second).toMatchObject({ code: 0, clean: true });
    expect([await tables(), await buckets()]).toEqual([[], ['code']]);
  });

  it('leaves a table alone that was made after the stack had gone', async () => {
    await makeStack(aws.endpoint);
    await cleanup('--yes');
    await dynamo.send(new DeleteTableCommand({ TableName: 'config' }));
    await nextSecond();
    await makeTable('config');
    expect(await cleanup('--data', '--yes')).toMatchObject({ code: 0, clean: true });
    expect(await tables()).toEqual(['config']);
  });

  it('shows what it would remove, and removes nothing unless somebody says yes', async () => {
    await makeStack(aws.endpoint);
    const { code, stderr } = await sosw(['cleanup', '--data'], { env: aws.env });
    expect(code).toBe(2);
    expect(stderr).toContain('stack sosw (CREATE_COMPLETE)');
    expect(stderr).toMatch(/remove tables: .*sosw_tasks/);
    expect(stderr).toContain('--yes');
    expect(await tables()).toEqual(TABLES);
  });

  it('refuses a stack that is protected, before its bucket is emptied', async () => {
    await makeStack(aws.endpoint, { destroys: true });
    const bucket = await queueBucket();
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'rows', Body: 'rows' }));
    await new CloudFormationClient(awsClientConfig(aws.endpoint)).send(
      new UpdateTerminationProtectionCommand({ StackName: 'sosw', EnableTerminationProtection: true }),
    );
    const { code, stdout } = await sosw(['cleanup', '--yes', '--json'], { env: aws.env });
    expect([code, JSON.parse(stdout).error.code]).toEqual([3, 'cleanup.protected']);
    expect((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount).toBe(1);
  });

  it('says of a stack that never was that there is none', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'sosw-bucket' }));
    const report = await cleanup('--stack', 'other', '--data', '--yes');
    expect(report).toMatchObject({ code: 0, clean: true, resources: [] });
    expect(report.stderr).toContain('there is no stack other');
    expect(await buckets()).toEqual(['sosw-bucket']);
  });
});
