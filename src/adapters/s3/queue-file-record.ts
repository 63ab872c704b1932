/** The record of a queue file as it stands in the bucket: who it is, where its rows are, how far they are worked, until when it is held. */

import * as z from 'zod/mini';
import type { Cursor, JobFile } from '../../application/ports/queue-file.js';
import { greenfield } from '../../domain/greenfield.js';
import { damaged } from './queue-file-error.js';

export interface QueueFileRecord {
  readonly identity: string;
  readonly contentHash: string;
  readonly rows: number;
  readonly state: JobFile['state'];
  /** The object that holds the rows, exactly as it was when they were counted. */
  readonly rowsObject: { readonly key: string; readonly etag: string; readonly bytes: number };
  readonly createdAt: number;
  /** End of the last lease, epoch seconds; 0 when nobody holds the file. */
  readonly heldUntil: number;
  readonly cursor: Cursor;
  /** Epoch seconds from which on a finished job counts as never seen; 0 while it is pending. */
  readonly forgetAt: number;
}

const Count = z.int().check(z.nonnegative());
const Stored = z.object({
  identity: z.string(),
  content_hash: z.string(),
  rows: Count,
  state: z.enum(['pending', 'finished']),
  rows_key: z.string(),
  rows_etag: z.string(),
  bytes: Count,
  created_at: z.number(),
  held_until: z.number(),
  forget_at: z.number(),
  cursor: z.object({
    row: Count,
    byte: Count,
    places: z.optional(z.object({ start: z.number(), gap: z.number(), tail: z.number() })),
  }),
  nonce: z.string(),
});

/** `nonce` is new with every write: by it a writer whose answer was lost recognises its own. */
export function textOfRecord(record: QueueFileRecord, nonce: string): string {
  const stored: z.infer<typeof Stored> = {
    identity: record.identity,
    content_hash: record.contentHash,
    rows: record.rows,
    state: record.state,
    rows_key: record.rowsObject.key,
    rows_etag: record.rowsObject.etag,
    bytes: record.rowsObject.bytes,
    created_at: record.createdAt,
    held_until: record.heldUntil,
    forget_at: record.forgetAt,
    cursor: record.cursor,
    nonce,
  };
  return JSON.stringify(stored);
}

/** Throws `queue_file.damaged` for anything that is no record. */
export function recordOfText(text: string, key: string): { record: QueueFileRecord; nonce: string } {
  const { success, data } = Stored.safeParse(parsed(text));
  if (!success) throw damaged(key, 'is no record of a queue file');
  const { row, byte, places } = data.cursor;
  const reserved = places && { start: greenfield(places.start), gap: places.gap, tail: greenfield(places.tail) };
  const record: QueueFileRecord = {
    identity: data.identity,
    contentHash: data.content_hash,
    rows: data.rows,
    state: data.state,
    rowsObject: { key: data.rows_key, etag: data.rows_etag, bytes: data.bytes },
    createdAt: data.created_at,
    heldUntil: data.held_until,
    forgetAt: data.forget_at,
    cursor: { row, byte, ...(reserved && { places: reserved }) },
  };
  return { record, nonce: data.nonce };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
