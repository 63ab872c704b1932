import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workerEnvironment } from '../../../../src/entrypoints/config/worker-environment.js';
import type { WorkerHost } from '../../../../src/entrypoints/library/worker/lambda-context.js';
import { lambdaHost } from '../../../../src/entrypoints/library/worker/lambda-host.js';
import type { ReportMessage } from '../../../../src/entrypoints/library/worker/report-message.js';
import { topicArn } from '../../../../src/entrypoints/library/worker/topic-arn.js';
import type { WorkerClients } from '../../../../src/entrypoints/library/worker/worker-clients.js';
import { type Fault, injectFaults } from '../../../support/aws/fault-middleware.js';
import { type Functions, openFunctions } from '../../../support/aws/lambda-functions.js';
import {
  ACCOUNT,
  awsClientConfig,
  type Ministack,
  REGION,
  skipsE2e,
  startMinistack,
} from '../../../support/aws/ministack.js';
import { openQueue } from '../../../support/aws/sqs-queue.js';

const MESSAGE: ReportMessage = { action: 'mark_task_as_completed', task_id: 't' };
const environment = { workerAssistant: 'none', configTable: 'config', configEnv: 'production' };

const clientsAt = (endpoint: string): WorkerClients & { readonly own: LambdaClient } => {
  const own = new LambdaClient({ ...awsClientConfig(endpoint), maxAttempts: 1 });
  const database = new DynamoDBClient(awsClientConfig(endpoint));
  const sns = new SNSClient(awsClientConfig(endpoint));
  return { own, lambda: async () => own, database: async () => database, sns: async () => sns };
};

