/** The points of a task's life that its row itself still knows, and those that lie ahead of it. */

import { claimedAt } from '../greenfield.js';
import { isTerminal, type Task, type TerminalStage } from '../task.js';
import type { EpochSeconds } from '../time.js';
import { expiresAt, type TaskSituation } from './task-reasons.js';

export interface LifePoint {
  readonly at: EpochSeconds;
  readonly event: string;
}

/** As the task log calls the end of a life; it has no word for a cancellation. */
const CLOSED = {
  done: 'archived',
  dead: 'archived_dead',
  cancelled: 'cancelled',
} as const satisfies Record<TerminalStage, string>;

/** What has happened, oldest first: of claims the last alone. `delta` tells claims from places. */
export function pointsOfRow(
  task: Task,
  { window, delta }: Pick<TaskSituation, 'window' | 'delta'>,
): readonly LifePoint[] {
  const { createdAt, greenfield, completedAt } = task;
  // A place in a queue would have been claimed years before the task was made.
  const isClaimed = task.attempts > 0 && greenfield > window.start;
  const claimed = isClaimed ? [{ at: claimedAt(greenfield, delta), event: 'invoked' }] : [];
  const completed = completedAt === undefined ? [] : [{ at: completedAt, event: 'completed' }];
  return [{ at: createdAt, event: 'created' }, ...claimed, ...completed, ...endOfRow(task)];
}

/** The end of a life; none for a task that lives. */
export function endOfRow({ stage, closedAt }: Task): readonly LifePoint[] {
  return isTerminal(stage) && closedAt !== undefined ? [{ at: closedAt, event: CLOSED[stage] }] : [];
}

/** What is to come if nothing else happens: the end of an attempt's time, the end of a wait. */
export function pointsAhead(situation: Omit<TaskSituation, 'now'>): readonly LifePoint[] {
  const { stage, desiredLaunchTime } = situation.task;
  const expires = expiresAt(situation);
  if (expires !== undefined) return [{ at: expires, event: 'expires' }];
  return stage === 'retrying' && desiredLaunchTime !== undefined
    ? [{ at: desiredLaunchTime, event: 'waits until' }]
    : [];
}
