/** The base class of processors: configuration merged from its layers, counters, clients, and a loud death. */

import type { CancelSignal } from '../cancel-signal.js';
import { SoswError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { mergedStats, hasStats, Stats } from '../stats.js';
import { cancellationOf } from './cancellation.js';
import { hostOf } from './host-of.js';
import type { LambdaContext } from './lambda-context.js';
import { remainingMs } from './worker-context.js';
import { taskOfEvent } from './task-of-event.js';

const DEFAULT_TOPIC = 'SoswWorkerErrors';

/**
 * What Workers inherit, and functions that nobody orchestrates may. Clients are ordinary fields whose names end in `Client`: they are made
 * when the configuration is known, and those that count what they do are counted in.
 *
 * @example
 * ```ts
 * import { getLambdaHandler, Processor } from 'sosw/worker';
 *
 * class Greeter extends Processor<{ greeting: string }> {
 *   static override readonly DEFAULT_CONFIG = { greeting: 'Hello' };
 *
 *   call(event: { name: string }) {
 *     this.stats.add('greeted');
 *     return `${this.config.greeting} ${event.name}`;
 *   }
 * }
 *
 * export const handler = getLambdaHandler(Greeter);
 * ```
 */
export abstract class Processor<Config extends object = JsonObject> {
  /** The weakest layer of the configuration. */
  static readonly DEFAULT_CONFIG: object = {};

  /** `DEFAULT_CONFIG`, the stored document `<function name>_config`, and what the code passes, each over the one before. */
  readonly config: Config;
  /** Counters; `lifetime_stats_params` of the configuration names those that a reset leaves. */
  readonly stats: Stats;
  /** Reported with the task's completion, as `result_<key>`. */
  result: Record<string, JsonObject[string]> = {};
  /** Of the present invocation. */
  lambdaContext: LambdaContext = {};
  /** Of the present invocation. */
  event: unknown;

  /** Called with the merged configuration: `getLambdaHandler` and `createProcessor` do. */
  constructor(config: Config) {
    this.config = config;
    const { lifetime_stats_params: lifetime = [] } = config as { readonly lifetime_stats_params?: readonly string[] };
    this.stats = new Stats(lifetime);
  }

  /**
   * The stored configuration of a name. Override it to read from elsewhere, for instance with a `ConfigSource`.
   *
   * @param name - `<function name>_config`.
   * @param context - Of the invocation.
   * @returns The document; empty when there is none, and where nobody has one.
   * @throws SoswError `config.unavailable` (retryable) when the table can't be read.
   */
  static async getConfig(name: string, context: LambdaContext = {}): Promise<JsonObject> {
    return (await hostOf(context)?.configOf?.(name)) ?? {};
  }

  /**
   * Does the work of one invocation.
   *
   * @param event - What the function was invoked with.
   * @returns What the function answers.
   */
  abstract call(event: unknown): unknown;

  /** Milliseconds until the present run is ended by force, or its attempt given up; Infinity where nothing limits it. */
  get remaining(): number {
    return remainingMs(this.lambdaContext, taskOfEvent(this.event));
  }

  /**
   * Whether the present task was cancelled: see `WorkerContext.isCancelled`.
   *
   * @returns The last answer; a yes stays.
   */
  isCancelled(): Promise<boolean> {
    return cancellationOf(this.lambdaContext).isCancelled();
  }

  /**
   * Ends the run where the present task was cancelled: see `WorkerContext.throwIfCancelled`.
   *
   * @throws SoswError `task.cancelled` where `isCancelled` says so.
   */
  throwIfCancelled(): Promise<void> {
    return cancellationOf(this.lambdaContext).throwIfCancelled();
  }

  /** Of the present run, for `fetch` and SDK clients: see `WorkerContext.signal`. */
  get signal(): CancelSignal {
    return cancellationOf(this.lambdaContext).signal;
  }

  /**
   * Counters of this processor and, unless `recursive` is false, of its clients, added by name.
   *
   * @returns A copy.
   */
  getStats({ recursive = true }: { readonly recursive?: boolean } = {}): Record<string, number> {
    return mergedStats(this.stats.values, recursive ? this.clients() : []);
  }

  /**
   * Adds the counters to their totals (`total_<name>`) and begins them anew; totals and `lifetime_stats_params` stay. The clients' too, unless
   * `recursive` is false.
   */
  resetStats({ recursive = true }: { readonly recursive?: boolean } = {}): void {
    this.stats.reset();
    if (recursive) for (const client of this.clients()) if (hasStats(client)) client.resetStats?.();
  }

  /**
   * Ends a run that can't go on: logs the counters, tells the topic of the configuration's `dead_sns_topic` (`SoswWorkerErrors`; a name
   * or an ARN), and throws.
   *
   * @param message - What went wrong, for people.
   * @returns Never.
   * @throws SoswError `worker.died`, always; a topic that can't be told is only logged.
   */
  async die(message = 'Unknown Failure'): Promise<never> {
    console.error(JSON.stringify({ message, stats: this.getStats() }));
    const { dead_sns_topic: topic = DEFAULT_TOPIC } = this.config as { readonly dead_sns_topic?: string };
    const subject = `${this.lambdaContext.functionName ?? 'worker'} died`;
    try {
      await hostOf(this.lambdaContext)?.publish?.({ topic, subject, message });
    } catch (error) {
      const { name } = error as Error;
      console.error(JSON.stringify({ message: `${topic} could not be told of it (${name})` }));
    }
    throw new SoswError('worker.died', message);
  }

  /** The fields whose names end in `Client`. */
  clients(): unknown[] {
    return Object.entries(this).flatMap(([name, value]) => (name.endsWith('Client') ? [value] : []));
  }
}
