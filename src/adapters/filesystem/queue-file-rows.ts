/** The rows of a job as lines of a file, written and read in chunks, so that neither needs memory that grows with the job. */

import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { RefusedError, SoswError } from '../../domain/errors.js';
import { onDisk } from './queue-file-error.js';

/** Characters per write: few enough for the memory, enough that calls don't count. */
const WRITE_CHARACTERS = 262_144;
/** Bytes per read: some hundred rows. */
const READ_BYTES = 131_072;
/** A row above it is damage: newlines that were lost, for one. */
const ROW_BYTES_MAX = 64 * 1024 * 1024;
const NEWLINE = 10;
/** Follows no link out of the folder, and does not wait for a writer where the file is a pipe. Windows knows neither. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Writes the lines and waits until they are on the disk; how many there were. Errors of `lines` itself pass as they are. */
export async function writeRows(path: string, lines: Iterable<string>): Promise<number> {
  const file = await onDisk(() => open(path, 'w', 0o600));
  try {
    let rows = 0;
    let text = '';
    for (const line of lines) {
      if (line.includes('\n')) throw new RangeError(`row ${rows} is more than one line`);
      if (line.length > ROW_BYTES_MAX / 3) refuseTooLong(line, rows);
      text += `${line}\n`;
      rows += 1;
      if (text.length < WRITE_CHARACTERS) continue;
      await write(file, text);
      text = '';
    }
    await write(file, text);
    await onDisk(() => file.sync());
    return rows;
  } finally {
    await file.close();
  }
}

/** What could be written and not be read again. */
function refuseTooLong(line: string, row: number): void {
  const bytes = Buffer.byteLength(line);
  if (bytes <= ROW_BYTES_MAX) return;
  throw new RefusedError('queue_file.row', {
    path: `row ${row}`,
    expected: `at most ${ROW_BYTES_MAX} bytes`,
    found: bytes,
  });
}

const write = (file: FileHandle, text: string): Promise<void> => onDisk(() => file.appendFile(text));

/**
 * So many rows from the byte on, and the byte behind them. Rejects with `queue_file.damaged` where the file is gone, ends before
 * the last of them, is a link or no file at all, or holds what was never written.
 */
export async function readRows(
  path: string,
  from: { readonly byte: number; readonly rows: number },
): Promise<{ readonly lines: readonly string[]; readonly nextByte: number }> {
  const file = await onDisk(() => open(path, READ_FLAGS).catch(orDamaged(path)));
  try {
    if (!(await onDisk(() => file.stat())).isFile()) throw damaged(path, 'is no file');
    let chunk = Buffer.allocUnsafe(READ_BYTES);
    const lines: string[] = [];
    let nextByte = from.byte;
    let half: Buffer = Buffer.alloc(0);
    while (lines.length < from.rows) {
      const { bytesRead } = await onDisk(() => file.read(chunk, 0, chunk.length, nextByte + half.length));
      if (bytesRead === 0) throw damaged(path, `ends ${from.rows - lines.length} rows too early`);
      const data = Buffer.concat([half, chunk.subarray(0, bytesRead)]);
      const used = takeLines(data, from.rows, lines);
      if (!isUtf8(data.subarray(0, used))) throw damaged(path, 'is not UTF-8');
      nextByte += used;
      half = data.subarray(used);
      if (half.length >= ROW_BYTES_MAX) throw damaged(path, `has a row of more than ${ROW_BYTES_MAX} bytes`);
      // A long row is read in ever larger pieces: in small ones it would be copied and searched once for each.
      if (half.length > chunk.length) chunk = Buffer.allocUnsafe(2 * chunk.length);
    }
    return { lines, nextByte };
  } finally {
    await file.close();
  }
}

const orDamaged = (path: string) => (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT') throw damaged(path, 'is gone');
  throw error.code === 'ELOOP' ? damaged(path, 'is a link') : error;
};

/** Moves whole lines from the data to `lines` until there are `rows`; how many bytes those were. */
function takeLines(data: Buffer, rows: number, lines: string[]): number {
  let start = 0;
  while (lines.length < rows) {
    const end = data.indexOf(NEWLINE, start);
    if (end < 0) break;
    lines.push(data.toString('utf8', start, end));
    start = end + 1;
  }
  return start;
}

const damaged = (path: string, what: string): SoswError => new SoswError('queue_file.damaged', `${path} ${what}`);
