/** Where a command writes: data on standard output, everything for watching along on standard error. */

import pc from 'picocolors';
import { EXIT } from './exit-code.js';

export interface Terminal {
  /** For texts on standard output; they do nothing where no colour is wanted. */
  readonly colors: ReturnType<typeof pc.createColors>;
  /** For texts on standard error. */
  readonly noteColors: ReturnType<typeof pc.createColors>;
  /** Whether lines on standard error may be redrawn. */
  readonly animated: boolean;
  /** Whether lines on standard output may be redrawn. */
  readonly interactive: boolean;
  /** Of standard output now; undefined where it is no terminal, and what is written there is to be whole. */
  readonly columns: number | undefined;
  /** A line, or several, of the command's result. */
  print(text: string): void;
  /** One JSON object: the whole result for a machine. */
  printJson(value: unknown): void;
  /** Progress, warnings and errors for people. */
  note(text: string): void;
}

/** A reader that has seen enough (`sosw tasks list | head`) is no failure. */
export function allowReadersToLeave(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
}

/** `color` false is `--no-color`; NO_COLOR (https://no-color.org) and TERM=dumb say the same. */
export function openTerminal(options: { readonly color: boolean }, env = process.env): Terminal {
  const plain = !options.color || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const interactive = process.stdout.isTTY === true && !plain;
  const animated = process.stderr.isTTY === true && !plain;
  return {
    colors: pc.createColors(interactive),
    noteColors: pc.createColors(animated),
    animated,
    interactive,
    get columns() {
      // A terminal that does not know its size says 0.
      return process.stdout.isTTY ? process.stdout.columns || undefined : undefined;
    },
    print: (text) => void process.stdout.write(`${text}\n`),
    printJson: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}
