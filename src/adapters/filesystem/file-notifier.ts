/** Keeps the reports of tasks that ended dead in a file, one JSON object a line. */

import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DeadTaskReport, Notifier } from '../../application/ports/notifier.js';

const NEWLINE = 10;

export class FileNotifier implements Notifier {
  readonly #file: string;
  #last: Promise<unknown> = Promise.resolve();

  /** The file and its folder are made with the first report. */
  constructor(file: string) {
    this.#file = file;
  }

  /** True once the reports are on the disk: all of them, or none counts as written. */
  async report(reports: readonly DeadTaskReport[]): Promise<readonly boolean[]> {
    if (reports.length === 0) return [];
    const lines = reports.map(({ target, subject, body }) => `${JSON.stringify({ subject, target, body })}\n`);
    // One after the other, so that each sees how the one before left the file's end.
    const written = this.#last.then(() => this.#append(lines.join('')));
    this.#last = written;
    const arrived = await written;
    return reports.map(() => arrived);
  }

  async #append(text: string): Promise<boolean> {
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      const file = await open(this.#file, 'a+', 0o600);
      try {
        await file.appendFile(((await endsInMiddle(file)) ? '\n' : '') + text);
        await file.sync();
      } finally {
        await file.close();
      }
      return true;
    } catch {
      return false;
    }
  }
}

/** Half a line is what a process leaves that was killed, or ran out of disk, while it wrote. */
async function endsInMiddle(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== NEWLINE;
}
