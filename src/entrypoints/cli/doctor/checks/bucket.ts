/** The bucket of queue files: there, in this account, and closed to the public. */

import { GetPublicAccessBlockCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { ifFound } from '../aws-account.js';
import type { Deployment } from '../deployment.js';
import { type Check, examined, type Finding, ok, problem } from '../finding.js';

export const bucket: Check = {
  area: 'bucket',
  async examine(deployment) {
    const config = await deployment.configOf('scheduler').catch(() => undefined);
    // What is wrong with the documents is the configuration's finding.
    if (config === undefined) return [];
    const name = config.aws.queueBucket;
    if (name === undefined) {
      return [
        problem(
          'queue_bucket',
          'no bucket is named for queue files',
          `set queue_bucket in sosw_essential_config, or SOSW_QUEUE_BUCKET of ${deployment.nameOf('scheduler')}`,
        ),
      ];
    }
    return examined(name, () => examineBucket(deployment, name));
  },
};

async function examineBucket({ account }: Deployment, name: string): Promise<readonly Finding[]> {
  const { ask, s3, id } = account;
  const of = { Bucket: name, ExpectedBucketOwner: id };
  const found = await ifFound(ask('s3:ListBucket', () => s3.send(new HeadBucketCommand(of))));
  if (found === undefined) {
    return [problem(name, 'there is no such bucket', 'deploy the stack again, or name another one in queue_bucket')];
  }
  const closed = await ifFound(
    ask('s3:GetBucketPublicAccessBlock', () => s3.send(new GetPublicAccessBlockCommand(of))),
  );
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    closed?.PublicAccessBlockConfiguration ?? {};
  if (BlockPublicAcls && IgnorePublicAcls && BlockPublicPolicy && RestrictPublicBuckets) {
    return [ok(name, 'is private')];
  }
  const advice = `aws s3api put-public-access-block --bucket ${name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`;
  return [problem(name, 'does not block public access', advice)];
}
