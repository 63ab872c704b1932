/** Counts what the product warns of, by message: a month of simulated warnings is read as a few lines. */

import type { LogContext, Logger } from '../../application/ports/logger.js';

/** Messages of which each is told at most. */
const MESSAGES_MAX = 100;

export class CountingLogger implements Logger {
  readonly #counts = new Map<string, number>();

  debug(): void {}

  info(): void {}

  warn(message: string, context: LogContext = {}): void {
    this.#count(message, context);
  }

  error(message: string, context: LogContext = {}): void {
    this.#count(message, context);
  }

  /** One line a message, in the order in which they came first. */
  lines(): readonly string[] {
    return [...this.#counts].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`));
  }

  #count(message: string, { labourerId, metric, error }: LogContext): void {
    const what = [labourerId, metric].filter((name) => typeof name === 'string').join(', ');
    const why = error instanceof Error ? `: ${error.message}` : '';
    const text = `${what === '' ? '' : `${what}: `}${message}${why}`;
    const known = this.#counts.get(text);
    if (known === undefined && this.#counts.size >= MESSAGES_MAX) return;
    this.#counts.set(text, (known ?? 0) + 1);
  }
}
