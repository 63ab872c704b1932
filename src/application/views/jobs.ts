/** How far jobs are: the register's counts, or the store's where a job was never noted. */

import { RefusedError } from '../../domain/errors.js';
import type { JobId, LabourerId } from '../../domain/ids.js';
import type { Task, TaskStage } from '../../domain/task.js';
import type { RegisteredJob } from '../ports/job-register.js';
import type { JobProgress, PageKey } from '../ports/task-store.js';
import type { JobFacts } from './facts.js';
import type { ReadSide } from './read-side.js';

/** The newest jobs of the configured labourers, newest first, at most `limit`. */
export async function jobList(reads: ReadSide, { limit }: { readonly limit: number }): Promise<readonly JobFacts[]> {
  const jobs = await reads.jobs.recent({ labourerIds: labourerIds(reads), limit });
  return jobs.map(registeredFacts);
}

/** One job. A job that is in no register is counted by the store, which may have to read its rows. Rejects with RefusedError `job.unknown`. */
export async function jobOf(reads: ReadSide, jobId: JobId): Promise<JobFacts> {
  const registered = await reads.jobs.find(jobId, labourerIds(reads));
  if (registered !== undefined) return registeredFacts(registered);
  const [progress, first] = await Promise.all([reads.store.progress(jobId), firstTask(reads, jobId)]);
  if (progress === undefined || first === undefined) {
    throw new RefusedError('job.unknown', { path: 'job', expected: 'the id of a job', found: jobId });
  }
  const { labourerId, createdAt } = first;
  return jobFacts({ jobId, labourerId, createdAt, tasks: sumOf(progress.stages) }, progress, null);
}

const labourerIds = ({ labourers }: ReadSide): readonly LabourerId[] => labourers.all().map(({ id }) => id);

/** Where nobody has counted yet, all tasks are open, as they were when the job was noted. */
function registeredFacts(job: RegisteredJob): JobFacts {
  if (job.progress !== undefined) return jobFacts(job, job.progress, job.countedAt ?? null);
  const stages = { open: job.tasks ?? 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
  return jobFacts(job, { stages, retries: 0 }, job.createdAt);
}

const jobFacts = (job: RegisteredJob, { stages, retries }: JobProgress, countedAt: number | null): JobFacts => ({
  job_id: job.jobId,
  labourer_id: job.labourerId,
  created_at: job.createdAt,
  tasks: job.tasks ?? null,
  ...stages,
  retries,
  counted_at: countedAt,
});

const sumOf = (stages: Readonly<Record<TaskStage, number>>): number =>
  Object.values(stages).reduce((sum, count) => sum + count, 0);

/** A page may be empty although there is a next one. */
async function firstTask({ store }: ReadSide, jobId: JobId): Promise<Task | undefined> {
  let after: PageKey | undefined;
  do {
    const { tasks, next } = await store.ofJob({ jobId, limit: 1, ...(after === undefined ? {} : { after }) });
    if (tasks[0] !== undefined) return tasks[0];
    after = next;
  } while (after !== undefined);
  return undefined;
}
