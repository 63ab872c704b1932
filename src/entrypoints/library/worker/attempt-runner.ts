/**
 * One delivery of an event, from its arrival to its report: refused when it is too late, not run twice, its end told to the
 * WorkerAssistant. Both styles of worker go through it.
 */

import { SoswError } from '../../../domain/errors.js';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import { noteInvocation } from '../invocation-event.js';
import { nextSibling, SIBLING_KEY } from '../next-sibling.js';
import { Stats, type StatValues } from '../stats.js';
import { Cancellation, noteCancellation } from './cancellation.js';
import { Deliveries } from './deliveries.js';
import type { LambdaContext, WorkerHost } from './lambda-context.js';
import { cancelled, completion, failure, type ReportMessage } from './report-message.js';
import { type TaskOfEvent, taskOfEvent } from './task-of-event.js';

/** How a run ended, as the style of worker tells it. */
export interface Ended {
  /** What the handler gives to whoever invoked it. */
  readonly value: unknown;
  /** What is reported; undefined where the worker has not said that its task is done. */
  readonly completed?: { readonly stats: StatValues; readonly result: unknown };
  /** The rest of the work, laid over the event, for a sibling. */
  readonly continued?: JsonObject;
}

/** One run, as a style of worker is given it. */
export interface Run {
  readonly event: unknown;
  readonly context: LambdaContext;
  readonly task: TaskOfEvent | undefined;
  /** Counters of this run. */
  readonly stats: Stats;
  /** Who runs the worker this time; undefined where nobody takes its reports. */
  readonly host: WorkerHost | undefined;
  readonly cancellation: Cancellation;
}

/** What the runner asks of a style of worker. */
export interface AttemptStyle {
  /** Runs the work. What it throws fails the attempt. */
  readonly run: (run: Run) => Promise<Ended>;
  /** What a run has counted, its components included; asked for a run that failed as well. */
  readonly stats: (run: Run) => StatValues;
  /** The function that this worker's configuration names for its reports. */
  readonly assistant: () => string | undefined;
  readonly logger: WorkerLogger;
}

/** Who is told of what a worker's author should know and the worker itself can't see: a console, or Powertools' Logger. */
export interface WorkerLogger {
  /** Late and repeated events. */
  warn(message: string, facts: Readonly<Record<string, unknown>>): void;
  /** What a worker need not know: a question that had no answer. */
  debug?(message: string, facts: Readonly<Record<string, unknown>>): void;
  /** What could not be reported or sent. */
  error(message: string, facts: Readonly<Record<string, unknown>>): void;
}

export class AttemptRunner {
  readonly #style: AttemptStyle;
  readonly #hostOf: (context: LambdaContext) => WorkerHost | undefined;
  readonly #deliveries = new Deliveries();

  /** `hostOf` says who runs the worker this time; undefined where nobody takes its reports. */
  constructor(style: AttemptStyle, hostOf: (context: LambdaContext) => WorkerHost | undefined) {
    this.#style = style;
    this.#hostOf = hostOf;
  }

  /**
   * Resolves with what the worker gave, and with nothing where it gave up because its task was cancelled. Rejects with what it threw, once
   * that is reported; and with `report.lost` or `report.refused` when the work is done but could not be reported.
   */
  async handle(event: unknown, context: LambdaContext): Promise<unknown> {
    const task = taskOfEvent(event);
    const earlier = this.#deliveries.earlier(task);
    if (earlier !== undefined) return this.#repeat(earlier, task);
    const host = this.#hostOf(context);
    const late = task === undefined ? undefined : lateness(task, context);
    if (task !== undefined && late !== undefined) {
      this.#style.logger.warn('an event came too late to be worked', { taskId: task.id, reason: late.message });
      await host?.report(failure(task, {}, late), this.#style.assistant());
      return undefined;
    }
    return this.#first(event, context, task, host);
  }

  async #repeat(earlier: { run: Promise<unknown>; report: () => Promise<void> }, task: TaskOfEvent | undefined) {
    this.#style.logger.warn('an attempt was delivered again and is not run again', { taskId: task?.id });
    try {
      return await earlier.run;
    } finally {
      await earlier.report();
    }
  }

