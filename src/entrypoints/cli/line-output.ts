/** Lines to standard output, as many and as fast as its reader takes them, in the memory of one chunk. */

import { writeSync } from 'node:fs';

/** Characters that are gathered before they are written: a pipe holds 64 KiB. */
const CHUNK = 1 << 16;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const STDOUT = 1;

/**
 * Writes synchronously: a slow reader holds the generator up, and nothing piles up. False when the reader has gone away, which is
 * its right. Throws what the system says of any other failure (a full disk).
 */
export function writeLines(lines: Iterable<string>): boolean {
  let buffer = Buffer.allocUnsafe(CHUNK * BYTES_PER_UNIT);
  const write = (text: string): boolean => {
    if (text.length * BYTES_PER_UNIT > buffer.length) buffer = Buffer.allocUnsafe(text.length * BYTES_PER_UNIT);
    return writeAll(buffer, buffer.write(text));
  };
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK) continue;
    if (!write(chunk)) return false;
    chunk = '';
  }
  return chunk === '' || write(chunk);
}

function writeAll(buffer: Buffer, length: number): boolean {
  for (let from = 0; from < length; ) {
    try {
      from += writeSync(STDOUT, buffer, from, length - from);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      pause();
    }
  }
  return true;
}

const bell = new Int32Array(new SharedArrayBuffer(4));
const PAUSE_MS = 2;

/** A pipe that another process has made non-blocking is full: give its reader time. */
const pause = (): void => void Atomics.wait(bell, 0, 0, PAUSE_MS);
