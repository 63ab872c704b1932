/** How far a job is, on standard error: a bar where lines can be redrawn, else a line now and then. */

import cliProgress from 'cli-progress';
import type { RunProgress } from '../local/local-runtime.js';
import type { Terminal } from './terminal.js';
import { inNumbers } from './wording.js';

/** Between two lines where nothing can be redrawn: a log is read later, not watched. */
const LINE_MS = 2000;

export interface ProgressDisplay {
  show(progress: RunProgress): void;
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

  show(progress: RunProgress): void {
    if (!this.#isShown) this.#bar.start(progress.planned, 0, { detail: '' });
    this.#isShown = true;
    this.#bar.setTotal(progress.planned);
    this.#bar.update(ended(progress), { detail: detail(progress) });
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

  show(progress: RunProgress): void {
    const line = `${inNumbers(ended(progress))} of ${inNumbers(progress.planned)} tasks ended, ${detail(progress)}`;
    const isDue = performance.now() - this.#lastMs >= LINE_MS;
    const isNews = line !== this.#last && ended(progress) + progress.running > 0;
    if (!isNews || !isDue) return;
    this.#last = line;
    this.#lastMs = performance.now();
    this.#terminal.note(line);
  }

  note(text: string): void {
    this.#terminal.note(text);
  }

  end(): void {}
}

const ended = ({ done, dead, cancelled }: RunProgress): number => done + dead + cancelled;

/** What is zero and mostly is, is left out. */
function detail({ running, retries, dead, cancelled }: RunProgress): string {
  const rare = { [retries === 1 ? 'retry' : 'retries']: retries, dead, cancelled };
  const parts = Object.entries(rare).filter(([, count]) => count > 0);
  return [`${running} running`, ...parts.map(([name, count]) => `${inNumbers(count)} ${name}`)].join(', ');
}
