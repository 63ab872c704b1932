/** Counts the tasks of unfinished jobs now and then, for a register whose store keeps no counters. */

import type { EpochSeconds } from '../domain/time.js';
import { isFinished } from './finished-job.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { JobRegister, RegisteredJob } from './ports/job-register.js';
import type { Logger } from './ports/logger.js';
import type { JobProgress, TaskStore } from './ports/task-store.js';
import { type TimeBudget, UNBOUNDED } from './time-budget.js';

/** Jobs that one pass recounts at most. */
const RECOUNTS_MAX = 20;
/** Jobs a labourer that one pass considers. */
const JOBS_A_LABOURER = 100;
/** Seconds between two counts at least; a second for so many tasks; and a share of the job's age, for one that lasts for days. */
const INTERVAL_LEAST = 60;
const TASKS_A_SECOND = 100;
const SHARE_OF_AGE = 0.02;

const NONE: JobProgress = { stages: { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 }, retries: 0 };

export interface JobRecounterPorts {
  readonly store: Pick<TaskStore, 'progress'>;
  readonly jobs: Pick<JobRegister, 'recent' | 'recounted'>;
  readonly labourers: Pick<Labourers, 'all'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class JobRecounter {
  readonly #ports: JobRecounterPorts;

  constructor(ports: JobRecounterPorts) {
    this.#ports = ports;
  }

  /** Recounts jobs that are due while there is time, those that wait longest first: how many. Failures are logged and stop nothing. */
  async pass(budget: TimeBudget = UNBOUNDED): Promise<number> {
    let recounted = 0;
    for (const job of (await this.#due()).slice(0, RECOUNTS_MAX)) {
      if (!budget.hasTime()) break;
      if (await this.#recount(job)) recounted++;
    }
    return recounted;
  }

  async #due(): Promise<readonly RegisteredJob[]> {
    const { jobs, labourers, clock, logger } = this.#ports;
    const labourerIds = labourers.all().map(({ id }) => id);
    try {
      const recent = await jobs.recent({ labourerIds, limit: labourerIds.length * JOBS_A_LABOURER });
      const now = clock.now();
      return recent
        .filter((job) => !isFinished(job) && now - countedAt(job) >= intervalOf(job, now))
        .sort((one, other) => countedAt(one) - countedAt(other));
    } catch (error) {
      logger.warn('the register of jobs could not be read; the next pass recounts them', { error });
      return [];
    }
  }

  async #recount(job: RegisteredJob): Promise<boolean> {
    const { store, jobs, clock, logger } = this.#ports;
    try {
      // What is counted is as old as the beginning of counting.
      const at = clock.now();
      await jobs.recounted(job, (await store.progress(job.jobId, job.tasks)) ?? NONE, at);
      return true;
    } catch (error) {
      logger.warn('a job could not be recounted; the next pass tries again', { jobId: job.jobId, error });
      return false;
    }
  }
}

const countedAt = ({ countedAt, createdAt }: RegisteredJob): EpochSeconds => countedAt ?? createdAt;

const intervalOf = ({ tasks = 0, createdAt }: RegisteredJob, now: EpochSeconds): number =>
  Math.max(INTERVAL_LEAST, tasks / TASKS_A_SECOND, SHARE_OF_AGE * (now - createdAt));
