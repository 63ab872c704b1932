/** A job's tasks by state, as its facts count them. */

import type { JobFacts } from '../../../../../application/views/facts.js';

export function partsOf(job: JobFacts): readonly { readonly state: string; readonly count: number }[] {
  return [
    { state: 'done', count: job.done },
    { state: 'dead', count: job.dead },
    { state: 'cancelled', count: job.cancelled },
    { state: 'retrying', count: job.retrying },
    { state: 'open', count: job.open },
  ];
}

/** All tasks: those that were told when the job was scheduled, or else those that are counted. */
export const tasksOf = (job: JobFacts): number => job.tasks ?? partsOf(job).reduce((sum, { count }) => sum + count, 0);

/** From 0 to 1: tasks that will not change any more. */
export function shareEnded(job: JobFacts): number {
  const tasks = tasksOf(job);
  return tasks === 0 ? 1 : (job.done + job.dead + job.cancelled) / tasks;
}
