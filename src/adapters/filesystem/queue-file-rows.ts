/** The rows of a job as lines of a file, written and read in chunks, so that neither needs memory that grows with the job. */

import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { SoswError } from '../../domain/errors.js';
import { onDisk } from './queue-file-error.js';

/** Characters per write: few enough for the memory, enough that calls don't count. */
const WRITE_CHARACTERS = 262_144;
/** Bytes per read: some hundred rows. */
const READ_BYTES = 131_072;
const NEWLINE = 10;

/** Writes the lines and waits until they are on the disk; how many there were. Errors of `lines` itself pass as they are. */
export async function writeRows(path: string, lines: Iterable<string>): Promise<number> {
  const file = await onDisk(() => open(path, 'w', 0o600));
  try {
    let rows = 0;
    let text = '';
    for (const line of lines) {
      if (line.includes('\n')) throw new RangeError(`row ${rows} is more than one line`);
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

const write = (file: FileHandle, text: string): Promise<void> => onDisk(() => file.appendFile(text));

/**
 * So many rows from the byte on, and the byte behind them. Rejects with `queue_file.damaged` where the file is gone, ends before
 * the last of them, or holds what was never written.
 */
export async function readRows(
  path: string,
  from: { readonly byte: number; readonly rows: number },
): Promise<{ readonly lines: readonly string[]; readonly nextByte: number }> {
  const file = await onDisk(() => open(path, 'r').catch(orDamaged(path)));
  try {
    const chunk = Buffer.allocUnsafe(READ_BYTES);
    const lines: string[] = [];
    let nextByte = from.byte;
    let half: Buffer = Buffer.alloc(0);
    while (lines.length < from.rows) {
      const { bytesRead } = await onDisk(() => file.read(chunk, 0, READ_BYTES, nextByte + half.length));
      if (bytesRead === 0) throw damaged(path, `ends ${from.rows - lines.length} rows too early`);
      const data = Buffer.concat([half, chunk.subarray(0, bytesRead)]);
      const used = takeLines(data, from.rows, lines);
      if (!isUtf8(data.subarray(0, used))) throw damaged(path, 'is not UTF-8');
      nextByte += used;
      half = data.subarray(used);
    }
    return { lines, nextByte };
  } finally {
    await file.close();
  }
}

const orDamaged = (path: string) => (error: NodeJS.ErrnoException) => {
  throw error.code === 'ENOENT' ? damaged(path, 'is gone') : error;
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
