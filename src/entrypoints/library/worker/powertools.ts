/** Middleware for Powertools for AWS Lambda: its objects are passed in, so that a bundle holds only those that a worker uses. */

import type { Middleware } from './middleware.js';

/** The part of Powertools' Logger that is used. */
export interface LoggerTool {
  /** Takes the request and the function into every line. */
  addContext(context: never): unknown;
  /** Takes keys into the lines that follow. */
  appendKeys(keys: Record<string, string | number>): void;
  /** Takes them out again. */
  resetKeys(): void;
}

/** The part of Powertools' Metrics that is used. */
export interface MetricsTool {
  /** Counts the container's first run. */
  captureColdStartMetric(functionName?: string): void;
  /** Keeps a value until it is published. */
  addMetric(name: string, unit: 'Count', value: number): void;
  /** Writes what was kept to the log. */
  publishStoredMetrics(): void;
}

/**
 * Gives Powertools' Logger the invocation's context and the task's id and attempt, and publishes the run's counters as metrics.
 *
 * @param tools - A `logger`, `metrics`, or both.
 * @returns Middleware for `worker({ middleware: [...] })`.
 * @example
 * ```ts
 * import { Logger } from '@aws-lambda-powertools/logger';
 * import { powertools, worker } from 'sosw/worker';
 *
 * const logger = new Logger();
 * export const handler = worker({
 *   middleware: [powertools({ logger })],
 *   async run() {
 *     logger.info('knows its task');
 *   },
 * });
 * ```
 */
export function powertools(tools: { readonly logger?: LoggerTool; readonly metrics?: MetricsTool }): Middleware {
  const { logger, metrics } = tools;
  return (next) => async (event, context) => {
    logger?.addContext(context.lambda as never);
    if (context.task !== undefined) {
      const { id, attempt } = context.task;
      logger?.appendKeys({ task_id: id, ...(attempt === undefined ? {} : { attempt }) });
    }
    metrics?.captureColdStartMetric(context.functionName);
    try {
      return await next(event, context);
    } finally {
      for (const [name, count] of Object.entries(context.stats.values)) metrics?.addMetric(name, 'Count', count);
      metrics?.publishStoredMetrics();
      logger?.resetKeys();
    }
  };
}
