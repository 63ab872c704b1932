/** Buckets of a stack: emptied of everything, every version of it, and removed. Only where the account owns them. */

import {
  AbortMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { SoswError } from '../../../domain/errors.js';
import { type AwsAccount, ifFound } from '../doctor/aws-account.js';

/** Gives the number of objects, versions and markers that were removed; 0 for a bucket that is gone. */
export async function emptyBucket(account: AwsAccount, bucket: string): Promise<number> {
  const removed = await ifFound(removeVersions(account, bucket));
  if (removed === undefined) return 0;
  await abortUploads(account, bucket);
  return removed;
}

/** From the beginning again and again: what is listed is gone after each page. */
async function removeVersions({ ask, s3, id }: AwsAccount, Bucket: string): Promise<number> {
  const of = { Bucket, ExpectedBucketOwner: id };
  let removed = 0;
  for (;;) {
    const page = await ask('s3:ListBucketVersions', () => s3.send(new ListObjectVersionsCommand(of)));
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) return removed;
    const { Errors: [error] = [] } = await ask('s3:DeleteObjectVersion', () =>
      s3.send(new DeleteObjectsCommand({ ...of, Delete: { Objects, Quiet: true } })),
    );
    if (error !== undefined) {
      throw new SoswError('cleanup.object', `${Bucket}: ${error.Key} can not be removed (${error.Code})`);
    }
    removed += Objects.length;
  }
}

async function abortUploads({ ask, s3, id }: AwsAccount, Bucket: string): Promise<void> {
  const of = { Bucket, ExpectedBucketOwner: id };
  const { Uploads: uploads = [] } = await ask('s3:ListBucketMultipartUploads', () =>
    s3.send(new ListMultipartUploadsCommand(of)),
  );
  for (const { Key, UploadId } of uploads) {
    await ifFound(
      ask('s3:AbortMultipartUpload', () => s3.send(new AbortMultipartUploadCommand({ ...of, Key, UploadId }))),
    );
  }
}

export async function removeBucket(account: AwsAccount, Bucket: string): Promise<void> {
  await emptyBucket(account, Bucket);
  const { ask, s3, id: ExpectedBucketOwner } = account;
  await ifFound(ask('s3:DeleteBucket', () => s3.send(new DeleteBucketCommand({ Bucket, ExpectedBucketOwner }))));
}
