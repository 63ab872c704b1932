/** Tells whoever looks at the terminal of tasks that ended dead. */

import type { Writable } from 'node:stream';
import type { DeadTaskReport, Notifier } from '../../application/ports/notifier.js';

export class ConsoleNotifier implements Notifier {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
    // A reader that went away (EPIPE) is reported as an event too, which would end the process if nobody listened.
    stream.on('error', () => {});
  }

  async report(reports: readonly DeadTaskReport[]): Promise<readonly boolean[]> {
    return Promise.all(reports.map((report) => this.#write(report)));
  }

  #write({ subject, body }: DeadTaskReport): Promise<boolean> {
    if (!this.#stream.writable) return Promise.resolve(false);
    // As JSON text a subject can't move the cursor or colour the terminal.
    const line = `${JSON.stringify(subject)} ${JSON.stringify(body)}\n`;
    return new Promise((resolve) => {
      this.#stream.write(line, (error) => resolve(error === null || error === undefined));
    });
  }
}
