/** Methods with our decorators on, which the tests build first: Node 20 runs no decorators, nor does the tests' own compiler write them out. */

import { benchmark } from '../../../../src/entrypoints/library/components/benchmark.js';
import { type CallLogger, loggingWrapper } from '../../../../src/entrypoints/library/components/logging-wrapper.js';
import { retry } from '../../../../src/entrypoints/library/components/retry.js';
import { Stats } from '../../../../src/entrypoints/library/stats.js';

export const lines: [message: string, context: Readonly<Record<string, unknown>>][] = [];
const write = (message: string, context: Readonly<Record<string, unknown>>) => void lines.push([message, context]);
const logger: CallLogger = { debug: write, info: write };

export class Decorated {
  readonly stats = new Stats();
  readonly #factor = 2;
  tries = 0;

  @benchmark
  doubled(value: number): number {
    return value * this.#factor;
  }

  @benchmark
  async slowly(value: number): Promise<number> {
    return value * this.#factor;
  }

  @benchmark
  static shared(): void {}

  @retry
  async fails(): Promise<void> {
    this.tries++;
    throw Object.assign(new Error('never'), { retryable: false });
  }

  @retry({ attempts: 3, delay: 0 })
  async flaky(value: string): Promise<string> {
    this.tries++;
    if (this.tries < 3) throw new Error('not yet');
    return value;
  }

  @loggingWrapper({ logger, level: 'info' })
  quiet(value: string): string {
    return value;
  }

  @benchmark
  @loggingWrapper({ logger })
  loud(value: string): string {
    return value;
  }
}
