/** All tasks of a job, for views that look at each. */

import type { JobId } from '../../domain/ids.js';
import type { Task } from '../../domain/task.js';
import type { PageKey } from '../ports/task-store.js';
import { jobOf } from './jobs.js';
import type { ReadSide } from './read-side.js';

/** Tasks that are looked at. */
const TASKS_MAX = 100_000;
const PAGE_SIZE = 1000;

/** The job's tasks, in the order of its rows and up to a bound, and how many others there are. Rejects with RefusedError `job.unknown`. */
export async function tasksRead(reads: ReadSide, jobId: JobId): Promise<{ read: readonly Task[]; unread: number }> {
  const read: Task[] = [];
  let after: PageKey | undefined;
  do {
    const page = await reads.store.ofJob({ jobId, limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) });
    read.push(...page.tasks);
    after = page.next;
  } while (after !== undefined && read.length < TASKS_MAX);
  if (read.length > 0 && after === undefined) return { read, unread: 0 };
  const { tasks, open, retrying, done, dead, cancelled } = await jobOf(reads, jobId);
  const all = tasks ?? open + retrying + done + dead + cancelled;
  return { read, unread: Math.max(all - read.length, 0) };
}
