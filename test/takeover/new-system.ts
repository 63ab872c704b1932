/**
 * The four functions as they are composed for AWS, over what an old deployment left: DynamoDB Local, and the emulator for all else. Their
 * clock is the one of Vitest, so that hours of passes take seconds. Workers are functions of the emulator that write down their events;
 * what Python's would report is sent here.
 */

import { DynamoDBClient, PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { vi } from 'vitest';
import { storeNames } from '../../src/adapters/shared/store-names.js';
import type { Json, JsonObject } from '../../src/domain/task.js';
import { awsOrchestrator } from '../../src/entrypoints/composition/aws-orchestrator.js';
import { awsScavenger } from '../../src/entrypoints/composition/aws-scavenger.js';
import { awsScheduler } from '../../src/entrypoints/composition/aws-scheduler.js';
import { awsWorkerAssistant } from '../../src/entrypoints/composition/aws-worker-assistant.js';
import { functionEnvironment } from '../../src/entrypoints/config/environment.js';
import { orchestratorHandler } from '../../src/entrypoints/lambda/orchestrator-handler.js';
import type { LambdaHandler } from '../../src/entrypoints/lambda/run-essential.js';
import { scavengerHandler } from '../../src/entrypoints/lambda/scavenger-handler.js';
import { schedulerHandler } from '../../src/entrypoints/lambda/scheduler-handler.js';
import { workerAssistantHandler } from '../../src/entrypoints/lambda/worker-assistant-handler.js';
import { anInvocation } from '../entrypoints/lambda/a-function.js';
import { makeTables } from '../support/aws/dynamo-tables.js';
import { type DynamoDbLocal, startDynamoDbLocal } from '../support/aws/dynamodb-local.js';
import { type Functions, openFunctions } from '../support/aws/lambda-functions.js';
import {
  ACCOUNT,
  awsClientConfig,
  type Ministack,
  REGION,
  s3ClientConfig,
  startMinistack,
} from '../support/aws/ministack.js';
import { openQueue, type Queue } from '../support/aws/sqs-queue.js';
import { oldDocuments } from './old-documents.js';
import { OLD_QUEUE_FILES, type OldDeployment, oldQueueRow } from './old-deployment.js';
import type { OldItem, OldTable } from './old-rows.js';

const BUCKET = 'some-bucket';
const PREFIX = 'sosw/scheduler';
type Essential = 'scheduler' | 'orchestrator' | 'scavenger' | 'worker_assistant';

export class NewSystem {
  readonly database: DynamoDBClient;
  readonly #local: DynamoDbLocal;
  readonly #aws: Ministack;
  readonly #bucket: S3Client;
  readonly #workers: Functions;
  #handlers: Readonly<Record<Essential, LambdaHandler>> | undefined;
  #dead: Queue | undefined;
  #requests = 0;
  /** Claims that were seen, each by its task and attempt: so many events must have come. */
  readonly #claims = new Set<string>();

  private constructor(local: DynamoDbLocal, aws: Ministack) {
    this.#local = local;
    this.#aws = aws;
    this.database = new DynamoDBClient(awsClientConfig(local.endpoint));
    this.#bucket = new S3Client(s3ClientConfig(aws.endpoint));
    this.#workers = openFunctions(new LambdaClient(awsClientConfig(aws.endpoint)));
  }

  /** Starts the servers and loads the old deployment, documents and queue files into them. */
  static async over(old: OldDeployment): Promise<NewSystem> {
    const [local, aws] = await Promise.all([startDynamoDbLocal(), startMinistack()]);
    for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', local.endpoint);
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
    const system = new NewSystem(local, aws);
    await system.#load(old);
    return system;
  }

  async #load(old: OldDeployment): Promise<void> {
    await makeTables(this.database, storeNames());
    for (const { table, item } of old.rows) await this.#put(table, item);
    const topic = await this.#topic();
    const arns: Record<string, string> = {};
    for (const labourer of ['some_function', 'measured_function']) {
      arns[labourer] = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${await this.#workers.add()}`;
    }
    for (const [name, document] of Object.entries(oldDocuments(arns, topic, BUCKET))) {
      const value = { S: JSON.stringify(document) };
      await this.#put('config', { env: { S: 'production' }, config_name: { S: name }, config_value: value });
    }
    await this.#bucket.send(new CreateBucketCommand({ Bucket: BUCKET }));
    for (const [name, notes] of Object.entries(OLD_QUEUE_FILES)) {
      const Body = notes.map((note) => `${oldQueueRow(note)}\n`).join('');
      await this.#bucket.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${PREFIX}/${name}`, Body }));
    }
    const environment = (essential: Essential) =>
      functionEnvironment({ ...process.env, AWS_LAMBDA_FUNCTION_NAME: `sosw_${essential}` });
    this.#handlers = {
      scheduler: schedulerHandler(awsScheduler(environment('scheduler'))),
      orchestrator: orchestratorHandler(awsOrchestrator(environment('orchestrator'))),
      scavenger: scavengerHandler(awsScavenger(environment('scavenger'))),
      worker_assistant: workerAssistantHandler(awsWorkerAssistant(environment('worker_assistant'))),
    };
  }

  async #topic(): Promise<string> {
    const client = new SNSClient(awsClientConfig(this.#aws.endpoint));
    this.#dead = await openQueue(this.#aws.endpoint, 'dead-tasks');
    const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'sosw_info' }));
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: this.#dead.arn }));
    return TopicArn;
  }

  async #put(table: string, item: OldItem): Promise<void> {
    await this.database.send(new PutItemCommand({ TableName: table, Item: item }));
  }

  /** Invokes an essential with the event, and takes note of what was claimed by it. */
  async invoke(essential: Essential, event: Json): Promise<unknown> {
    const handler = this.#handlers?.[essential];
    if (handler === undefined) throw new Error('nothing is loaded');
    try {
      return await handler(event, anInvocation(`request-${++this.#requests}`));
    } finally {
      for (const { task_id, attempts, slot } of await this.rows('sosw_tasks')) {
        if (slot !== undefined) this.#claims.add(`${task_id?.S} ${attempts?.N}`);
      }
    }
  }

  /** What the old system's own WorkerAssistant does with a completion: it looks at nothing before it writes. */
  async completeByOldAssistant(id: string): Promise<void> {
    await this.database.send(
      new UpdateItemCommand({
        TableName: 'sosw_tasks',
        Key: { task_id: { S: id } },
        UpdateExpression: 'SET completed_at = :now',
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(Date.now() / 1000)) } },
      }),
    );
  }

  /** The events that workers were started with, oldest first: all of them have arrived. */
  async events(): Promise<readonly JsonObject[]> {
    const events = await this.#workers.ran(this.#claims.size);
    if (events.length !== this.#claims.size) throw new Error(`${this.#claims.size} claims, ${events.length} events`);
    return events;
  }

  async rows(table: OldTable): Promise<readonly OldItem[]> {
    const { Items = [] } = await this.database.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    return Items;
  }

  /** What the bucket holds, without the queue's prefix. */
  async objects(): Promise<readonly string[]> {
    const { Contents = [] } = await this.#bucket.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return Contents.map(({ Key = '' }) => Key.slice(PREFIX.length + 1));
  }

  /** The bodies of the reports that reached the topic. */
  async reports(): Promise<readonly JsonObject[]> {
    const received = (await this.#dead?.received()) ?? [];
    return received.map((text) => JSON.parse(JSON.parse(text).Message));
  }

  async stop(): Promise<void> {
    await this.#workers.dispose();
    this.database.destroy();
    await Promise.all([this.#local.stop(), this.#aws.stop()]);
    vi.unstubAllEnvs();
  }
}
