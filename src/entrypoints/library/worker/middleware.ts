/** Middleware: what is done around every run of a worker, in the order in which it is given. */

import type { WorkerContext } from './worker-context.js';

/** One step of the chain: the worker's own `run` at its end. */
export type Next<Config = unknown> = (event: unknown, context: WorkerContext<Config>) => Promise<unknown>;

/** Wraps a step. It sees every event and context first, and every result or error last. */
export type Middleware = (next: Next) => Next;

/** The first of the list is the outermost. */
export const chained = (middleware: readonly Middleware[], run: Next): Next =>
  middleware.reduceRight((next, wrap) => wrap(next), run);
