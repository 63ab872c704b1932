/** The data of a command that only looks, or changes single tasks: opened for it, and closed whatever happens. */

import { type LocalStore, openLocalStore } from '../composition/local.js';
import type { Config } from '../config/config.js';
import type { Call, DataOptions } from './command-module.js';
import { configOf } from './configured.js';
import { existingDataDirectory } from './data-directory.js';
import { TerminalLogger } from './terminal-logger.js';

export async function withLocalStore<Result>(
  { options, terminal }: Pick<Call<DataOptions>, 'options' | 'terminal'>,
  work: (local: LocalStore, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = configOf(options, terminal);
  const dataDirectory = existingDataDirectory(config, options);
  const logger = new TerminalLogger(terminal, terminal.note, { isVerbose: options.verbose === true });
  const local = openLocalStore(config, { dataDirectory, logger });
  try {
    return await work(local, config);
  } finally {
    local.close();
  }
}
