/** What those who interleave meet: their labourer, the platform's answers, workers' messages, errors that are nobody's fault. */

import type { MemoryAnswer } from '../../src/adapters/memory/memory-invoker.js';
import { RefusedError, SoswError } from '../../src/domain/errors.js';
import type { JsonObject } from '../../src/domain/task.js';
import type { Attempt } from '../support/world/attempt-book.js';
import { aLabourer } from '../support/world/world.js';

/** An attempt's window is 100 s, a fresh token lives 200 to 260 s, a retry waits 60 s an attempt. */
export const WORKER = aLabourer('worker', {
  max_simultaneous_invocations: 2,
  duration: 60,
  cooldown: 40,
  max_attempts: 2,
  health_metrics: {
    Load: {
      details: { Name: 'Load', Namespace: 'AWS/RDS' },
      feelings: { 4: 50, 2: 80 },
      feeling_comparison_operator: '<=',
    },
  },
});

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
