/** Runs a worker once, as an Orchestrator would start it, and tells what it reported. */

import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import type { LambdaContext, WorkerHost } from '../worker/lambda-context.js';
import type { ReportMessage } from '../worker/report-message.js';
import type { WorkerHandler } from '../worker/worker.js';

/** What a test says of the run. */
export interface RunWorkerOptions {
  /** What stands in the stored configuration document. */
  readonly config?: JsonObject;
  /** Milliseconds that the run has; default 60,000. */
  readonly remaining?: number;
  readonly functionName?: string;
  readonly requestId?: string;
  /** Asked at each check of the worker: whether its task was cancelled by then. Default: it is not. */
  readonly cancelled?: () => boolean;
}

/** The task's own fields in an event; a test gives those that it is about. */
export interface TaskFields {
  readonly task_id?: string;
  readonly labourer_id?: string;
  readonly attempts?: number;
  readonly sosw_attempt?: number;
  readonly sosw_deadline?: number;
  readonly sosw_sibling?: number;
}

/** How a run ended, and what the WorkerAssistant and others would have been told. */
export interface WorkerRun {
  /**
   * `completed` and `failed` as reported; `continued` when the rest went to a sibling; `refused` for an event that came too late;
   * `cancelled` for a worker that noticed that its task was; `unreported` for a class that did not say that its task is done, and for an
   * attempt that this handler has been given before.
   */
  readonly outcome: 'completed' | 'failed' | 'continued' | 'refused' | 'cancelled' | 'unreported';
  /** What the handler gave; for `continued` the sibling's event. */
  readonly result?: unknown;
  /** What the handler threw. */
  readonly error?: unknown;
  /** Counters of the report. */
  readonly stats: Readonly<Record<string, number>>;
  /** Every message to the WorkerAssistant. */
  readonly messages: readonly ReportMessage[];
  /** What was published by `die`. */
  readonly notices: readonly { readonly topic: string; readonly subject: string; readonly message: string }[];
}

/**
 * Runs a worker's handler as it is run in production.
 *
 * @param handler - What `worker` or `getLambdaHandler` made.
 * @param event - The task's payload. The fields of a task are added where they are missing.
 * @param options - Configuration and time of the run.
 * @returns What became of it; a worker that throws does not make it reject.
 * @example
 * ```ts
 * import { worker } from 'sosw';
 * import { runWorker } from 'sosw/testing';
 *
 * const handler = worker({ run: (event: { words: string[] }) => ({ count: event.words.length }) });
 * const { outcome, result } = await runWorker(handler, { words: ['car', 'racing'] });
 * // 'completed', { count: 2 }
 * ```
 */
export async function runWorker<Event extends object>(
  handler: WorkerHandler<Event>,
  event: Event & TaskFields,
  options: RunWorkerOptions = {},
): Promise<WorkerRun> {
  const heard = new Heard(options);
  const whole = { task_id: randomUUID(), labourer_id: 'test', attempts: 0, sosw_attempt: 1, ...event };
  try {
    const result = await handler(whole, contextOf(options, heard));
    return { ...heard.facts(), outcome: heard.outcome(), result: heard.spawned ?? result };
  } catch (error) {
    return { ...heard.facts(), outcome: 'failed', error };
  }
}

function contextOf(options: RunWorkerOptions, host: WorkerHost): LambdaContext {
  const { remaining = 60_000, functionName = 'test', requestId = randomUUID() } = options;
  const end = performance.now() + remaining;
  return {
    functionName,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(end - performance.now(), 0),
    sosw: host,
  };
}

/** A host that only listens. */
class Heard implements WorkerHost {
  readonly messages: ReportMessage[] = [];
  readonly notices: WorkerRun['notices'][number][] = [];
  spawned: JsonObject | undefined;
  readonly #options: RunWorkerOptions;

  constructor(options: RunWorkerOptions) {
    this.#options = options;
  }

  report(message: ReportMessage): void {
    this.messages.push(message);
  }

  spawn(event: JsonObject): void {
    this.spawned = event;
  }

  configOf(): JsonObject {
    return this.#options.config ?? {};
  }

  isCancelled(): boolean {
    return this.#options.cancelled?.() ?? false;
  }

  async publish(notice: WorkerRun['notices'][number]): Promise<void> {
    this.notices.push(notice);
  }

  /** Of a handler that did not throw. */
  outcome(): WorkerRun['outcome'] {
    if (this.spawned !== undefined) return 'continued';
    const report = this.messages.at(-1);
    if (report === undefined) return 'unreported';
    if (report.action === 'mark_task_as_completed') return 'completed';
    return isJsonObject(report.error) && report.error.name === 'task.cancelled' ? 'cancelled' : 'refused';
  }

  facts(): Pick<WorkerRun, 'stats' | 'messages' | 'notices'> {
    const stats = (this.messages.at(-1)?.stats ?? {}) as Record<string, number>;
    return { stats, messages: this.messages, notices: this.notices };
  }
}
