/** A configuration, read for a command, with its warnings told. */

import type { Config } from '../config/config.js';
import { placeOf } from '../config/document-error.js';
import { loadConfig } from '../config/load-config.js';
import type { Terminal } from './terminal.js';

/** Throws DocumentError as `loadConfig` does. */
export function configOf(options: { readonly config: string }, terminal: Terminal): Config {
  const config = loadConfig(options.config);
  for (const { line, message } of config.warnings) warn(terminal, `${placeOf(options.config, line)}: ${message}`);
  return config;
}

export const warn = (terminal: Terminal, message: string): void =>
  terminal.note(`${terminal.noteColors.yellow('warning')} ${message}`);
