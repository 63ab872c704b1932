/** A log of one JSON object a line, for one's own machine: errors are written with their code and their causes. */

import type { Writable } from 'node:stream';
import type { LogContext, Logger } from '../../application/ports/logger.js';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Causes below this depth are left out: an error may be its own cause. */
const CAUSES_MAX = 5;

export class JsonLogger implements Logger {
  readonly #stream: Writable;
  readonly #threshold: number;

  /** Writes entries of `level` and above. */
  constructor(stream: Writable, level: LogLevel) {
    this.#stream = stream;
    this.#threshold = LEVELS.indexOf(level);
    // A reader that went away (EPIPE) is reported as an event, which would end the process if nobody listened.
    stream.on('error', () => {});
  }

  debug(message: string, context?: LogContext): void {
    this.#write('debug', message, context);
  }

  info(message: string, context?: LogContext): void {
    this.#write('info', message, context);
  }

  warn(message: string, context?: LogContext): void {
    this.#write('warn', message, context);
  }

  error(message: string, context?: LogContext): void {
    this.#write('error', message, context);
  }

  #write(level: LogLevel, message: string, context: LogContext | undefined): void {
    if (LEVELS.indexOf(level) < this.#threshold || !this.#stream.writable) return;
    const head = { time: new Date().toISOString(), level, message };
    this.#stream.write(`${line(head, context)}\n`);
  }
}

/** The head's names belong to it, whatever the context holds. */
function line(head: object, context: LogContext | undefined): string {
  try {
    return JSON.stringify({ ...head, ...context, ...head }, readable);
  } catch (error) {
    return JSON.stringify({ ...head, unreadableContext: String(error) });
  }
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return errorFacts(value, CAUSES_MAX);
  return typeof value === 'bigint' ? String(value) : value;
}

function errorFacts(error: Error, causesLeft: number): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause instanceof Error && causesLeft > 0 ? errorFacts(error.cause, causesLeft - 1) : undefined;
  // An error with a code is understood by it; of any other, the place where it arose is what helps.
  const stack = code === undefined ? error.stack : undefined;
  return { name: error.name, message: error.message, code, cause, stack };
}
