/** What views are asked about, found or refused: 404s of the dashboard, exit code 3 of the commands. */

import { RefusedError } from '../../domain/errors.js';
import type { LabourerId, TaskId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import type { Task } from '../../domain/task.js';
import type { ReadSide } from './read-side.js';

/** Throws RefusedError `labourer.unknown` for one that the configuration does not have. */
export function knownLabourer({ labourers }: Pick<ReadSide, 'labourers'>, id: LabourerId): Labourer {
  const labourer = labourers.find(id);
  if (labourer !== undefined) return labourer;
  const expected = 'a labourer of the configuration';
  throw new RefusedError('labourer.unknown', { path: 'labourer', expected, found: id });
}

/** Rejects with RefusedError `task.unknown` for an id that no task has. */
export async function knownTask({ store }: Pick<ReadSide, 'store'>, taskId: TaskId): Promise<Task> {
  const task = await store.get(taskId);
  if (task !== undefined) return task;
  throw new RefusedError('task.unknown', { path: 'task', expected: 'the id of a task', found: taskId });
}
