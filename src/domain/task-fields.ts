/** The automatic fields of a task, under the names they have on the wire: in events, in jobs that must not use them, in `createTask`. */

import type { JsonObject, Task } from './task.js';

export const AUTOMATIC_FIELDS = ['task_id', 'labourer_id', 'created_at', 'greenfield', 'attempts'] as const;
export type AutomaticField = (typeof AUTOMATIC_FIELDS)[number];

export const isAutomaticField = (name: string): name is AutomaticField =>
  (AUTOMATIC_FIELDS as readonly string[]).includes(name);

export const taskFields = (task: Task): JsonObject & Record<AutomaticField, string | number> => ({
  task_id: task.taskId,
  labourer_id: task.labourerId,
  created_at: task.createdAt,
  greenfield: task.greenfield,
  attempts: task.attempts,
});
