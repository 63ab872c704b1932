import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../../support/aws/ministack.js';
import { sosw } from '../run-sosw.js';

describe.skipIf(skipsE2e)('sosw doctor, asked by somebody who may do nothing', () => {
  let aws: Ministack;
  let keys: Record<string, string>;

  beforeAll(async () => {
    aws = await startMinistack({ auth: true });
    const iam = new IAMClient(awsClientConfig(aws.endpoint));
    await iam.send(new CreateUserCommand({ UserName: 'operator' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'operator' }));
    keys = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    };
  });
  afterAll(() => aws?.stop());

  it('says which permissions are missing, and that nothing is known to be in order', async () => {
    const { code, stdout } = await sosw(['doctor', '--json'], { env: { ...aws.env, ...keys } });
    const { findings } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(findings).toContainEqual({
      area: 'tables',
      subject: 'sosw_tasks',
      verdict: 'problem',
      message: 'could not be looked at',
      advice: 'give yourself the permission dynamodb:DescribeTable, and ask again',
    });
    expect(JSON.stringify(findings)).toContain('give yourself the permission lambda:GetFunctionConfiguration');
    expect(findings.filter(({ verdict }: { verdict: string }) => verdict === 'ok')).toEqual([]);
  });

  it('says of wrong credentials that they are, and looks no further', async () => {
    const env = { ...aws.env, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const { code, stdout } = await sosw(['doctor', '--json'], { env });
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'aws.unavailable']);
  });

  it('asks for a region where none is set', async () => {
    const { code, stderr } = await sosw(['doctor'], { env: { ...aws.env, AWS_REGION: '', AWS_DEFAULT_REGION: '' } });
    expect(code).toBe(2);
    expect(stderr).toContain('set AWS_REGION');
  });
});
