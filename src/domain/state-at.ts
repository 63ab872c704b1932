/** Where a task stood at an instant, told from its row alone: exact at present, and of the past as much as the row still knows. */

import { claimedAt, type InvocationWindow } from './greenfield.js';
import { type Task, type TaskState, taskState } from './task.js';
import type { EpochSeconds, Seconds } from './time.js';

/** An instant, the borders of the labourer's phases then, and the delta by which claims are told from places. */
export interface Moment {
  readonly now: EpochSeconds;
  readonly window: InvocationWindow;
  readonly delta: Seconds;
}

/**
 * The task's state then; undefined before its creation. A row forgets all claims and waits but the last, so that a task which was tried
 * again counts as queued before its last claim, and a redriven one before its new life's.
 */
export function stateAt(task: Task, { now, window, delta }: Moment): TaskState | undefined {
  if (task.createdAt > now) return undefined;
  const { stage, closedAt, completedAt, greenfield } = task;
  if (stage !== 'open' && stage !== 'retrying' && (closedAt === undefined || closedAt <= now)) return stage;
  if (completedAt !== undefined && completedAt <= now) return 'completed';
  const isClaimedLater = greenfield > window.start && claimedAt(greenfield, delta) > now;
  if (isClaimedLater) return 'queued';
  return stage === 'retrying' ? 'retrying' : taskState({ ...task, stage: 'open', completedAt: undefined }, window);
}
