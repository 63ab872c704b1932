/** When there is nothing left to happen to a job's tasks by itself. */

import type { RegisteredJob } from './ports/job-register.js';

/** True for a job whose tasks were all counted at their ends. A redrive begins another life of theirs, which it does not notice. */
export function isFinished({ tasks, progress }: Pick<RegisteredJob, 'tasks' | 'progress'>): boolean {
  if (tasks === undefined || progress === undefined) return false;
  const { open, retrying, done, dead, cancelled } = progress.stages;
  return open + retrying === 0 && done + dead + cancelled >= tasks;
}
