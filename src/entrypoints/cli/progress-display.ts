/** How far long work is, on standard error: a bar where lines can be redrawn, else a line now and then. */

import cliProgress from 'cli-progress';
import type { Terminal } from './terminal.js';

/** Between two lines where nothing can be redrawn: a log is read later, not watched. */
const LINE_MS = 2000;

/** How far it is. */
export interface Progress {
  readonly value: number;
  readonly total: number;
  /** Behind the bar: `3 running, 2 dead`. */
  readonly detail: string;
  /** What is told where there is no bar; undefined while there is no news. */
  readonly line: string | undefined;
}

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** A line that is to stay, above the bar. */
  note(text: string): void;
  end(): void;
}

export const progressDisplay = (terminal: Terminal): ProgressDisplay =>
  terminal.animated ? new Bar(terminal) : new Lines(terminal);

class Bar implements ProgressDisplay {
  readonly #terminal: Terminal;
  readonly #bar: cliProgress.SingleBar;
  #isShown = false;

  constructor(terminal: Terminal) {
    const { noteColors: colors } = terminal;
    this.#terminal = terminal;
    this.#bar = new cliProgress.SingleBar({
      format: `${colors.green('{bar}')} {value}/{total} ${colors.dim('{detail}')}`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      hideCursor: true,
      stream: process.stderr,
      gracefulExit: false,
    });
  }

  show({ value, total, detail }: Progress): void {
    if (!this.#isShown) this.#bar.start(total, 0, { detail: '' });
    this.#isShown = true;
    this.#bar.setTotal(total);
    this.#bar.update(value, { detail });
  }

  note(text: string): void {
    if (this.#isShown) process.stderr.write('\r\x1b[K');
    this.#terminal.note(text);
    if (this.#isShown) this.#bar.render();
  }

  end(): void {
    if (this.#isShown) this.#bar.stop();
    this.#isShown = false;
  }
}

class Lines implements ProgressDisplay {
  readonly #terminal: Terminal;
  #last = '';
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show({ line }: Progress): void {
    const isDue = performance.now() - this.#lastMs >= LINE_MS;
    if (line === undefined || line === this.#last || !isDue) return;
    this.#last = line;
    this.#lastMs = performance.now();
    this.#terminal.note(line);
  }

  note(text: string): void {
    this.#terminal.note(text);
  }

  end(): void {}
}
