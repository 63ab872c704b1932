/** What a worker's `run` is given beside its event. */

import type { CancelSignal } from '../cancel-signal.js';
import { RefusedError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import type { Stats } from '../stats.js';
import type { Cancellation } from './cancellation.js';
import type { LambdaContext } from './lambda-context.js';
import type { TaskOfEvent } from './task-of-event.js';

/** The rest of a worker's work, for a sibling: what `continueInSibling` gives and `run` returns. */
export class Continuation {
  readonly rest: JsonObject;

  constructor(rest: JsonObject) {
    this.rest = rest;
  }
}

/** What `run` is given beside its event: of this run alone. */
export interface WorkerContext<Config = unknown> {
  /** As the schema gave it. An empty map without a schema. */
  readonly config: Config;
  /** Counters of this run, reported with its end. */
  readonly stats: Stats;
  /** Undefined for an event that nobody orchestrates. */
  readonly task: TaskOfEvent | undefined;
  /** Milliseconds until the run is ended by force, or its attempt given up. Infinity where nothing limits it. */
  readonly remaining: number;
  readonly functionName: string;
  readonly requestId: string;
  /**
   * Whether the task was cancelled, or has become another attempt's, so that nobody wants the rest of the work. Cheap enough for every turn of
   * a loop: in Lambda the WorkerAssistant is asked every five seconds at most, not in the first five.
   *
   * @returns The last answer; a yes stays. False where nobody can be asked, and where nobody answered.
   */
  isCancelled(): Promise<boolean>;
  /**
   * Ends the run where the task was cancelled: let the error pass, and the slot is free at once. It is no failure, and is not retried.
   *
   * @throws SoswError `task.cancelled` where `isCancelled` says so.
   */
  throwIfCancelled(): Promise<void>;
  /** For `fetch` and SDK clients: aborts with `task.cancelled`; under `sosw run` by itself, in Lambda when a check learns of the cancel. */
  readonly signal: CancelSignal;
  /** As the handler was given it. */
  readonly lambda: LambdaContext;
  /**
   * For a worker that runs out of time: `return context.continueInSibling({ cursor })` starts another run of the same function with the
   * same event, `rest` laid over it. The task stays in its attempt, and the sibling reports its end.
   *
   * @param rest - What differs from this run's event: JSON.
   * @returns What `run` must return; nothing is started before.
   * @throws RefusedError `worker.rest` for anything but a plain object.
   */
  continueInSibling(rest: JsonObject): Continuation;
}

/** `task`'s deadline bounds what Lambda leaves. */
export function workerContext<Config>(
  lambda: LambdaContext,
  {
    cancellation,
    ...parts
  }: {
    readonly config: Config;
    readonly stats: Stats;
    readonly task: TaskOfEvent | undefined;
    readonly cancellation: Cancellation;
  },
): WorkerContext<Config> {
  return {
    ...parts,
    lambda,
    functionName: lambda.functionName ?? 'worker',
    requestId: lambda.awsRequestId ?? '',
    get remaining() {
      return remainingMs(lambda, parts.task);
    },
    get signal() {
      return cancellation.signal;
    },
    isCancelled: () => cancellation.isCancelled(),
    throwIfCancelled: () => cancellation.throwIfCancelled(),
    continueInSibling: (rest) => {
      if (isJsonObject(rest)) return new Continuation(rest);
      throw new RefusedError('worker.rest', { path: 'rest', expected: 'a plain object', found: rest });
    },
  };
}

/** Milliseconds that a run has left, never below 0. */
export function remainingMs(lambda: LambdaContext, task: TaskOfEvent | undefined): number {
  const ofFunction = lambda.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  const ofAttempt = task?.deadline === undefined ? Number.POSITIVE_INFINITY : task.deadline * 1000 - Date.now();
  return Math.max(Math.min(ofFunction, ofAttempt), 0);
}
