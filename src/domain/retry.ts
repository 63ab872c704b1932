/** Whether and when an attempt that did not succeed is tried again. */

import { attemptsOfLife, type Task } from './task.js';
import { type Seconds, seconds } from './time.js';

/** How the delay of a labourer's retries grows. */
export interface RetryPolicy {
  readonly kind: 'linear' | 'exponential';
  /** 0 to 1: the share of the delay that chance may take off, so that one wave of failures does not come back as one. */
  readonly jitter: number;
  readonly maxDelay: Seconds;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = { kind: 'linear', jitter: 0, maxDelay: seconds(21_600) };

/**
 * Whether a task whose attempt did not succeed is tried again.
 *
 * @param task - After the attempt.
 * @param maxAttempts - The labourer's `max_attempts`.
 * @returns True while the attempts of the task's present life are fewer.
 * @example
 * ```ts
 * shouldRetry(task, labourer.maxAttempts);
 * ```
 */
export const shouldRetry = (task: Task, maxAttempts: number): boolean => attemptsOfLife(task) < maxAttempts;

/**
 * How long a task waits for its next attempt: the function's time-out × attempts, or × 2^(attempts − 1) where it is
 * exponential.
 *
 * @param policy - The labourer's. Jitter only shortens the delay, so `maxDelay` stays the bound.
 * @param task - After the attempt.
 * @param timing - The function's time-out, and a number in [0, 1) that jitter is taken from.
 * @returns Whole seconds.
 * @example
 * ```ts
 * retryDelay(labourer.retry, task, { maxDuration: seconds(60), chance: Math.random() }); // 120 after two attempts
 * ```
 */
export function retryDelay(
  policy: RetryPolicy,
  task: Task,
  timing: { readonly maxDuration: Seconds; readonly chance: number },
): Seconds {
  const attempts = Math.max(attemptsOfLife(task), 1);
  const factor = policy.kind === 'linear' ? attempts : 2 ** (attempts - 1);
  const delay = Math.min(timing.maxDuration * factor, policy.maxDelay);
  return seconds(Math.round(delay * (1 - policy.jitter * timing.chance)));
}
