/** Reads the rows of one queue file in ranges, and keeps what a range holds beyond the wanted rows for the next read. */

import { isUtf8 } from 'node:buffer';
import { damaged } from './queue-file-error.js';
import type { QueueFileRecord } from './queue-file-record.js';
import type { NotDone, S3Objects } from './s3-objects.js';

/** Bytes of the first range: small jobs are read whole. */
const FIRST_BYTES = 2 ** 20;
/** The most of a range, and so, beside the longest row, of the memory for what is read ahead. */
const RANGE_BYTES_MAX = 4 * 2 ** 20;
const NEWLINE = 10;

export class RowWindow {
  readonly #objects: S3Objects;
  readonly #rows: QueueFileRecord['rowsObject'];
  #range = FIRST_BYTES;
  /** Where in the object the kept bytes begin. */
  #start = 0;
  #kept: Buffer = Buffer.alloc(0);

  constructor(objects: S3Objects, rows: QueueFileRecord['rowsObject']) {
    this.#objects = objects;
    this.#rows = rows;
  }

  /**
   * So many rows from the byte on, and the byte behind them. `absent`, `refused`: the object is gone, or another one. Rejects with
   * `queue_file.damaged` where it ends before the last of the rows, or is not UTF-8.
   */
  async read(from: {
    readonly byte: number;
    readonly rows: number;
  }): Promise<{ readonly lines: readonly string[]; readonly nextByte: number } | NotDone> {
    this.#moveTo(from.byte);
    const lines: string[] = [];
    for (;;) {
      this.#takeLines(lines, from.rows);
      if (lines.length >= from.rows) return { lines, nextByte: this.#start };
      const end = this.#start + this.#kept.length;
      if (end >= this.#rows.bytes) throw damaged(this.#rows.key, `ends ${from.rows - lines.length} rows too early`);
      const last = Math.min(end + this.#range, this.#rows.bytes) - 1;
      const answer = await this.#objects.get(this.#rows.key, { ifMatch: this.#rows.etag, first: end, last });
      if (typeof answer === 'string') return answer;
      this.#kept = Buffer.concat([this.#kept, answer.bytes]);
      this.#range = Math.min(2 * this.#range, RANGE_BYTES_MAX);
    }
  }

  #moveTo(byte: number): void {
    const isKept = byte >= this.#start && byte <= this.#start + this.#kept.length;
    this.#kept = isKept ? this.#kept.subarray(byte - this.#start) : Buffer.alloc(0);
    this.#start = byte;
  }

  /** Moves whole lines from what is kept to `lines`, until there are `rows`. */
  #takeLines(lines: string[], rows: number): void {
    let used = 0;
    const begun = lines.length;
    while (lines.length < rows) {
      const end = this.#endOfLine(used);
      if (end < 0) break;
      lines.push(this.#kept.toString('utf8', used, end));
      used = Math.min(end + 1, this.#kept.length);
    }
    if (lines.length > begun && !isUtf8(this.#kept.subarray(0, used))) throw damaged(this.#rows.key, 'is not UTF-8');
    this.#moveTo(this.#start + used);
  }

  /** The last line of a file that an older Scheduler wrote may lack its newline. */
  #endOfLine(from: number): number {
    const newline = this.#kept.indexOf(NEWLINE, from);
    const isLast = this.#start + this.#kept.length === this.#rows.bytes;
    return newline < 0 && isLast && from < this.#kept.length ? this.#kept.length : newline;
  }
}
