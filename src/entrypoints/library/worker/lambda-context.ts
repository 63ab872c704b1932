/** What a handler is called with beside its event: Lambda's own context, and what a host that is not Lambda lays into it. */

import type { CancelSignal } from '../cancel-signal.js';
import type { JsonObject } from '../../../domain/task.js';
import type { ReportMessage } from './report-message.js';
import type { TaskOfEvent } from './task-of-event.js';

/** The part of AWS Lambda's context that is used here, every field of it optional, so that a test may pass `{}`. */
export interface LambdaContext {
  readonly functionName?: string;
  /** With the alias or version by which the function was invoked. */
  readonly invokedFunctionArn?: string;
  readonly awsRequestId?: string;
  readonly logStreamName?: string;
  /** Milliseconds until Lambda ends the run by force. */
  getRemainingTimeInMillis?(): number;
  /** Set by whoever runs the worker without Lambda: `sosw run`, a unit test. */
  readonly sosw?: WorkerHost;
}

/** Who runs a worker: takes its reports, and knows where its configuration and its siblings are. */
export interface WorkerHost {
  /**
   * Resolves once the report is recorded. Rejects with a SoswError when it could not be. `assistant` is the function that the
   * worker's own configuration names.
   */
  report(message: ReportMessage, assistant?: string): void | Promise<void>;
  /** Starts another run of the same worker. A host that has none lets the worker go on in the same process. */
  spawn?(event: JsonObject): void | Promise<void>;
  /** The stored configuration document of this name; empty when there is none. */
  configOf?(name: string): JsonObject | Promise<JsonObject>;
  /**
   * Whether the attempt's work is not wanted any more: its task was cancelled or has ended otherwise, or a later attempt has it. Rejects when
   * that can't be told now; the worker goes on then. `assistant` as for `report`.
   */
  isCancelled?(task: TaskOfEvent, assistant?: string): boolean | Promise<boolean>;
  /** Milliseconds between two such questions of one run, and before its first. Default 0: every check of the worker asks. */
  readonly checkPauseMs?: number;
  /** Aborts when the host hears of a cancel by itself. */
  readonly signal?: CancelSignal;
  /** Tells people of a worker that died. */
  publish?(notice: { readonly topic: string; readonly subject: string; readonly message: string }): Promise<void>;
}
