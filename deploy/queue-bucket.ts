/** The bucket of the Scheduler's queue files. */

import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** What is needed of a bucket. Not the whole `IBucket`: with `exactOptionalPropertyTypes` CDK's own `Bucket` is none. */
export type QueueBucket = Pick<IBucket, 'bucketName' | 'bucketArn' | 'arnForObjects'>;

/**
 * Private, encrypted, reached by TLS only. Without versions: a queue file is never rewritten, and versions of its lease would be
 * kept for nothing. Only records of finished jobs expire; a file that still has rows to schedule never does.
 */
export function makeQueueBucket(
  scope: Construct,
  options: { readonly prefix: string; readonly jobRecordDays: number; readonly removalPolicy: RemovalPolicy },
): Bucket {
  return new Bucket(scope, 'QueueBucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: options.removalPolicy,
    lifecycleRules: [
      {
        id: 'forget-finished-jobs',
        prefix: `${options.prefix}/done/`,
        expiration: Duration.days(options.jobRecordDays),
      },
      { id: 'abort-broken-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  });
}
