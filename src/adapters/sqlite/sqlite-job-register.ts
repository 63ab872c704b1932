/** Jobs in SQLite: noted by the Scheduler or known from their first task, counted with every change, so exact whenever they are read. */

import type { JobRegister, RegisteredJob } from '../../application/ports/job-register.js';
import type { JobId, LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { COUNTERS, progressOf } from './job-counters.js';
import type { StoreDatabase } from './store-database.js';

type JobRow = readonly [
  jobId: JobId,
  labourerId: LabourerId,
  createdAt: EpochSeconds,
  tasks: number | null,
  ...counters: number[],
];

export class SqliteJobRegister implements JobRegister {
  readonly #database: StoreDatabase;
  readonly #note;
  readonly #recent;
  readonly #find;

  constructor(database: StoreDatabase) {
    this.#database = database;
    const { jobs } = FIXED_NAMES;
    const told = ['labourer_id', 'created_at', 'tasks'];
    const kept = told.map((column) => `${column} = coalesce(${column}, excluded.${column})`);
    const select = `SELECT job_id, ${told}, ${COUNTERS} FROM ${jobs}`;
    this.#note = database.statement(
      `INSERT INTO ${jobs} (job_id, ${told}, ${COUNTERS}) VALUES (?, ?, ?, ?, ${COUNTERS.map(() => '0')})
        ON CONFLICT (job_id) DO UPDATE SET ${kept}`,
    );
    this.#recent = database.statement<JobRow>(
      `${select} WHERE labourer_id IN (SELECT value FROM json_each(?)) ORDER BY created_at DESC, job_id DESC LIMIT ?`,
    );
    this.#find = database.statement<JobRow>(`${select} WHERE job_id = ? AND labourer_id IS NOT NULL`);
  }

  note({ jobId, labourerId, createdAt, tasks }: Parameters<JobRegister['note']>[0]): Promise<void> {
    return this.#database.change(1, () => {
      this.#note.run(jobId, labourerId, createdAt, tasks);
    });
  }

  async recent(query: Parameters<JobRegister['recent']>[0]): Promise<readonly RegisteredJob[]> {
    const labourerIds = JSON.stringify(query.labourerIds);
    return this.#database.read(() => this.#recent.all(labourerIds, query.limit)).map(jobOf);
  }

  async find(jobId: JobId): Promise<RegisteredJob | undefined> {
    const row = this.#database.read(() => this.#find.get(jobId));
    return row === undefined ? undefined : jobOf(row);
  }

  /** Counts are always exact here. */
  async recounted(): Promise<void> {}
}

const jobOf = ([jobId, labourerId, createdAt, tasks, ...counters]: JobRow): RegisteredJob => ({
  jobId,
  labourerId,
  createdAt,
  ...(tasks === null ? {} : { tasks }),
  progress: progressOf(counters),
});
