/**
 * What a worker's message about a task leads to. Messages arrive late, twice, or from an attempt that is no longer the current one;
 * a stale attempt may always say that the work is done, but it never ends, fails or frees anything of a newer attempt.
 */

import { type GreenfieldPhase, greenfieldPhase, type InvocationWindow } from './greenfield.js';
import { type AfterAttempt, complete, fail, freeSlot, noteFailure, recordCompletion } from './life.js';
import type { JsonObject, Task, TaskError } from './task.js';
import type { Transition } from './transition.js';

/** A worker's message. Python workers send no `attempt`. */
export interface WorkerMessage {
  readonly outcome: 'completed' | 'failed';
  /** The number that the event carried as `sosw_attempt`. */
  readonly attempt?: number;
  readonly error?: TaskError;
  /** `stat_…` and `result_…` columns. */
  readonly extra: JsonObject;
}

/** Why a message changes nothing. */
export type IgnoredMessage = 'already completed' | 'already closed' | 'not the current attempt';

/** The change to make, or why there is none. */
export type ReportDecision = { readonly transition: Transition } | { readonly ignored: IgnoredMessage };

export interface ReportSettings {
  readonly window: InvocationWindow;
  readonly archiveOnCompletion: boolean;
  /** Where a failure of this attempt leads. */
  readonly afterFailure: AfterAttempt;
}

export function decideReport(task: Task, message: WorkerMessage, settings: ReportSettings): ReportDecision {
  switch (task.stage) {
    case 'done':
      return { ignored: 'already completed' };
    case 'dead':
      return { ignored: 'already closed' };
    case 'cancelled':
      return task.slot !== undefined && isCurrent(task, message)
        ? { transition: freeSlot(task, message.extra) }
        : { ignored: 'already closed' };
    case 'retrying':
      return message.outcome === 'completed'
        ? { transition: complete(task, { now: settings.window.start, extra: message.extra, archive: true }) }
        : { ignored: 'not the current attempt' };
    case 'open':
      if (task.completedAt !== undefined) return { ignored: 'already completed' };
      return message.outcome === 'completed'
        ? decideCompletion(task, message, settings)
        : decideFailure(task, message, settings);
  }
}

function decideCompletion(task: Task, message: WorkerMessage, settings: ReportSettings): ReportDecision {
  const { start: now } = settings.window;
  const { extra } = message;
  // Waiting again after an attempt that was given up too early: closed at once, since a queued row can't be told completed.
  if (phaseOf(task, settings) === 'queued') return { transition: complete(task, { now, extra, archive: true }) };
  return isCurrent(task, message)
    ? { transition: complete(task, { now, extra, archive: settings.archiveOnCompletion }) }
    : { transition: recordCompletion(task, { now, extra }) };
}

function decideFailure(task: Task, message: WorkerMessage, settings: ReportSettings): ReportDecision {
  if (phaseOf(task, settings) === 'queued') return { ignored: 'not the current attempt' };
  const report = { now: settings.window.start, error: message.error, extra: message.extra };
  if (isCurrent(task, message)) return { transition: fail(task, settings.afterFailure, report) };
  return message.attempt === undefined
    ? { transition: noteFailure(task, report) }
    : { ignored: 'not the current attempt' };
}

const phaseOf = (task: Task, { window }: ReportSettings): GreenfieldPhase => greenfieldPhase(task.greenfield, window);

/** Protocol, rule 7: an unnumbered message speaks for the current attempt only while there has been no other. */
function isCurrent(task: Task, message: WorkerMessage): boolean {
  if (message.attempt !== undefined) return message.attempt === task.attempts;
  return task.attempts === 1 && (task.redrives ?? 0) === 0;
}
