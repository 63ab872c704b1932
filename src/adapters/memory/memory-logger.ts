/** A log that tests can look at. */

import type { LogContext, Logger } from '../../application/ports/logger.js';

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly context: LogContext;
}

export class MemoryLogger implements Logger {
  /** Oldest first. */
  readonly entries: LogEntry[] = [];

  debug(message: string, context: LogContext = {}): void {
    this.entries.push({ level: 'debug', message, context });
  }

  info(message: string, context: LogContext = {}): void {
    this.entries.push({ level: 'info', message, context });
  }

  warn(message: string, context: LogContext = {}): void {
    this.entries.push({ level: 'warn', message, context });
  }

  error(message: string, context: LogContext = {}): void {
    this.entries.push({ level: 'error', message, context });
  }
}
