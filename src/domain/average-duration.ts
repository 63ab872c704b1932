/** How long a labourer's tasks run, by those that were closed last. */

import { claimedAt } from './greenfield.js';
import type { Task } from './task.js';
import { type Seconds, seconds } from './time.js';

/**
 * Mean seconds of a run.
 *
 * @param closed - Tasks that are closed. Of a completed one the last run counts, from its claim to its completion; of a
 *   dead one each attempt, at `maxDuration`.
 * @param times - The function's time-out, and the invocation delta (a year) by which claims are told from places.
 * @returns Whole seconds, exact halves rounded to the even neighbour; 0 without any run.
 * @example
 * ```ts
 * averageDuration(closed, { maxDuration: seconds(900), delta: seconds(31_557_600) });
 * ```
 */
export function averageDuration(
  closed: readonly Task[],
  times: { readonly maxDuration: Seconds; readonly delta: Seconds },
): Seconds {
  let total = 0;
  let runs = 0;
  for (const task of closed) {
    const completed = task.stage === 'done' && task.completedAt !== undefined;
    total += completed ? task.completedAt - claimedAt(task.greenfield, times.delta) : task.attempts * times.maxDuration;
    runs += completed ? 1 : task.attempts;
  }
  return seconds(runs === 0 ? 0 : roundedHalfToEven(total / runs));
}

function roundedHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
