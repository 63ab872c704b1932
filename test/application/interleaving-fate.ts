/** What happens to those who interleave: the platform's answers, workers' messages, and the errors that are nobody's fault. */

import type { MemoryAnswer } from '../../src/adapters/memory/memory-invoker.js';
import { RefusedError, SoswError } from '../../src/domain/errors.js';
import type { JsonObject } from '../../src/domain/task.js';
import type { Attempt } from '../support/world/attempt-book.js';

export const ACCEPTED: MemoryAnswer = { outcome: 'accepted' };

/** `refusals` is the share that is refused; half as many are answered with a time-out, of which half run. */
export function answerOf(dice: number, refusals = 0.1): MemoryAnswer {
  if (dice < refusals) return { outcome: 'refused', reason: 'throttled' };
  if (dice < 1.25 * refusals) return { outcome: 'unknown', reason: 'timed out', runs: true };
  return dice < 1.5 * refusals ? { outcome: 'unknown', reason: 'timed out' } : ACCEPTED;
}

/** Mostly that it is done; also that it failed, both, one of them twice, without the attempt's number, or nothing at all. */
export function messagesOf({ taskId, number }: Attempt, dice: number): readonly JsonObject[] {
  const completed = { action: 'mark_task_as_completed', task_id: taskId, attempt: number };
  const failed = { action: 'mark_task_as_failed', task_id: taskId, attempt: number };
  if (dice < 0.35) return [completed];
  if (dice < 0.5) return [failed];
  if (dice < 0.6) return [completed, completed];
  if (dice < 0.7) return [failed, completed];
  if (dice < 0.85) return [{ action: 'mark_task_as_completed', task_id: taskId }];
  return dice < 0.95 ? [{ action: 'mark_task_as_failed', task_id: taskId }] : [];
}

/** A port that failed, or a race that was lost. */
export const isRetryable = (error: unknown): boolean => error instanceof SoswError && error.retryable;

/** What an operator is told who comes too late, or too early. */
export const isLostRace = (error: unknown): boolean =>
  isRetryable(error) || (error instanceof RefusedError && error.code === 'task.stage');
