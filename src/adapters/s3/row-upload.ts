/**
 * Brings the rows of a job into the bucket while the job is still being chunked: as one object that appears complete or not at all,
 * in parts where it is large, with memory for a few parts however long the job is.
 */

import { setImmediate as turn } from 'node:timers/promises';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { SoswError } from '../../domain/errors.js';
import type { S3Objects } from './s3-objects.js';

/** S3 takes parts from 5 MiB on; larger ones cost fewer requests, and 10,000 of these hold 78 GiB. */
const PART_BYTES = 8 * 2 ** 20;
/** Parts on their way at a time; one more is being filled. */
const IN_FLIGHT_MAX = 2;
/** Characters after which the requests under way get their turn: a job's lines come without any pause. */
const BLOCK_CHARACTERS = 262_144;
const TYPE = 'application/x-ndjson';

/** The metadata that tells rows of this adapter from those of an older Scheduler, and one creator's from another's. */
export const ATTEMPT = 'sosw-attempt';

export interface UploadedRows {
  readonly rows: number;
  readonly object: { readonly key: string; readonly etag: string; readonly bytes: number };
}

/** Where rows may go: `otherKey` is free for this creator alone, should another one take `key` first. */
export interface RowsPlace {
  readonly key: string;
  readonly otherKey: string;
  readonly attempt: string;
}

/** `taken`: another creator's rows took the key while these, too many to be sent again, were on their way. Errors of `lines` pass. */
export async function uploadRows(
  objects: S3Objects,
  place: RowsPlace,
  lines: Iterable<string>,
): Promise<UploadedRows | 'taken'> {
  const count = { rows: 0, bytes: 0 };
  const parts = partsOf(lines, count);
  const first = (await parts.next()).value ?? Buffer.alloc(0);
  const second = await parts.next();
  const written = second.done
    ? await putWhole(objects, place, first)
    : await putParts(objects, place, chained([first, second.value], parts));
  return written === 'taken' ? written : { rows: count.rows, object: { ...written, bytes: count.bytes } };
}

type Written = { readonly key: string; readonly etag: string };

async function putWhole(objects: S3Objects, place: RowsPlace, body: Buffer): Promise<Written> {
  const metadata = { [ATTEMPT]: place.attempt };
  for (const key of [place.key, place.otherKey]) {
    const put = await objects.put(key, body, { condition: { ifNone: true }, metadata, type: TYPE });
    const etag = typeof put === 'string' ? await ownEtag(objects, key, place.attempt) : put.etag;
    if (etag !== undefined) return { key, etag };
  }
  throw new SoswError('queue_file.unavailable', `${place.key} is being written by others`, { retryable: true });
}

async function putParts(
  objects: S3Objects,
  place: RowsPlace,
  bodies: AsyncIterable<Buffer>,
): Promise<Written | 'taken'> {
  const { key, attempt } = place;
  const id = await objects.beginUpload(key, { metadata: { [ATTEMPT]: attempt }, type: TYPE });
  const parts: Promise<CompletedPart>[] = [];
  try {
    for await (const body of bodies) {
      await parts[parts.length - IN_FLIGHT_MAX];
      const part = objects.uploadPart({ key, id }, parts.length + 1, body);
      // The failure is met where the part is awaited, which may be after it happened.
      part.catch(() => {});
      parts.push(part);
    }
    const completed = await objects.completeUpload({ key, id }, await Promise.all(parts));
    const etag = typeof completed === 'string' ? await ownEtag(objects, key, attempt) : completed.etag;
    if (etag !== undefined) return { key, etag };
  } catch (error) {
    await abort(objects, { key, id }, parts);
    throw error;
  }
  await abort(objects, { key, id }, parts);
  return 'taken';
}

/** Parts still on their way would be kept, and paid for. What can't be aborted goes by the bucket's rule for unfinished uploads. */
async function abort(objects: S3Objects, upload: { key: string; id: string }, parts: readonly Promise<unknown>[]) {
  await Promise.allSettled(parts);
  await objects.abortUpload(upload).catch(() => {});
}

/** A refused write may be the repeated sending of one that succeeded: the object's metadata tell. */
async function ownEtag(objects: S3Objects, key: string, attempt: string): Promise<string | undefined> {
  const found = await objects.head(key);
  return typeof found !== 'string' && found.metadata[ATTEMPT] === attempt ? found.etag : undefined;
}

/** The lines as parts of the least size or more, but for the last one. Counts as it goes. */
async function* partsOf(
  lines: Iterable<string>,
  count: { rows: number; bytes: number },
): AsyncGenerator<Buffer, undefined> {
  let blocks: Buffer[] = [];
  let bytes = 0;
  let text = '';
  const close = () => {
    const block = Buffer.from(text);
    text = '';
    blocks.push(block);
    bytes += block.length;
    count.bytes += block.length;
  };
  for (const line of lines) {
    if (line.includes('\n')) throw new RangeError(`row ${count.rows} is more than one line`);
    text += `${line}\n`;
    count.rows += 1;
    if (text.length < BLOCK_CHARACTERS) continue;
    close();
    await turn();
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(blocks);
    blocks = [];
    bytes = 0;
  }
  close();
  if (bytes > 0) yield Buffer.concat(blocks);
}

async function* chained(first: Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for (let body = first.shift(); body !== undefined; body = first.shift()) yield body;
  yield* rest;
}
