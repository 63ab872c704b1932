import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsClientConfig, type Ministack, s3ClientConfig, skipsE2e, startMinistack } from './ministack.js';

it.each(['https://lambda.us-west-2.amazonaws.com', 'http://10.0.0.1:4566', 'http://127.0.0.1.example.com'])(
  'gives no settings for %s: only the loopback is an emulator',
  (endpoint) => {
    expect(() => awsClientConfig(endpoint)).toThrow('on this machine only');
    expect(() => s3ClientConfig(endpoint)).toThrow('on this machine only');
  },
);

describe.skipIf(skipsE2e)('an emulator that enforces policies', () => {
  let ministack: Ministack;
  beforeAll(async () => {
    ministack = await startMinistack({ auth: true });
  });
  afterAll(() => ministack.stop());

  it('lets the tests’ own keys do everything, others nothing, and forgets all at a reset', async () => {
    const settings = awsClientConfig(ministack.endpoint);
    const client = new SSMClient(settings);
    await client.send(new PutParameterCommand({ Name: 'a', Value: 'b', Type: 'String' }));
    expect((await client.send(new GetParameterCommand({ Name: 'a' }))).Parameter?.Value).toBe('b');
    const credentials = { accessKeyId: 'AKIANOBODYKNOWSTHIS0', secretAccessKey: 'test' };
    const stranger = new SSMClient({ ...settings, credentials });
    await expect(stranger.send(new GetParameterCommand({ Name: 'a' }))).rejects.toThrow();
    await ministack.reset();
    await expect(client.send(new GetParameterCommand({ Name: 'a' }))).rejects.toThrow(ParameterNotFound);
  });
});
