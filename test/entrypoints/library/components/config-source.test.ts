import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigSource,
  type ConfigSourceOptions,
} from '../../../../src/entrypoints/library/components/config-source.js';
import { type Fault, injectFaults, type SentCommand } from '../../../support/aws/fault-middleware.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../../support/aws/ministack.js';

describe.skipIf(skipsE2e)('ConfigSource on the emulator', () => {
  let ministack: Ministack;
  let dynamo: DynamoDBClient;
  let ssm: SSMClient;
  let secrets: SecretsManagerClient;
  beforeAll(async () => {
    ministack = await startMinistack();
    const to = awsClientConfig(ministack.endpoint);
    dynamo = new DynamoDBClient(to);
    ssm = new SSMClient(to);
    secrets = new SecretsManagerClient(to);
    await makeTable('config');
  });
  afterAll(async () => {
    for (const client of [dynamo, ssm, secrets]) client.destroy();
    await ministack.stop();
  });

  const makeTable = (TableName: string) =>
    dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'env', KeyType: 'HASH' },
          { AttributeName: 'config_name', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['env', 'config_name'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      }),
    );
  const putRow = (config_name: string, config_value: string, env = 'production', TableName = 'config') =>
    dynamo.send(
      new PutItemCommand({
        TableName,
        Item: { env: { S: env }, config_name: { S: config_name }, config_value: { S: config_value } },
      }),
    );
  const putParameter = (Name: string, Value: string) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
  const putSecret = (Name: string, SecretString: string) =>
    secrets.send(new CreateSecretCommand({ Name, SecretString }));
  const opened = (options: ConfigSourceOptions = {}) =>
    new ConfigSource({ clients: { dynamo, ssm, secrets }, ...options });

  it('reads documents of DynamoDB by default: JSON, text, and none', async () => {
    await putRow('w_config', '{"a": {"b": [1, null]}}');
    await putRow('w_text', 'not JSON');
    const source = opened();
    expect(await source.getConfig('w_config')).toEqual({ a: { b: [1, null] } });
    expect(await source.getConfig('w_text')).toBe('not JSON');
    expect(await source.getConfig('w_nothing')).toBeUndefined();
  });

  it('reads another environment and another table where it is told to', async () => {
    await makeTable('autotest_config');
    await putRow('place', '"test table"', 'production', 'autotest_config');
    await putRow('place', '"dev"', 'dev');
    expect(await opened({ test: true }).getConfig('place')).toBe('test table');
    expect(await opened({ config: { dynamo_config: { env: 'dev' } } }).getConfig('place')).toBe('dev');
    const config = { dynamo_config: { table_name: 'config', env: 'dev' } };
    expect(await opened({ test: true, config }).getConfig('place')).toBe('dev');
  });

  it.each(['dynamo', 'ssm', 'secrets'] as const)(
    'reads credentials of %s by their prefix, more than a page',
    async (kind) => {
      const prefix = `p${randomUUID().slice(0, 8)}`;
      const base = kind === 'dynamo' ? '' : kind === 'ssm' ? `/sosw/${prefix}/` : `sosw/${prefix}/`;
      const put = { dynamo: putRow, ssm: putParameter, secrets: putSecret }[kind];
      const own: Record<string, unknown> = {};
      for (let index = 0; index < 23; index++) {
        await put(`${base}${prefix}_key${index}`, String(index));
        own[`key${index}`] = index;
      }
      await put(`${base}${prefix}_text`, 'p@ss');
      await put(`${base}${prefix}other_key`, '"foreign"');
      const config = { ssm_config: { prefix: base }, secrets_config: { prefix: base } };
      const source = opened({ sources: [kind], config });
      const expected = { ...own, text: 'p@ss' };
      expect(await source.getCredentialsByPrefix(prefix)).toEqual(expected);
      expect(await source.getCredentialsByPrefix(`${prefix}_`)).toEqual(expected);
      expect(await source[kind].getCredentialsByPrefix('nobodys')).toEqual({});
      expect(await source.getConfig(`${prefix}_text`)).toBe('p@ss');
    },
  );

  it('asks the sources in their order: the first that has a document answers', async () => {
    const name = `n${randomUUID().slice(0, 8)}`;
    await putSecret(`s/${name}_a`, '"secret"');
    await putParameter(`/p/${name}_a`, '"parameter"');
    await putParameter(`/p/${name}_b`, '"parameter"');
    const config = { ssm_config: { prefix: '/p/' }, secrets_config: { prefix: 's/' } };
    const source = opened({ sources: 'Secrets, SSM,dynamo', config });
    expect(await source.getConfig(`${name}_a`)).toBe('secret');
    expect(await source.getConfig(`${name}_b`)).toBe('parameter');
    expect(await source.ssm.getConfig(`${name}_a`)).toBe('parameter');
    expect(await source.getCredentialsByPrefix(name)).toEqual({ a: 'secret' });
    expect(await source.ssm.getCredentialsByPrefix(name)).toEqual({ a: 'parameter', b: 'parameter' });
    expect(await source.getConfig('nobodys')).toBeUndefined();
  });
});

