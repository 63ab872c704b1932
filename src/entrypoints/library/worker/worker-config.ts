/** A worker's own configuration: read when it is first needed, and again when it is older than it may be. */

import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { JsonObject } from '../../../domain/task.js';
import type { LambdaContext, WorkerHost } from './lambda-context.js';
import { checkedConfig } from './standard-config.js';

const DEFAULT_MAX_AGE_S = 60;

/** A configuration as it was read. */
interface Reading {
  readonly raw: JsonObject;
  readonly checked: unknown;
  readonly readAtMs: number;
}

export class WorkerConfig {
  readonly #schema: StandardSchemaV1 | undefined;
  readonly #maxAgeMs: number;
  #last: Reading | undefined;

  constructor(schema: StandardSchemaV1 | undefined, maxAge = DEFAULT_MAX_AGE_S) {
    this.#schema = schema;
    this.#maxAgeMs = maxAge * 1000;
  }

  /** The function that the configuration names for reports. */
  get assistant(): string | undefined {
    const name = this.#last?.raw.sosw_worker_assistant_lambda;
    return typeof name === 'string' && name !== '' ? name : undefined;
  }

  /** Rejects with `worker.config`, or with what the host rejects with when there is no earlier reading to go on with. */
  async of(host: WorkerHost | undefined, context: LambdaContext): Promise<unknown> {
    if (this.#schema === undefined) return {};
    // What a test or `sosw run` lays into the context costs nothing, and is meant for this run.
    if (context.sosw !== undefined) return this.#read(this.#schema, host, context);
    const last = this.#last;
    if (last !== undefined && performance.now() - last.readAtMs < this.#maxAgeMs) return last.checked;
    try {
      return await this.#read(this.#schema, host, context);
    } catch (error) {
      if (last === undefined) throw error;
      // An outage of the source, or a document that is wrong since, must not stop workers that have a good one.
      this.#last = { ...last, readAtMs: performance.now() };
      return last.checked;
    }
  }

  async #read(schema: StandardSchemaV1, host: WorkerHost | undefined, context: LambdaContext): Promise<unknown> {
    const raw = (await host?.configOf?.(`${context.functionName ?? 'worker'}_config`)) ?? {};
    const checked = await checkedConfig(schema, raw);
    this.#last = { raw, checked, readAtMs: performance.now() };
    return checked;
  }
}
