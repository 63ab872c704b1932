/** `sosw status`: what each labourer has before it and behind it, why it may do what it may, and how far its jobs are. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { OperatorStore } from '../../composition/operator-store.js';
import type { EssentialConfig } from '../../config/config.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { readStatus, statusFacts, statusText } from '../status-report.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';

export interface StatusOptions extends StoreOptions {
  readonly watch?: true;
}

const WATCH_MS = 2000;

export async function run({ options, terminal }: Call<StatusOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data, config) => {
    await show(data, config, options, terminal);
    if (options.watch) await watch(data, config, options, terminal);
  });
  return EXIT.ok;
}

/** Until Ctrl-C, which is how watching ends. */
async function watch(
  data: OperatorStore,
  config: EssentialConfig,
  options: StatusOptions,
  terminal: Terminal,
): Promise<void> {
  const interruption = interruptible(() => {});
  const { signal } = interruption;
  while (!signal.aborted) {
    await sleep(WATCH_MS, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await show(data, config, options, terminal);
  }
  interruption.release();
}

/** Home, then everything behind the cursor cleared: what a screen shows is replaced, what scrolled away stays. */
const REDRAW = '\x1b[H\x1b[2J';

async function show(
  data: OperatorStore,
  config: EssentialConfig,
  options: StatusOptions,
  terminal: Terminal,
): Promise<void> {
  const status = await readStatus(data, config.taskSettings);
  if (options.json) terminal.printJson(statusFacts(status));
  else if (!options.watch) terminal.print(statusText(status, terminal));
  else if (terminal.interactive) terminal.print(REDRAW + statusText(status, terminal));
  else terminal.print(`${new Date().toISOString()}\n${statusText(status, terminal)}\n`);
}
