/** What an operator is told of a task that ended dead: enough to find the cause and to redrive it. */

import type { Labourer } from './labourer.js';
import { attemptsOfLife, type JsonObject, type Task } from './task.js';

/** Characters of the payload that a report shows; the whole stands in the closed table. */
const PAYLOAD_SHOWN = 2000;
const SUBJECT_LENGTH = 100;

export function deadTaskReport(
  labourer: Labourer,
  task: Task,
): { readonly subject: string; readonly body: JsonObject } {
  const subject = labourer.report.subject ?? `sosw: a task of ${labourer.id} is dead`;
  return {
    subject: subject.slice(0, SUBJECT_LENGTH),
    body: {
      labourer_id: task.labourerId,
      task_id: task.taskId,
      job_id: task.jobId ?? null,
      attempts: task.attempts,
      attempts_of_this_life: attemptsOfLife(task),
      last_error: task.lastError === undefined ? null : { ...task.lastError },
      payload: task.payload?.slice(0, PAYLOAD_SHOWN) ?? null,
      created_at: task.createdAt,
      closed_at: task.closedAt ?? null,
    },
  };
}
