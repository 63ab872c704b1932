/** Whether and when an attempt that did not succeed is tried again. */

import { attemptsOfLife, type Task } from './task.js';
import { type Seconds, seconds } from './time.js';

export interface RetryPolicy {
  readonly kind: 'linear' | 'exponential';
  /** 0 to 1: the share of the delay that chance may take off, so that one wave of failures does not come back as one. */
  readonly jitter: number;
  readonly maxDelay: Seconds;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = { kind: 'linear', jitter: 0, maxDelay: seconds(21_600) };

/** While the attempts of the present life are fewer than the labourer's `max_attempts`. */
export const shouldRetry = (task: Task, maxAttempts: number): boolean => attemptsOfLife(task) < maxAttempts;

/**
 * Whole seconds until the next attempt: the function's time-out × attempts, or × 2^(attempts − 1). Jitter only shortens the delay,
 * so `maxDelay` stays the bound. `chance` is in [0, 1).
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
