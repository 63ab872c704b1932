/** The log as people at a terminal read it: what went wrong, on standard error; everything with `--verbose`. */

import type { LogContext, Logger } from '../../application/ports/logger.js';
import type { Terminal } from './terminal.js';

export interface TerminalLoggerOptions {
  readonly isVerbose: boolean;
  /** Once it aborts, warnings are told with `--verbose` only: that a process which ends refuses work is no news. */
  readonly stopping?: AbortSignal;
}

/** Writes through `note`, so that a display which redraws its line can make room. */
export class TerminalLogger implements Logger {
  readonly #terminal: Pick<Terminal, 'noteColors'>;
  readonly #note: (text: string) => void;
  readonly #options: TerminalLoggerOptions;

  constructor(terminal: Pick<Terminal, 'noteColors'>, note: (text: string) => void, options: TerminalLoggerOptions) {
    this.#terminal = terminal;
    this.#note = note;
    this.#options = options;
  }

  debug(message: string, context?: LogContext): void {
    if (this.#options.isVerbose) this.#write(this.#terminal.noteColors.dim('debug'), message.trimEnd(), context);
  }

  info(message: string, context?: LogContext): void {
    if (this.#options.isVerbose) this.#write(this.#terminal.noteColors.cyan('info'), message, context);
  }

  warn(message: string, context?: LogContext): void {
    if (this.#options.stopping?.aborted && !this.#options.isVerbose) return;
    this.#write(this.#terminal.noteColors.yellow('warning'), message, context);
  }

  error(message: string, context?: LogContext): void {
    this.#write(this.#terminal.noteColors.red('error'), message, context);
  }

  #write(level: string, message: string, context: LogContext = {}): void {
    const facts = Object.entries(context).map(([name, value]) => ` ${name}=${factText(value)}`);
    this.#note(`${level} ${message}${this.#terminal.noteColors.dim(facts.join(''))}`);
  }
}

function factText(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  if (typeof value === 'string' && /^[^\s"]+$/.test(value)) return value;
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
}
