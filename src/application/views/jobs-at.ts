/** Jobs as they stood at an instant of the past, told from the rows of their tasks. */

import type { JobId } from '../../domain/ids.js';
import { stateAt } from '../../domain/state-at.js';
import type { TaskState } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { JobFacts } from './facts.js';
import { jobList, jobOf } from './jobs.js';
import type { ReadSide } from './read-side.js';
import { windowsAt } from './tasks.js';
import { tasksRead } from './tasks-of-job.js';

/** Tasks that a list of jobs looks at; jobs behind them are told as they are now. */
const LISTED_TASKS_MAX = 50_000;

/** One job then; retries are those of its whole life. Rejects with RefusedError `job.unknown`. */
export async function jobAt(reads: ReadSide, jobId: JobId, now: EpochSeconds): Promise<JobFacts> {
  const [job, { read, unread }] = await Promise.all([jobOf(reads, jobId), tasksRead(reads, jobId)]);
  const windows = windowsAt(reads, now);
  const { invocationDelta: delta } = reads.settings;
  const counts: Partial<Record<TaskState, number>> = {};
  for (const task of read) {
    const state = stateAt(task, { now, window: windows(task.labourerId), delta });
    if (state !== undefined) counts[state] = (counts[state] ?? 0) + 1;
  }
  const count = (...states: readonly TaskState[]): number =>
    states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return {
    ...job,
    open: count('queued', 'invoked', 'expired', 'completed') + unread,
    retrying: count('retrying'),
    done: count('done'),
    dead: count('dead'),
    cancelled: count('cancelled'),
    counted_at: now,
  };
}

/** The newest jobs of those that there were then. */
export async function jobListAt(
  reads: ReadSide,
  { limit, now }: { readonly limit: number; readonly now: EpochSeconds },
): Promise<readonly JobFacts[]> {
  const known = (await jobList(reads, { limit })).filter(({ created_at }) => created_at <= now);
  let left = LISTED_TASKS_MAX;
  const told: JobFacts[] = [];
  for (const job of known) {
    left -= job.tasks ?? LISTED_TASKS_MAX;
    told.push(left < 0 ? job : await jobAt(reads, job.job_id as JobId, now));
  }
  return told;
}
