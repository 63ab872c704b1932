/** How long a labourer's tasks take, by those that were closed last. */

import { claimedAt } from './greenfield.js';
import type { Task } from './task.js';
import { type Seconds, seconds } from './time.js';

/**
 * Mean seconds from claim to completion; a dead task counts each of its attempts at `maxDuration`. Rounded to whole seconds, exact
 * halves to the even neighbour; 0 for no tasks.
 */
export function averageDuration(
  closed: readonly Task[],
  times: { readonly maxDuration: Seconds; readonly delta: Seconds },
): Seconds {
  if (closed.length === 0) return seconds(0);
  const total = closed.reduce((sum, task) => sum + durationOf(task, times), 0);
  return seconds(roundedHalfToEven(total / closed.length));
}

function durationOf(task: Task, times: { readonly maxDuration: Seconds; readonly delta: Seconds }): number {
  return task.stage === 'done' && task.completedAt !== undefined
    ? task.completedAt - claimedAt(task.greenfield, times.delta)
    : task.attempts * times.maxDuration;
}

function roundedHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
