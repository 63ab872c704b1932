import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { awsOrchestrator } from '../../../src/entrypoints/composition/aws-orchestrator.js';
import { awsScavenger } from '../../../src/entrypoints/composition/aws-scavenger.js';
import { awsScheduler } from '../../../src/entrypoints/composition/aws-scheduler.js';
import { awsWorkerAssistant } from '../../../src/entrypoints/composition/aws-worker-assistant.js';
import { type Environment, functionEnvironment } from '../../../src/entrypoints/config/environment.js';
import { orchestratorHandler } from '../../../src/entrypoints/lambda/orchestrator-handler.js';
import type { LambdaHandler } from '../../../src/entrypoints/lambda/run-essential.js';
import { scavengerHandler } from '../../../src/entrypoints/lambda/scavenger-handler.js';
import { schedulerHandler } from '../../../src/entrypoints/lambda/scheduler-handler.js';
import { workerAssistantHandler } from '../../../src/entrypoints/lambda/worker-assistant-handler.js';
import { makeTables } from '../../support/aws/dynamo-tables.js';
import { type Functions, openFunctions } from '../../support/aws/lambda-functions.js';
import {
  awsClientConfig,
  type Ministack,
  s3ClientConfig,
  skipsE2e,
  startMinistack,
} from '../../support/aws/ministack.js';
import { anInvocation } from './a-function.js';

const BUCKET = 'sosw-queue';

describe.skipIf(skipsE2e)('the functions, as they are composed for AWS', () => {
  let aws: Ministack;
  let workers: Functions;
  let worker: string;
  let database: DynamoDBClient;
  let requests = 0;

  beforeAll(async () => {
    aws = await startMinistack();
    for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
    database = new DynamoDBClient(awsClientConfig(aws.endpoint));
    await makeTables(database, storeNames());
    await new S3Client(s3ClientConfig(aws.endpoint)).send(new CreateBucketCommand({ Bucket: BUCKET }));
    workers = openFunctions(new LambdaClient(awsClientConfig(aws.endpoint)));
    worker = await workers.add();
    await configure({ max_simultaneous_invocations: 2 });
  }, 180_000);

  afterAll(async () => {
    await workers?.dispose();
    await aws?.stop();
    vi.unstubAllEnvs();
  });

  const configure = (labourer: JsonObject) =>
    database.send(
      new PutItemCommand({
        TableName: 'config',
        Item: {
          env: { S: 'production' },
          config_name: { S: 'sosw_essential_config' },
          config_value: {
            S: JSON.stringify({ task_config: { labourers: { [worker]: labourer } }, task_events: true }),
          },
        },
      }),
    );

  /** Invokes a function as a container of its own would be. */
  const invoke = (handlerOf: (environment: Environment) => LambdaHandler, name: string, event: Json) =>
    handlerOf(functionEnvironment({ AWS_LAMBDA_FUNCTION_NAME: name, SOSW_QUEUE_BUCKET: BUCKET }))(
      event,
      anInvocation(`request-${++requests}`),
    );

  it('take a job to its end together', async () => {
    const job = { lambda_name: worker, period: 'last_4_days', isolate_days: true };
    const scheduled = await invoke((e) => schedulerHandler(awsScheduler(e)), 'sosw_scheduler', { job });
    expect(scheduled).toMatchObject({ state: 'finished', rows: 4, added: 4 });

    const passed = await invoke((e) => orchestratorHandler(awsOrchestrator(e)), 'sosw_orchestrator', {});
    expect(passed).toMatchObject({ labourers: [{ labourerId: worker, invoked: 2, refused: 0 }] });

    const done = new Set<unknown>();
    for (let ran = 2; ran <= 4; ran++) {
      const event = (await workers.ran(ran)).find(({ task_id }) => !done.has(task_id));
      done.add(event?.task_id);
      const message = { action: 'mark_task_as_completed', task_id: event?.task_id ?? null, attempt: 1 };
      const answer = await invoke(
        (e) => workerAssistantHandler(awsWorkerAssistant(e)),
        'sosw_worker_assistant',
        message,
      );
      expect(answer).toEqual({ outcome: 'recorded' });
    }
    const scavenged = await invoke((e) => scavengerHandler(awsScavenger(e)), 'sosw_scavenger', {});
    expect(scavenged).toEqual({ labourers: [{ labourerId: worker, archived: 0, retried: 0, dead: 0, requeued: 0 }] });
    expect(await invoke((e) => schedulerHandler(awsScheduler(e)), 'sosw_scheduler', {})).toEqual({ adopted: [] });
  });

  it('refuse to start without what they need, by the path of its key', async () => {
    const handler = schedulerHandler(awsScheduler(functionEnvironment({ AWS_LAMBDA_FUNCTION_NAME: 'sosw_scheduler' })));
    await expect(handler({}, anInvocation())).rejects.toMatchObject({
      name: 'config.missing',
      message: 'queue_bucket: expected the name of the bucket for queue files',
    });
  });
});
