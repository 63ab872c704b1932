import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SsmConfigSource } from '../../../src/adapters/ssm/ssm-config-source.js';
import { SsmSecretSource } from '../../../src/adapters/ssm/ssm-secret-source.js';
import { configSourceContract } from '../../contracts/config-source.contract.js';
import { SECRETS, secretSourceContract } from '../../contracts/secret-source.contract.js';
import { type Fault, injectFaults } from '../../support/aws/fault-middleware.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';

describe.skipIf(skipsE2e)('on the emulator', () => {
  let ministack: Ministack;
  let client: SSMClient;
  beforeAll(async () => {
    ministack = await startMinistack();
    client = new SSMClient(awsClientConfig(ministack.endpoint));
  });
  afterAll(async () => {
    client.destroy();
    await ministack.stop();
  });

  /** Parameter Store itself takes no empty text; the emulator does. */
  async function put(prefix: string, texts: Readonly<Record<string, string>>, Type: 'String' | 'SecureString') {
    for (const [name, Value] of Object.entries(texts)) {
      await client.send(new PutParameterCommand({ Name: prefix + name, Value, Type }));
    }
  }

  configSourceContract('SSM', async () => ({
    async holding(texts) {
      const prefix = `/${randomUUID()}/`;
      await put(prefix, texts, 'String');
      return new SsmConfigSource({ client, prefix });
    },
    dispose: async () => {},
  }));

  secretSourceContract('SSM', async () => {
    const prefix = `/${randomUUID()}/`;
    await put(prefix, SECRETS, 'SecureString');
    return { secrets: new SsmSecretSource({ client, prefix }), dispose: async () => {} };
  });

  it('reads names of several segments', async () => {
    await put('/sosw/', { 'shop/api_key': 'key' }, 'SecureString');
    expect(await new SsmSecretSource({ client, prefix: '/sosw/' }).get('shop/api_key')).toBe('key');
  });
});

describe.each([
  ['config', SsmConfigSource],
  ['secret', SsmSecretSource],
] as const)('SSM as a source of %s without a service', (kind, Source) => {
  function opened(fault: Fault) {
    const client = new SSMClient({ ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 });
    injectFaults(client, () => fault);
    return new Source({ client, prefix: '/sosw/' });
  }

  it.each(['', '/', 'a//b', '/a', 'a/', 'a:2', 'a b', '*', 'arn:aws:ssm:us-west-2:0:parameter/a', 'x'.repeat(501)])(
    'refuses the name %j before anything is sent',
    async (name) => {
      const source = opened({ answer: { Parameter: { Value: 'sent' } } });
      await expect(source.get(name)).rejects.toMatchObject({ code: `${kind}.name`, path: 'name' });
    },
  );

  it.each<Fault>(['throttle', 'refuse', 'unavailable', 'unreachable', 'lost-answer'])(
    'rejects, to be tried again, where the request meets “%s”',
    async (fault) => {
      await expect(opened(fault).get('a')).rejects.toMatchObject({ code: `${kind}.unavailable`, retryable: true });
    },
  );

  it('keeps what an answer held out of its errors', async () => {
    const error = Object.assign(new SyntaxError('hunter2 is no JSON'), { $responseBodyText: '{"Value": "hunter2' });
    const rejection = await opened({ error })
      .get('a')
      .catch((reason: unknown) => reason);
    expect(inspect(rejection, { depth: 10, showHidden: true })).not.toContain('hunter2');
    expect(rejection).toMatchObject({ code: `${kind}.unavailable` });
  });
});
