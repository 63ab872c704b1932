/** `--watch`: the same answer again and again, until Ctrl-C. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { GlobalOptions } from './command-module.js';
import { interruptible } from './interruption.js';
import type { Terminal } from './terminal.js';

export interface WatchOptions extends GlobalOptions {
  readonly watch?: true;
  readonly json?: true;
}

/** One answer, in both forms. */
export interface Answer {
  readonly facts: unknown;
  readonly text: () => string;
}

const WATCH_MS = 2000;

/** Home, then everything behind the cursor cleared: what a screen shows is replaced, what scrolled away stays. */
const REDRAW = '\x1b[H\x1b[2J';

/** Tells the answer once, or with `--watch` until it is interrupted: redrawn in a terminal, with `--json` an object a line. */
export async function answerOrWatch(
  options: WatchOptions,
  terminal: Terminal,
  read: () => Promise<Answer>,
): Promise<void> {
  const show = async (): Promise<void> => {
    const { facts, text } = await read();
    if (options.json) terminal.printJson(facts);
    else if (!options.watch) terminal.print(text());
    else if (terminal.interactive) terminal.print(REDRAW + text());
    else terminal.print(`${new Date().toISOString()}\n${text()}\n`);
  };
  await show();
  if (!options.watch) return;
  const interruption = interruptible(() => {});
  const { signal } = interruption;
  try {
    while (!signal.aborted) {
      await sleep(WATCH_MS, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await show();
    }
  } finally {
    interruption.release();
  }
}
