/** Whether the task of one run was cancelled: asked at the worker's own checks, or heard from whoever runs it. */

import type { CancelSignal } from '../cancel-signal.js';
import { SoswError } from '../../../domain/errors.js';
import type { LambdaContext, WorkerHost } from './lambda-context.js';
import type { TaskOfEvent } from './task-of-event.js';

/** Whom a run may ask, and about what. Without a host or a task nobody cancels it. */
export interface CancelSources {
  readonly host?: WorkerHost | undefined;
  readonly task?: TaskOfEvent | undefined;
  /** The function that the worker's configuration names for its reports; asked for at each question. */
  readonly assistant?: () => string | undefined;
  /** Told of questions that had no answer. */
  readonly logger?: { debug?(message: string, facts: Readonly<Record<string, unknown>>): void };
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export class Cancellation {
  readonly #sources: CancelSources;
  readonly #now: () => number;
  readonly #controller = new AbortController();
  #askedAtMs: number;
  #asking: Promise<void> | undefined;
  #isNoticed = false;
  #isSignalHeld = false;

  /** Counts the pause of the host from now on: a task that was just handed over was not cancelled a moment ago. */
  constructor(sources: CancelSources) {
    this.#sources = sources;
    this.#now = sources.now ?? (() => performance.now());
    this.#askedAtMs = this.#now();
    const pushed = sources.host?.signal;
    if (pushed?.aborted) this.#abort();
    pushed?.addEventListener('abort', () => this.#abort(), { once: true });
  }

  /** Never rejects: a question that fails counts as a no. A yes stays. */
  async isCancelled(): Promise<boolean> {
    if (!this.#isAborted && this.#mayAsk()) {
      this.#asking ??= this.#ask();
      await this.#asking;
    }
    this.#isNoticed ||= this.#isAborted;
    return this.#isAborted;
  }

  /** Rejects with `reason` once the task is cancelled. */
  async throwIfCancelled(): Promise<void> {
    if (await this.isCancelled()) throw this.reason;
  }

  /** Aborts with `reason`: at once where the host tells by itself, else at the check that learns of it. */
  get signal(): CancelSignal {
    this.#isSignalHeld = true;
    return this.#controller.signal;
  }

  /** The `task.cancelled` of this run; undefined while it is not cancelled. */
  get reason(): unknown {
    return this.#controller.signal.reason;
  }

  /** Whether the worker was in a position to know, by a check or by the signal: then its end need not be that of its work. */
  get isNoticed(): boolean {
    return this.#isNoticed || (this.#isSignalHeld && this.#isAborted);
  }

  /** Whether a run that threw this only did what the cancel asks of it. SDK clients throw an AbortError of their own. */
  hasCaused(thrown: unknown): boolean {
    if (!this.isNoticed) return false;
    return thrown === this.reason || (thrown instanceof Error && thrown.name === 'AbortError');
  }

  get #isAborted(): boolean {
    return this.#controller.signal.aborted;
  }

  #mayAsk(): boolean {
    const { host, task } = this.#sources;
    if (host?.isCancelled === undefined || task === undefined) return false;
    return this.#now() - this.#askedAtMs >= (host.checkPauseMs ?? 0);
  }

  async #ask(): Promise<void> {
    const { host, task, assistant, logger } = this.#sources;
    try {
      if (task !== undefined && (await host?.isCancelled?.(task, assistant?.()))) this.#abort();
    } catch (error) {
      logger?.debug?.('it could not be asked whether the task was cancelled', { taskId: task?.id, error });
    } finally {
      this.#askedAtMs = this.#now();
      this.#asking = undefined;
    }
  }

  #abort(): void {
    const id = this.#sources.task?.id ?? 'the task';
    this.#controller.abort(
      new SoswError('task.cancelled', `${id} was cancelled, or another attempt has taken its place`),
    );
  }
}

const cancellations = new WeakMap<object, Cancellation>();

/** Remembers whom to ask in this invocation, for those who are given its context alone. */
export function noteCancellation(context: LambdaContext, cancellation: Cancellation): void {
  cancellations.set(context, cancellation);
}

/** Of a context that nobody noted: one that is never cancelled. */
export function cancellationOf(context: LambdaContext): Cancellation {
  const known = cancellations.get(context) ?? new Cancellation({});
  cancellations.set(context, known);
  return known;
}
