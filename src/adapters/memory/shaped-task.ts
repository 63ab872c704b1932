/** Gives every task in memory the same shape: copying and reading tasks of many shapes takes several times as long. */

import type { Task } from '../../domain/task.js';

/** A task without an absent field: the compiler knows of none that is forgotten below. */
type WholeTask = { readonly [Key in keyof Required<Task>]: Task[Key] };

/** The task with all fields, those that it lacks as undefined. Not a spread: copies of copies would each get a shape of their own. */
export const shaped = (task: Task): WholeTask => ({
  taskId: task.taskId,
  labourerId: task.labourerId,
  stage: task.stage,
  createdAt: task.createdAt,
  greenfield: task.greenfield,
  attempts: task.attempts,
  payload: task.payload,
  arn: task.arn,
  jobId: task.jobId,
  completedAt: task.completedAt,
  closedAt: task.closedAt,
  desiredLaunchTime: task.desiredLaunchTime,
  slot: task.slot,
  failedAttempts: task.failedAttempts,
  lastError: task.lastError,
  attemptsBase: task.attemptsBase,
  redrives: task.redrives,
  notifyPending: task.notifyPending,
  extra: task.extra,
});
