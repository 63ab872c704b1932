/** Counts the lines and bytes of an output that is not kept. */

const NEWLINE = 0x0a;

export class LineCounter {
  lines = 0;
  bytes = 0;

  /** Bound, to be handed on as a reader of chunks. */
  readonly read = (chunk: Buffer): void => {
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.lines++;
  };
}
