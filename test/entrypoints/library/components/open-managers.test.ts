import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeNames } from '../../../../src/adapters/shared/store-names.js';
import { type Managers, openManagers } from '../../../../src/entrypoints/library/components.js';
import { makeTables } from '../../../support/aws/dynamo-tables.js';
import { type Functions, openFunctions } from '../../../support/aws/lambda-functions.js';
import {
  ACCOUNT,
  awsClientConfig,
  type Ministack,
  REGION,
  skipsE2e,
  startMinistack,
} from '../../../support/aws/ministack.js';

describe.skipIf(skipsE2e)('the managers of a deployment', () => {
  let ministack: Ministack;
  let functions: Functions;
  let managers: Managers;

  beforeAll(async () => {
    ministack = await startMinistack();
    const to = awsClientConfig(ministack.endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL', ministack.endpoint);
    vi.stubEnv('AWS_REGION', REGION);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    functions = openFunctions(new LambdaClient(to));
    const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${await functions.add()}`;
    const database = new DynamoDBClient(to);
    await makeTables(database, storeNames());
    const document = { task_config: { labourers: { import_prices: { arn, max_simultaneous_invocations: 2 } } } };
    const Item = {
      env: { S: 'production' },
      config_name: { S: 'sosw_essential_config' },
      config_value: { S: JSON.stringify(document) },
    };
    await database.send(new PutItemCommand({ TableName: 'config', Item }));
    database.destroy();
    managers = await openManagers({ config: { task_config: { max_attempts: 5 } } });
  }, 120_000);
  afterAll(async () => {
    managers?.close();
    vi.unstubAllEnvs();
    await functions?.dispose();
    await ministack?.stop();
  });

  it('work with its labourers, its tasks and its workers', async () => {
    const { tasks, labourers } = managers;
    const labourer = labourers.of('import_prices' as never);
    expect(labourer).toMatchObject({ cap: 2, maxAttempts: 5 });
    const task = await tasks.createTask(labourer, { product: 'a1' });
    await vi.waitFor(async () => expect(await tasks.getLengthOfQueueForLabourer(labourer)).toBe(1), 30_000);
    await tasks.invokeTask(labourer, { taskId: task.taskId });
    const [event] = await functions.ran(1);
    expect(event).toMatchObject({ product: 'a1', task_id: task.taskId, sosw_attempt: 1 });
    await tasks.archiveTask(task.taskId);
    expect(await tasks.getTaskById(task.taskId)).toMatchObject({ attempts: 1, closedAt: expect.any(Number) });
  });

  it('know the health of a labourer, and what it allows', async () => {
    const { ecology, labourers } = managers;
    const [decision] = await ecology.decide(labourers.all(), Math.floor(Date.now() / 1000) as never);
    expect(decision).toMatchObject({ status: 4, allowance: 2 });
  });

  it('are not opened where the documents are wrong, and say where', async () => {
    const config = { task_config: { labourers: { import_prices: { max_simultaneous_invocations: 'many' } } } };
    await expect(openManagers({ config })).rejects.toMatchObject({
      message: expect.stringContaining('task_config.labourers.import_prices.max_simultaneous_invocations'),
    });
  });
});

it.each([
  ['functionName', { functionName: '' }],
  ['configTable', { configTable: 5 }],
  ['config', { config: [] }],
  ['options', 'sosw_orchestrator'],
])('refuses a wrong %s', async (path, options) => {
  await expect(openManagers(options as never)).rejects.toMatchObject({ code: 'managers.argument', path });
});
