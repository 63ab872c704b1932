/** What a worker is made of, in the style of one function. */

import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { EndsWithInvocation } from '../ends-with-invocation.js';
import type { HasStats } from '../stats.js';
import type { WorkerLogger } from './attempt-runner.js';
import type { Middleware } from './middleware.js';
import type { WorkerContext } from './worker-context.js';

/** The configuration of a worker without a schema. */
export type NoConfig = Readonly<Record<string, never>>;

/** What a schema makes of the stored configuration; nothing without one. */
export type ConfigOf<Schema extends StandardSchemaV1 | undefined> = Schema extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<Schema>
  : NoConfig;

/** What `worker` is given: the work, and what belongs to it. */
export interface WorkerDefinition<Event, Schema extends StandardSchemaV1 | undefined = undefined> {
  /**
   * The work of one task. What it returns is kept as the task's result (a map; anything else as `{value}`; about 100 KB at most); what it
   * throws fails the attempt.
   */
  run(event: Event, context: WorkerContext<ConfigOf<Schema>>): unknown;
  /**
   * A Standard Schema (zod, valibot, arktype …) of the worker's own configuration, which is the stored document `<function name>_config`,
   * or `local.config` in `sosw run`. Without a schema no configuration is read.
   */
  readonly config?: Schema;
  /** Seconds after which a stored configuration is read again. Default 60. */
  readonly configMaxAge?: number;
  /** Done around every run; the first is the outermost. */
  readonly middleware?: readonly Middleware[];
  /** Components whose counters are reported with the run's, and which end their work (send what they hold back) at its end. */
  readonly clients?: readonly (HasStats | EndsWithInvocation)[];
  /** Told of late and repeated events. Default: the console, one JSON line each. */
  readonly logger?: WorkerLogger;
}
