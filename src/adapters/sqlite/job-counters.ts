/** How many tasks of each job stand where: counted in memory during a transaction and written once at its end. */

import type { JobProgress } from '../../application/ports/task-store.js';
import type { JobId, LabourerId } from '../../domain/ids.js';
import type { Task, TaskStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { CommitParticipant } from './group-commit.js';
import type { StoreDatabase } from './store-database.js';
import { FIXED_NAMES } from '../shared/store-names.js';

/** Changes of a job's counters, in the order of the table's columns. */
type Counts = Record<TaskStage, number> & { retries: number };

/** A job's first change in a commit says whose it is, for a job that nobody has noted. */
interface JobChange {
  readonly counts: Counts;
  readonly labourerId: LabourerId;
  readonly createdAt: EpochSeconds;
}

/** The columns of a job's counters. */
export const COUNTERS = [
  'open',
  'retrying',
  'done',
  'dead',
  'cancelled',
  'retries',
] as const satisfies readonly (keyof Counts)[];

export class JobCounters implements CommitParticipant {
  readonly #changes = new Map<JobId, JobChange>();
  readonly #add;
  readonly #select;

  constructor(database: StoreDatabase) {
    const { jobs } = FIXED_NAMES;
    const sums = COUNTERS.map((counter) => `${counter} = ${counter} + excluded.${counter}`);
    this.#add = database.statement(
      `INSERT INTO ${jobs} (job_id, labourer_id, created_at, ${COUNTERS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (job_id) DO UPDATE SET ${sums}`,
    );
    this.#select = database.statement<[number, number, number, number, number, number]>(
      `SELECT ${COUNTERS} FROM ${jobs} WHERE job_id = ?`,
    );
    database.joinCommits(this);
  }

  begin(): void {}

  added(jobId: JobId, task: Task): void {
    this.#countsOf(jobId, task).open += 1;
  }

  moved(jobId: JobId, before: Task, to: TaskStage): void {
    const from = before.stage;
    if (from === to) return;
    const counts = this.#countsOf(jobId, before);
    counts[from] -= 1;
    counts[to] += 1;
    if (to === 'retrying') counts.retries += 1;
  }

  end(): void {
    for (const [jobId, { labourerId, createdAt, counts }] of this.#changes) {
      this.#add.run(jobId, labourerId, createdAt, ...COUNTERS.map((counter) => counts[counter]));
    }
    this.#changes.clear();
  }

  undone(): void {
    this.#changes.clear();
  }

  /** Undefined for a job of which nothing was ever counted: one that was only noted. */
  progress(jobId: JobId): JobProgress | undefined {
    const row = this.#select.get(jobId);
    return row?.some((count) => count !== 0) ? progressOf(row) : undefined;
  }

  #countsOf(jobId: JobId, { labourerId, createdAt }: Task): Counts {
    const known = this.#changes.get(jobId);
    if (known !== undefined) return known.counts;
    const counts = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0, retries: 0 };
    this.#changes.set(jobId, { labourerId, createdAt, counts });
    return counts;
  }
}

/** The counters of a row, in the order of `COUNTERS`. */
export function progressOf(row: readonly number[]): JobProgress {
  const [open = 0, retrying = 0, done = 0, dead = 0, cancelled = 0, retries = 0] = row;
  return { stages: { open, retrying, done, dead, cancelled }, retries };
}
