/** Single changes of tasks on somebody's order: made, or refused with the reason. */

import { RefusedError, SoswError } from '../domain/errors.js';
import type { Task } from '../domain/task.js';
import type { Transition } from '../domain/transition.js';
import type { TaskStore } from './ports/task-store.js';

/** Makes the change, or rejects with `task.changed` (retryable) if the task is not as it was when the change was decided. */
export async function changeTask(store: TaskStore, transition: Transition): Promise<void> {
  const [outcome] = await store.apply([transition]);
  if (outcome?.outcome !== 'applied') throw taskChanged(transition);
}

export const taskChanged = ({ taskId }: Pick<Task, 'taskId'>): SoswError =>
  new SoswError('task.changed', `${taskId}: the task has changed meanwhile; look at it and try again`, {
    retryable: true,
  });

/** `task.stage`: the order does not fit where the task stands. */
export const wrongStage = (task: Task, expected: string): RefusedError =>
  new RefusedError('task.stage', {
    path: task.taskId,
    expected,
    found: task.stage === 'open' && task.completedAt !== undefined ? 'completed' : task.stage,
  });
