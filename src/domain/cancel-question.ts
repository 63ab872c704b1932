/** The question that a worker may ask while it works, whether its task was cancelled: read once, at the edge, and answered by the row. */

import { RefusedError } from './errors.js';
import { type TaskId, taskId } from './ids.js';
import type { Task } from './task.js';
import { isJsonObject } from './worker-event.js';
import { readAttempt } from './worker-message.js';

/** A worker's question about its own attempt. One that a Python Orchestrator started knows no number. */
export interface CancelQuestion {
  readonly taskId: TaskId;
  readonly attempt?: number;
}

/**
 * `{action: 'is_task_cancelled', task_id, attempt?}`; undefined for anything of another action. Rejects a task or an attempt of another
 * form with a RefusedError that names the key.
 */
export function readCancelQuestion(event: unknown): CancelQuestion | undefined {
  if (!isJsonObject(event) || event.action !== 'is_task_cancelled') return undefined;
  if (typeof event.task_id !== 'string') {
    throw new RefusedError('message.task_id', { path: 'task_id', expected: "the task's id", found: event.task_id });
  }
  const attempt = readAttempt(event.attempt);
  return { taskId: taskId(event.task_id), ...(attempt === undefined ? {} : { attempt }) };
}

/**
 * Whether what an attempt does is still wanted: not once its task has ended (an operator cancelled it, another attempt did the work, it
 * is dead), nor once a later attempt has begun. A task that waits again after an attempt was given up still takes that attempt's completion.
 */
export function isWanted(task: Task, attempt: number | undefined): boolean {
  if (task.stage !== 'open' && task.stage !== 'retrying') return false;
  if (task.completedAt !== undefined) return false;
  return attempt === undefined || attempt >= task.attempts;
}
