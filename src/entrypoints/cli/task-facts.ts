/** A task as the command line tells it. */

import type { InvocationWindow } from '../../domain/greenfield.js';
import { labourerId, taskId } from '../../domain/ids.js';
import { windowOf } from '../../domain/labourer.js';
import type { Json, JsonObject, Task } from '../../domain/task.js';
import { taskState } from '../../domain/task.js';
import { epochSeconds } from '../../domain/time.js';
import type { OperatorStore } from '../composition/operator-store.js';
import type { EssentialConfig } from '../config/config.js';
import { RefusedError } from '../../domain/errors.js';

/** What "now" means for tasks of this labourer. */
export function windowNow(id: string, config: EssentialConfig): InvocationWindow {
  const labourer = config.labourers.of(labourerId(id));
  const now = epochSeconds(Date.now() / 1000);
  return windowOf(labourer, config.taskSettings, now);
}

/** Refuses (`task.unknown`) an id that no task has. */
export async function findTask(id: string, { store }: Pick<OperatorStore, 'store'>): Promise<Task> {
  const task = await store.get(taskId(id));
  if (task !== undefined) return task;
  throw new RefusedError('task.unknown', { path: 'task', expected: 'the id of a task', found: id });
}

/** The state in the words of the command line. */
export function stateText(task: Task, window: InvocationWindow): string {
  const state = taskState(task, window);
  return state === 'invoked' ? 'running' : state;
}

/** Under the names that the tables have. */
export const taskFacts = (task: Task, window: InvocationWindow): JsonObject => ({
  task_id: task.taskId,
  labourer_id: task.labourerId,
  state: stateText(task, window),
  job_id: task.jobId ?? null,
  created_at: task.createdAt,
  greenfield: task.greenfield,
  attempts: task.attempts,
  failed_attempts: task.failedAttempts ?? 0,
  redrives: task.redrives ?? 0,
  completed_at: task.completedAt ?? null,
  closed_at: task.closedAt ?? null,
  desired_launch_time: task.desiredLaunchTime ?? null,
  last_error: task.lastError === undefined ? null : { ...task.lastError },
  payload: readable(task.payload),
  ...task.extra,
});

/** The payload's JSON, or its text where it has none. */
function readable(payload: string | undefined): Json {
  try {
    return JSON.parse(payload ?? 'null') as Json;
  } catch {
    return payload ?? null;
  }
}
