/** A worker in the style of one function: typed by its schema, and nothing in its bundle that it does not use. */

import type { StandardSchemaV1 } from '@standard-schema/spec';
import { RefusedError } from '../../../domain/errors.js';
import { endingInvocation } from '../ends-with-invocation.js';
import { hasStats, mergedStats, type StatValues } from '../stats.js';
import { AttemptRunner, type Ended, type Run } from './attempt-runner.js';
import { consoleLogger } from './console-logger.js';
import { hostOf } from './host-of.js';
import type { LambdaContext } from './lambda-context.js';
import { chained, type Next } from './middleware.js';
import { WorkerConfig } from './worker-config.js';
import { Continuation, workerContext } from './worker-context.js';
import type { WorkerDefinition } from './worker-definition.js';

/** What Lambda, `sosw run` and `runWorker` call. */
export type WorkerHandler<Event = unknown> = (event: Event, context?: LambdaContext) => Promise<unknown>;

/** The payload of a task has any keys; a worker that knows its own says so. */
export type AnyEvent = Readonly<Record<string, unknown>>;

/**
 * Makes a worker: a handler that runs `run` once an attempt and reports its end (result and counters, or the error's class and
 * message) to the WorkerAssistant, in Lambda, in `sosw run` and in a unit test alike.
 *
 * @param definition - The work, the schema of its configuration, and what is done around it.
 * @returns The handler to export. It gives what `run` gave, and rejects with what `run` threw, after that was reported.
 * @throws RefusedError `worker.definition` when `run` is no function.
 * @example
 * ```ts
 * import { worker } from 'sosw/worker';
 *
 * export const handler = worker({
 *   async run(event: { words: string[] }, { stats }) {
 *     stats.add('words', event.words.length);
 *     return { longest: Math.max(...event.words.map((word) => word.length)) };
 *   },
 * });
 * ```
 */
export function worker<Event = AnyEvent, Schema extends StandardSchemaV1 | undefined = undefined>(
  definition: WorkerDefinition<Event, Schema>,
): WorkerHandler<Event> {
  if (typeof definition?.run !== 'function') {
    throw new RefusedError('worker.definition', {
      path: 'run',
      expected: 'a function (event, context)',
      found: definition?.run,
    });
  }
  const runs = new FunctionRuns(definition as WorkerDefinition<unknown, StandardSchemaV1 | undefined>);
  const runner = new AttemptRunner(runs, hostOf);
  return (event, context = {}) => runner.handle(event, context);
}

/** One worker's runs in one container. */
class FunctionRuns {
  readonly logger;
  readonly #config: WorkerConfig;
  readonly #chain: Next;
  readonly #clients: readonly unknown[];

  constructor({
    run,
    config,
    configMaxAge,
    middleware = [],
    clients = [],
    logger,
  }: WorkerDefinition<unknown, StandardSchemaV1 | undefined>) {
    this.logger = logger ?? consoleLogger;
    this.#config = new WorkerConfig(config, configMaxAge);
    this.#clients = clients;
    this.#chain = chained(middleware, async (event, context) => run(event, context as never));
  }

  assistant(): string | undefined {
    return this.#config.assistant;
  }

  stats({ stats }: Run): StatValues {
    return mergedStats(stats.values, this.#clients);
  }

  async run(run: Run): Promise<Ended> {
    const { event, context: lambda, task, stats, host, cancellation } = run;
    for (const client of this.#clients) if (hasStats(client)) client.resetStats?.();
    const config = await this.#config.of(host, lambda);
    const value = await endingInvocation(
      () => this.#clients,
      () => this.#chain(event, workerContext(lambda, { config, stats, task, cancellation })),
      (error) => this.logger.error('a component could not end its work', { error }),
    );
    if (value instanceof Continuation) return { value: undefined, continued: value.rest };
    return { value, completed: { stats: this.stats(run), result: value } };
  }
}