describe('ConfigSource', () => {
  function opened(answer: (command: SentCommand) => Fault, options: ConfigSourceOptions = {}) {
    const to = { ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 };
    const clients = { dynamo: new DynamoDBClient(to), ssm: new SSMClient(to), secrets: new SecretsManagerClient(to) };
    const sent: SentCommand[] = [];
    for (const client of Object.values(clients)) {
      injectFaults(client, (command) => {
        sent.push(command);
        return answer(command);
      });
    }
    const clock = { now: 1_000_000 };
    const source = new ConfigSource({ clients, now: () => clock.now, ...options });
    return { source, sent, clock };
  }
  const rowOf = (text: string): Fault => ({ answer: { Item: { config_value: { S: text } } } });

  it('makes one request of concurrent reads, and none while the value is young', async () => {
    const { source, sent, clock } = opened(({ nth }) => rowOf(`{"n": ${nth}}`), { maxAge: 10 });
    const both = await Promise.all([source.getConfig('a'), source.dynamo.getConfig('a')]);
    expect(both).toEqual([{ n: 1 }, { n: 1 }]);
    clock.now += 9_999;
    expect(await source.getConfig('a')).toEqual({ n: 1 });
    clock.now += 1;
    expect(await source.getConfig('a')).toEqual({ n: 2 });
    source.forget();
    expect(await source.getConfig('a')).toEqual({ n: 3 });
    expect(sent).toHaveLength(3);
    expect(source.getStats()).toEqual({ config_reads: 3 });
    source.resetStats();
    expect(source.getStats()).toEqual({ total_config_reads: 3 });
  });

  it('remembers that there is no document', async () => {
    const { source, sent } = opened(() => ({ answer: {} }));
    expect([await source.getConfig('a'), await source.getConfig('a')]).toEqual([undefined, undefined]);
    expect(sent).toHaveLength(1);
  });

  it('gives each caller a copy of its own', async () => {
    const { source } = opened(() => rowOf('{"list": [1]}'));
    const first = (await source.getConfig('a')) as { list: number[] };
    first.list.push(2);
    expect(await source.getConfig('a')).toEqual({ list: [1] });
  });

  it('lets an older value stand in while DynamoDB does not answer, and counts it', async () => {
    const { source, clock } = opened(({ nth }) => (nth === 1 ? rowOf('1') : 'throttle'));
    await source.getConfig('a');
    clock.now += 60_000;
    expect(await source.getConfig('a')).toBe(1);
    expect(source.getStats()).toEqual({ config_reads: 2, config_stale: 1 });
    clock.now += 3_600_000;
    await expect(source.getConfig('a')).rejects.toMatchObject({ code: 'store.unavailable', retryable: true });
  });

  it('lets none stand in where a permission was taken away, or where it is told not to', async () => {
    const denied = opened(({ nth }) => (nth === 1 ? rowOf('1') : 'refuse'));
    const strict = opened(({ nth }) => (nth === 1 ? rowOf('1') : 'throttle'), { maxStale: 0 });
    for (const { source, clock } of [denied, strict]) {
      await source.getConfig('a');
      clock.now += 60_000;
      await expect(source.getConfig('a')).rejects.toMatchObject({ code: expect.stringMatching(/^store\./) });
    }
  });

  it('does not go on to the next source where one does not answer: another document would be in force', async () => {
    const { source, sent } = opened(() => 'throttle', { sources: ['dynamo', 'ssm'] });
    await expect(source.getConfig('a')).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(sent.map(({ name }) => name)).toEqual(['GetItemCommand']);
  });

  it('keeps the AWS error of DynamoDB as the cause', async () => {
    const { source } = opened(() => 'refuse');
    await expect(source.getCredentialsByPrefix('db')).rejects.toMatchObject({
      code: 'store.refused',
      cause: { name: 'AccessDeniedException' },
    });
  });

  it.each(['dynamo', 'ssm', 'secrets'] as const)('keeps what an answer of %s held out of its errors', async (kind) => {
    const error = Object.assign(new SyntaxError('hunter2 is no JSON'), { $responseBodyText: '{"Value": "hunter2' });
    const { source } = opened(() => ({ error }), { sources: [kind] });
    for (const call of [source.getConfig('db_user'), source.getCredentialsByPrefix('db')]) {
      const rejection = await call.catch((reason: unknown) => reason);
      expect(inspect(rejection, { depth: 10, showHidden: true })).not.toContain('hunter2');
      expect(rejection).toMatchObject({ code: expect.stringMatching(/unavailable$/), retryable: true });
    }
  });

  it('refuses a prefix of more than 1000 settings', async () => {
    const Items = Array.from({ length: 600 }, (_, index) => ({
      config_name: { S: `db_${index}` },
      config_value: { S: '1' },
    }));
    const { source } = opened(() => ({ answer: { Items, LastEvaluatedKey: { env: { S: 'e' } } } }));
    await expect(source.getCredentialsByPrefix('db')).rejects.toMatchObject({ code: 'config.too_many' });
  });

  it('never reaches a prototype', async () => {
    const Items = [{ config_name: { S: 'db___proto__' }, config_value: { S: '{"polluted": true}' } }];
    const { source } = opened(() => ({ answer: { Items } }));
    const settings = await source.getCredentialsByPrefix('db');
    expect([settings.polluted, Object.keys(settings)]).toEqual([undefined, ['__proto__']]);
  });

  it.each(['ssm', 'secrets'] as const)('says that %s is not among the sources', (kind) => {
    expect(() => new ConfigSource()[kind]).toThrow(expect.objectContaining({ code: 'config.source', path: 'sources' }));
  });

  it.each(['', 5, undefined, null, 'x'.repeat(1025)])('refuses the name and the prefix %j', async (name) => {
    const { source, sent } = opened(() => ({ answer: {} }));
    const refused = (path: string) => ({ code: 'config.argument', path });
    await expect(source.getConfig(name as string)).rejects.toMatchObject(refused('name'));
    await expect(source.getCredentialsByPrefix(name as string)).rejects.toMatchObject(refused('prefix'));
    expect(sent).toEqual([]);
  });

  it.each([
    ['ssm', 'config.name'],
    ['secrets', 'secret.name'],
  ] as const)('sends no name to %s that could reach beyond its prefix', async (kind, code) => {
    const { source, sent } = opened(() => ({ answer: {} }), { sources: [kind] });
    for (const name of ['/other/key', 'a//b', 'key:2']) {
      await expect(source.getConfig(name)).rejects.toMatchObject({ code });
    }
    expect(sent).toEqual([]);
  });

  it.each([
    ['sources', { sources: 'disk' }],
    ['sources', { sources: [] }],
    ['sources', { sources: [5] }],
    ['sources', { sources: 5 }],
    ['test', { test: 'yes' }],
    ['maxAge', { maxAge: -1 }],
    ['maxAge', { maxAge: Number.NaN }],
    ['maxStale', { maxStale: '60' }],
    ['config', { config: [] }],
    ['config.ssm_config', { config: { ssm_config: 'sosw' } }],
    ['config.ssm_config.prefix', { config: { ssm_config: { prefix: 5 } } }],
    ['config.dynamo_config.env', { config: { dynamo_config: { env: '' } } }],
    ['options', 5],
  ])('refuses to be set up with a wrong %s', (path, options) => {
    expect(() => new ConfigSource(options as object)).toThrow(
      expect.objectContaining({ code: 'config.argument', path }),
    );
  });
});
