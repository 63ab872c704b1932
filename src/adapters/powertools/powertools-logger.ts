/** Structured logs in CloudWatch, by AWS Lambda Powertools: level, service and the invocation's context beside each message. */

import { Logger as Powertools } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { LogContext, Logger } from '../../application/ports/logger.js';
import { readableValue } from './readable-value.js';

/** Powertools' own names, which it would warn of in an entry of its own. */
const RESERVED: ReadonlySet<string> = new Set(['level', 'message', 'sampling_rate', 'service', 'timestamp']);

export class PowertoolsLogger implements Logger {
  readonly #powertools: Powertools;

  /** The level is that of the variable `POWERTOOLS_LOG_LEVEL`, `INFO` without it. */
  constructor(serviceName: string) {
    this.#powertools = new Powertools({ serviceName, jsonReplacerFn: readableValue });
  }

  /** From here on entries name this invocation. */
  begin(context: Context): void {
    this.#powertools.addContext(context);
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

  #write(level: 'debug' | 'info' | 'warn' | 'error', message: string, context: LogContext = {}): void {
    try {
      const own = Object.entries(context).filter(([name]) => !RESERVED.has(name));
      this.#powertools[level](message, Object.fromEntries(own));
    } catch (error) {
      this.#powertools[level](message, { unreadableContext: String(error) });
    }
  }
}
