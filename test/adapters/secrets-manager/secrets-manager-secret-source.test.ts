import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SecretsManagerSecretSource } from '../../../src/adapters/secrets-manager/secrets-manager-secret-source.js';
import { SECRETS, secretSourceContract } from '../../contracts/secret-source.contract.js';
import { type Fault, injectFaults } from '../../support/aws/fault-middleware.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';

describe.skipIf(skipsE2e)('on the emulator', () => {
  let ministack: Ministack;
  let client: SecretsManagerClient;
  beforeAll(async () => {
    ministack = await startMinistack();
    client = new SecretsManagerClient(awsClientConfig(ministack.endpoint));
  });
  afterAll(async () => {
    client.destroy();
    await ministack.stop();
  });

  secretSourceContract('Secrets Manager', async () => {
    // Secrets Manager itself takes no empty text; the emulator does.
    const prefix = `${randomUUID()}/`;
    for (const [name, SecretString] of Object.entries(SECRETS)) {
      await client.send(new CreateSecretCommand({ Name: prefix + name, SecretString }));
    }
    return { secrets: new SecretsManagerSecretSource({ client, prefix }), dispose: async () => {} };
  });

  it('gives the current version', async () => {
    await client.send(new CreateSecretCommand({ Name: 'rotated', SecretString: 'old' }));
    await client.send(new PutSecretValueCommand({ SecretId: 'rotated', SecretString: 'new' }));
    expect(await new SecretsManagerSecretSource({ client }).get('rotated')).toBe('new');
  });

  it('reads a binary secret as text', async () => {
    await client.send(new CreateSecretCommand({ Name: 'binary', SecretBinary: Buffer.from('s€cret') }));
    expect(await new SecretsManagerSecretSource({ client }).get('binary')).toBe('s€cret');
  });
});

describe('SecretsManagerSecretSource without a service', () => {
  function opened(fault: Fault) {
    const client = new SecretsManagerClient({ ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 });
    injectFaults(client, () => fault);
    return new SecretsManagerSecretSource({ client, prefix: 'sosw/' });
  }

  it.each(['', 'a//b', '/a', 'a b', '*', 'arn:aws:secretsmanager:us-west-2:0:secret:a'])(
    'refuses the name %j before anything is sent',
    async (name) => {
      const source = opened({ answer: { SecretString: 'sent' } });
      await expect(source.get(name)).rejects.toMatchObject({ code: 'secret.name', path: 'name' });
    },
  );

  it.each<Fault>(['throttle', 'refuse', 'unavailable', 'unreachable', 'lost-answer'])(
    'rejects, to be tried again, where the request meets “%s”',
    async (fault) => {
      await expect(opened(fault).get('a')).rejects.toMatchObject({ code: 'secret.unavailable', retryable: true });
    },
  );

  it('keeps what an answer held out of its errors', async () => {
    const error = Object.assign(new SyntaxError('hunter2 is no JSON'), { $responseBodyText: 'hunter2' });
    const rejection = await opened({ error })
      .get('a')
      .catch((reason: unknown) => reason);
    expect(inspect(rejection, { depth: 10, showHidden: true })).not.toContain('hunter2');
  });
});
