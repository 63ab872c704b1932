/** The jobs that were scheduled, and how far each is, at the price of one read a job. */

import type { JobId, LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { JobProgress } from './task-store.js';

export interface RegisteredJob {
  readonly jobId: JobId;
  readonly labourerId: LabourerId;
  readonly createdAt: EpochSeconds;
  /** Tasks that the job has in all; absent where it was not told (a job that an older version scheduled). */
  readonly tasks?: number;
  /** Absent where nobody has counted yet. */
  readonly progress?: JobProgress;
  /** When `progress` was counted; absent where it is exact at the moment of reading. */
  readonly countedAt?: EpochSeconds;
}

export interface JobRegister {
  /** Notes a job before its first task is added. Noting it again changes nothing. */
  note(job: Pick<RegisteredJob, 'jobId' | 'labourerId' | 'createdAt'> & { readonly tasks: number }): Promise<void>;
  /** The newest jobs of these labourers, newest first, at most `limit`. */
  recent(query: {
    readonly labourerIds: readonly LabourerId[];
    readonly limit: number;
  }): Promise<readonly RegisteredJob[]>;
  /** One job; undefined for one that was never noted (or is no longer). `labourerId` where it is known: without it all are looked through. */
  find(jobId: JobId, labourerIds: readonly LabourerId[]): Promise<RegisteredJob | undefined>;
  /** Keeps a recount. Nothing for a register whose counts are always exact, and for a job that was never noted. */
  recounted(job: Pick<RegisteredJob, 'jobId' | 'labourerId'>, progress: JobProgress, at: EpochSeconds): Promise<void>;
}
