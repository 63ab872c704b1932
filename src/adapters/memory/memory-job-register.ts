/** Jobs in memory: those that were noted, and those of which the store was given a task. */

import type { JobRegister, RegisteredJob } from '../../application/ports/job-register.js';
import type { JobId } from '../../domain/ids.js';
import type { MemoryTaskStore } from './memory-task-store.js';

type NotedJob = Parameters<JobRegister['note']>[0];

export class MemoryJobRegister implements JobRegister {
  readonly #store: Pick<MemoryTaskStore, 'jobs'>;
  readonly #noted = new Map<JobId, NotedJob>();

  constructor(store: Pick<MemoryTaskStore, 'jobs'>) {
    this.#store = store;
  }

  async note({ jobId, labourerId, createdAt, tasks }: NotedJob): Promise<void> {
    if (!this.#noted.has(jobId)) this.#noted.set(jobId, { jobId, labourerId, createdAt, tasks });
  }

  async recent({ labourerIds, limit }: Parameters<JobRegister['recent']>[0]): Promise<readonly RegisteredJob[]> {
    const wanted = new Set(labourerIds);
    return [...this.#jobs().values()]
      .filter(({ labourerId }) => wanted.has(labourerId))
      .sort((one, other) => other.createdAt - one.createdAt)
      .slice(0, limit);
  }

  async find(jobId: JobId): Promise<RegisteredJob | undefined> {
    return this.#jobs().get(jobId);
  }

  /** Counts are always exact here. */
  async recounted(): Promise<void> {}

  #jobs(): ReadonlyMap<JobId, RegisteredJob> {
    const jobs = new Map<JobId, RegisteredJob>(this.#noted);
    for (const [jobId, { labourerId, createdAt, progress }] of this.#store.jobs()) {
      jobs.set(jobId, { jobId, labourerId, createdAt, ...this.#noted.get(jobId), progress });
    }
    return jobs;
  }
}