  async #first(event: unknown, context: LambdaContext, task: TaskOfEvent | undefined, host: WorkerHost | undefined) {
    noteInvocation(context, event);
    const { logger } = this.#style;
    const cancellation = new Cancellation({ host, task, assistant: () => this.#style.assistant(), logger });
    noteCancellation(context, cancellation);
    const run: Run = { event, context, task, stats: new Stats(), host, cancellation };
    let message: ReportMessage | undefined;
    const work = async (): Promise<unknown> => {
      try {
        const ended = await this.#style.run(run);
        const goesOn = ended.continued !== undefined && !cancellation.isNoticed;
        if (goesOn) return await this.#continue(event, context, ended.continued, host);
        message = this.#messageOf(run, ended);
        return ended.value;
      } catch (error) {
        message = this.#failureOf(run, error);
        if (cancellation.hasCaused(error)) return undefined;
        throw error;
      }
    };
    let sending: Promise<void> | undefined;
    const send = async (): Promise<void> => {
      if (message !== undefined) await host?.report(message, this.#style.assistant());
      message = undefined;
    };
    const report = (): Promise<void> => {
      sending ??= send().finally(() => {
        sending = undefined;
      });
      return sending;
    };
    const working = work();
    this.#deliveries.remember(task, { run: working, report });
    return working.then(
      async (value) => {
        await report();
        return value;
      },
      async (error: unknown) => {
        await report().catch((cause: unknown) => {
          this.#style.logger.error('a failure could not be reported; the task is left to expire', {
            taskId: task?.id,
            error: cause,
          });
        });
        throw error;
      },
    );
  }

  /** Nothing for an event that nobody orchestrates, and for a class that has not said that its task is done. */
  #messageOf(run: Run, { completed }: Ended): ReportMessage | undefined {
    const { task, cancellation } = run;
    if (task === undefined) return undefined;
    if (cancellation.isNoticed) {
      return cancelled(task, this.#style.stats(run), { reason: cancellation.reason, result: completed?.result });
    }
    return completed === undefined ? undefined : completion(task, completed.stats, completed.result);
  }

  /** Nothing where a sibling may go on with the attempt. */
  #failureOf(run: Run, thrown: unknown): ReportMessage | undefined {
    const { task, cancellation } = run;
    const mayGoOn = thrown instanceof SoswError && thrown.code === 'sibling.unknown';
    if (task === undefined || mayGoOn) return undefined;
    return failure(task, this.#style.stats(run), cancellation.hasCaused(thrown) ? cancellation.reason : thrown);
  }

  /** The attempt goes on in another run, which reports its end: this one says nothing. */
  async #continue(event: unknown, context: LambdaContext, rest: JsonObject, host: WorkerHost | undefined) {
    const own = isJsonObject(event) ? event : {};
    const next = { ...own, ...rest, ...taskFieldsOf(own), ...nextSibling(own) };
    if (host?.spawn === undefined) return this.handle(next, context);
    await host.spawn(next);
    return undefined;
  }
}

/** Not the worker's to change: the sibling works the same attempt of the same task. */
const taskFieldsOf = (event: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(event).filter(([key]) => TASK_FIELDS.has(key)));
const TASK_FIELDS: ReadonlySet<string> = new Set([
  'task_id',
  'labourer_id',
  'created_at',
  'greenfield',
  'attempts',
  'sosw_attempt',
  'sosw_deadline',
  SIBLING_KEY,
]);

/**
 * An attempt ends by its deadline, since another may begin then (docs/protocol.md, rule 5): what could run beyond it is not begun.
 * A sibling goes on with work that is under way, in what is left of the time.
 */
function lateness({ deadline, generation }: TaskOfEvent, context: LambdaContext): SoswError | undefined {
  if (deadline === undefined) return undefined;
  const left = deadline - Date.now() / 1000;
  const needed = generation === 0 ? (context.getRemainingTimeInMillis?.() ?? 0) / 1000 : 0;
  if (left > 0 && needed <= left) return undefined;
  const text = `the attempt ends in ${left.toFixed(0)} s, and this run may take ${needed.toFixed(0)} s`;
  return new SoswError('attempt.late', text, { retryable: true });
}