describe.skipIf(skipsE2e)('a worker in Lambda', () => {
  let ministack: Ministack;
  let clients: ReturnType<typeof clientsAt>;
  let functions: Functions;
  beforeAll(async () => {
    ministack = await startMinistack();
    clients = clientsAt(ministack.endpoint);
  });
  afterAll(() => ministack.stop());
  beforeEach(() => {
    functions = openFunctions(clients.own);
    return () => functions.dispose();
  });

  it('tells the WorkerAssistant, and waits for its answer', async () => {
    const workerAssistant = await functions.add();
    await lambdaHost({ ...environment, workerAssistant }, {}, clients).report(MESSAGE);
    expect(await functions.ran(1)).toEqual([MESSAGE]);
  });

  it('tells the function that the worker configures instead of that of the environment', async () => {
    await lambdaHost(environment, {}, clients).report(MESSAGE, await functions.add());
    expect(await functions.ran(1)).toEqual([MESSAGE]);
  });

  it('tells it again when the answer was lost', async () => {
    const workerAssistant = await functions.add();
    const heal = injectFaults(clients.own, ({ nth }) => (nth === 1 ? 'lost-answer' : undefined));
    await lambdaHost({ ...environment, workerAssistant }, {}, clients).report(MESSAGE);
    heal();
    expect(await functions.ran(2)).toEqual([MESSAGE, MESSAGE]);
  });

  it('repeats a report that the WorkerAssistant fails to record, and tells in the end that it is lost', async () => {
    const workerAssistant = await functions.add({ fails: true });
    const report = lambdaHost({ ...environment, workerAssistant }, {}, clients).report(MESSAGE);
    await expect(report).rejects.toMatchObject({
      code: 'report.refused',
      message: expect.stringContaining('told to fail'),
    });
    expect(await functions.ran(5)).toHaveLength(5);
  });

  it('starts a sibling of itself, by the alias that it was invoked by', async () => {
    const name = await functions.add();
    const invokedFunctionArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
    await lambdaHost(environment, { invokedFunctionArn }, clients).spawn?.({ cursor: 2 });
    expect(await functions.ran(1)).toEqual([{ cursor: 2 }]);
  });

  it('publishes to a topic of its own account by the name alone', async () => {
    const Name = `died-${randomUUID()}`;
    const queue = await openQueue(ministack.endpoint, Name);
    const sns = await clients.sns();
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn }));
    const invokedFunctionArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:pull`;
    const host = lambdaHost(environment, { invokedFunctionArn }, clients);
    await host.publish?.({ topic: Name, subject: 'pull died', message: 'no partner' });
    const [text = '{}'] = await queue.received();
    expect(JSON.parse(text)).toMatchObject({ Subject: 'pull died', Message: 'no partner' });
  });

  describe('its configuration', () => {
    const put = async (configTable: string, name: string, value: string) => {
      const item = { env: { S: 'production' }, config_name: { S: name }, config_value: { S: value } };
      await (await clients.database()).send(new PutItemCommand({ TableName: configTable, Item: item }));
    };
    let configTable: string;
    let configOf: NonNullable<WorkerHost['configOf']>;
    beforeAll(async () => {
      configTable = `config-${randomUUID()}`;
      await (await clients.database()).send(
        new CreateTableCommand({
          TableName: configTable,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [
            { AttributeName: 'env', KeyType: 'HASH' },
            { AttributeName: 'config_name', KeyType: 'RANGE' },
          ],
          AttributeDefinitions: ['env', 'config_name'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        }),
      );
      configOf = lambdaHost({ ...environment, configTable }, {}, clients).configOf as typeof configOf;
    });

    it('is the stored document, or empty where there is none', async () => {
      await put(configTable, 'pull_config', '{"rows": 5}');
      expect(await configOf('pull_config')).toEqual({ rows: 5 });
      expect(await configOf('other_config')).toEqual({});
    });

    it('is refused when it is no map, without a word of what it is', async () => {
      await put(configTable, 'text_config', 'a secret');
      await expect(configOf('text_config')).rejects.toMatchObject({
        code: 'config.value',
        message: expect.not.stringContaining('secret'),
      });
    });

    it('can be asked for again when the table could not be read', async () => {
      const host = lambdaHost({ ...environment, configTable: 'no-such-table' }, {}, clients);
      await expect(host.configOf?.('pull_config')).rejects.toMatchObject({
        code: 'config.unavailable',
        retryable: true,
      });
    });
  });
});

describe('a worker whose calls are refused', () => {
  const thrown = (name: string, httpStatusCode: number) => ({
    error: Object.assign(new Error(name), { name, $metadata: { httpStatusCode } }),
  });

  async function tried(fault: Fault, call: (host: WorkerHost) => unknown): Promise<{ code: string; sendings: number }> {
    const clients = clientsAt('http://127.0.0.1:1');
    let sendings = 0;
    injectFaults(clients.own, () => {
      sendings++;
      return fault;
    });
    const host = lambdaHost(environment, { functionName: 'pull' }, clients);
    const { code } = (await Promise.resolve(call(host)).catch((error: unknown) => error)) as { code: string };
    return { code, sendings };
  }

  it.each([
    ['AccessDeniedException', 403, 1],
    ['ResourceNotFoundException', 404, 1],
    ['TooManyRequestsException', 429, 5],
    ['ServiceException', 500, 5],
  ])('asks the WorkerAssistant again only where that may help (%s)', async (name, status, sendings) => {
    expect(await tried(thrown(name, status), (host) => host.report(MESSAGE))).toEqual({
      code: 'report.lost',
      sendings,
    });
  });

  it.each([
    ['task.unknown', 1],
    ['message.action', 1],
    ['report.contended', 5],
    ['store.unavailable', 5],
  ])('repeats what the WorkerAssistant answered only where that may help (%s)', async (errorType, sendings) => {
    const Payload = new TextEncoder().encode(JSON.stringify({ errorType, errorMessage: 'no' }));
    const fault = { answer: { FunctionError: 'Unhandled', Payload } };
    expect(await tried(fault, (host) => host.report(MESSAGE))).toEqual({ code: 'report.refused', sendings });
  });

  it.each([
    [thrown('TooManyRequestsException', 429), 'sibling.refused'],
    [thrown('AccessDeniedException', 403), 'sibling.refused'],
    [thrown('ServiceException', 500), 'sibling.unknown'],
    ['lost-answer' as const, 'sibling.unknown'],
  ])('starts a sibling once, and knows whether it may run', async (fault, code) => {
    expect(await tried(fault, (host) => host.spawn?.({}))).toEqual({ code, sendings: 1 });
  });
});

it('a topic is named by its ARN where the function does not know its account', () => {
  expect(topicArn('arn:aws:sns:eu-west-1:1:t', undefined)).toBe('arn:aws:sns:eu-west-1:1:t');
  expect(() => topicArn('t', undefined)).toThrow(expect.objectContaining({ code: 'worker.topic' }));
});

it('a process reports to the cloud only where Lambda or SOSW_WORKER_ASSISTANT says so', () => {
  expect(workerEnvironment({})).toBeUndefined();
  expect(workerEnvironment({ AWS_LAMBDA_FUNCTION_NAME: 'pull' })).toEqual({
    functionName: 'pull',
    workerAssistant: 'sosw_worker_assistant',
    configTable: 'config',
    configEnv: 'production',
  });
  expect(workerEnvironment({ SOSW_WORKER_ASSISTANT: 'mine', SOSW_CONFIG_TABLE: 'c', SOSW_CONFIG_ENV: 'dev' })).toEqual({
    workerAssistant: 'mine',
    configTable: 'c',
    configEnv: 'dev',
  });
});
