/** The objects of one bucket: the few requests that queue files need, with refused conditions and missing objects as values. */

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { SoswError } from '../../domain/errors.js';
import { queueFileError } from './queue-file-error.js';

/** When a write counts: only on the object of this ETag, or only where there is none. */
export type Condition = { readonly ifMatch: string } | { readonly ifNone: true };

/** `absent`: there is no such object. `refused`: the condition does not hold, or another conditional write is under way. */
export type NotDone = 'absent' | 'refused';

type Metadata = Readonly<Record<string, string>>;

export interface ObjectHead {
  readonly etag: string;
  readonly bytes: number;
  readonly metadata: Metadata;
}

export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  /** To the second on AWS. For an object of several parts the instant at which its upload began. */
  readonly modified: Date;
}

export class S3Objects {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async head(key: string): Promise<ObjectHead | NotDone> {
    return this.#answer(async () => {
      const answer = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
      return { etag: given(answer.ETag), bytes: given(answer.ContentLength), metadata: answer.Metadata ?? {} };
    });
  }

  /** The whole object, or the bytes from `first` to `last`, both included. */
  async get(
    key: string,
    part: { readonly ifMatch?: string; readonly first?: number; readonly last?: number } = {},
  ): Promise<{ etag: string; bytes: Uint8Array } | NotDone> {
    const Range = part.first === undefined ? undefined : `bytes=${part.first}-${part.last}`;
    return this.#answer(async () => {
      const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key, IfMatch: part.ifMatch, Range });
      const { ETag, Body } = await this.#client.send(command);
      return { etag: given(ETag), bytes: await given(Body).transformToByteArray() };
    });
  }

  async put(
    key: string,
    body: Uint8Array | string,
    options: { readonly condition?: Condition; readonly metadata?: Metadata; readonly type: string },
  ): Promise<{ etag: string } | NotDone> {
    return this.#answer(async () => {
      const { ETag } = await this.#client.send(
        new PutObjectCommand({
          ...headersOf(options.condition),
          Bucket: this.#bucket,
          Key: key,
          Body: body,
          ContentType: options.type,
          Metadata: options.metadata,
        }),
      );
      return { etag: given(ETag) };
    });
  }

  async delete(key: string, ifMatch?: string): Promise<'done' | NotDone> {
    return this.#answer(async (): Promise<'done'> => {
      await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key, IfMatch: ifMatch }));
      return 'done';
    });
  }

  /** All objects below the prefix, page by page, without those in folders of it; and the folders' prefixes. */
  async list(prefix: string): Promise<{ objects: ListedObject[]; folders: ReadonlySet<string> }> {
    const objects: ListedObject[] = [];
    const folders = new Set<string>();
    let token: string | undefined;
    do {
      const page = await this.#sure(() =>
        this.#client.send(
          new ListObjectsV2Command({
            Bucket: this.#bucket,
            Prefix: prefix,
            Delimiter: '/',
            ContinuationToken: token,
          }),
        ),
      );
      for (const { Key, ETag, LastModified } of page.Contents ?? []) {
        objects.push({ key: given(Key), etag: given(ETag), modified: given(LastModified) });
      }
      for (const { Prefix } of page.CommonPrefixes ?? []) folders.add(given(Prefix));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return { objects, folders };
  }

  /** Begins an upload in parts; its id. */
  async beginUpload(key: string, options: { readonly metadata: Metadata; readonly type: string }): Promise<string> {
    const answer = await this.#sure(() =>
      this.#client.send(
        new CreateMultipartUploadCommand({
          Bucket: this.#bucket,
          Key: key,
          ContentType: options.type,
          Metadata: options.metadata,
        }),
      ),
    );
    return given(answer.UploadId);
  }

  async uploadPart(upload: { key: string; id: string }, number: number, body: Uint8Array): Promise<CompletedPart> {
    const place = { Bucket: this.#bucket, Key: upload.key, UploadId: upload.id, PartNumber: number };
    const { ETag } = await this.#sure(() => this.#client.send(new UploadPartCommand({ ...place, Body: body })));
    return { ETag: given(ETag), PartNumber: number };
  }

  /** Makes the object of its parts, if there is none of its key. `absent`: the upload was completed or aborted before. */
  async completeUpload(
    upload: { key: string; id: string },
    parts: readonly CompletedPart[],
  ): Promise<{ etag: string } | NotDone> {
    return this.#answer(async () => {
      const { ETag } = await this.#client.send(
        new CompleteMultipartUploadCommand({
          ...headersOf({ ifNone: true }),
          Bucket: this.#bucket,
          Key: upload.key,
          UploadId: upload.id,
          MultipartUpload: { Parts: [...parts] },
        }),
      );
      return { etag: given(ETag) };
    });
  }

  async abortUpload({ key, id }: { key: string; id: string }): Promise<void> {
    const place = { Bucket: this.#bucket, Key: key, UploadId: id };
    await this.#sure(() => this.#client.send(new AbortMultipartUploadCommand(place)));
  }

  async #answer<Result>(request: () => Promise<Result>): Promise<Result | NotDone> {
    try {
      return await request();
    } catch (error) {
      const answer = notDone(error);
      if (answer === undefined) throw queueFileError(error, this.#bucket);
      return answer;
    }
  }

  async #sure<Result>(request: () => Promise<Result>): Promise<Result> {
    try {
      return await request();
    } catch (error) {
      throw queueFileError(error, this.#bucket);
    }
  }
}

const headersOf = (condition: Condition | undefined) => ({
  IfMatch: condition !== undefined && 'ifMatch' in condition ? condition.ifMatch : undefined,
  IfNoneMatch: condition !== undefined && 'ifNone' in condition ? '*' : undefined,
});

function notDone(error: unknown): NotDone | undefined {
  if (!(error instanceof S3ServiceException)) return undefined;
  if (error.name === 'NoSuchBucket') return undefined;
  if (error.$metadata.httpStatusCode === 404) return 'absent';
  // 409 says that conditional writes on the key met, 412 that the condition does not hold.
  if (error.$metadata.httpStatusCode === 412 || error.name === 'ConditionalRequestConflict') return 'refused';
  return undefined;
}

/** What S3 always sends though its types leave it open. */
function given<Value>(value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new SoswError('queue_file.unavailable', 'S3 gave an incomplete answer', { retryable: true });
}
