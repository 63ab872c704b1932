/** What the invoker and a worker thread tell each other. Types only: the thread's entry is a file that stands for itself. */

import type { JsonObject, TaskError } from '../../domain/task.js';

/** To the thread. `id` is the run's; every answer carries it. */
export type InvokerMessage = RunMessage | CancelMessage;

/** Call the handler. */
export interface RunMessage {
  readonly kind: 'run';
  readonly id: number;
  /** A URL. */
  readonly module: string;
  readonly handler: string | undefined;
  /** JSON, as the result is. */
  readonly event: string;
  /** What a worker of the library reads as its own configuration. */
  readonly config: JsonObject;
  readonly functionName: string;
  readonly requestId: string;
  readonly timeoutMs: number;
}

/** The task of the run was cancelled: for the worker to know, and to end as it likes. */
export interface CancelMessage {
  readonly kind: 'cancel';
  readonly id: number;
}

/** From the thread. `started` and `refused` answer only the first run of a module in this thread, which has to load it. */
export type ThreadMessage =
  | { readonly kind: 'started'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly reason: string }
  | { readonly kind: 'output'; readonly id: number; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | {
      readonly kind: 'completed';
      readonly id: number;
      readonly result: string | undefined;
      /** JSON of the report that the worker made by itself. */
      readonly report: string | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: TaskError;
      readonly report: string | undefined;
    };
