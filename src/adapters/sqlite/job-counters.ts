/** How many tasks of each job stand where: counted in memory during a transaction and written once at its end. */

import type { JobProgress } from '../../application/ports/task-store.js';
import type { JobId } from '../../domain/ids.js';
import type { TaskStage } from '../../domain/task.js';
import type { CommitParticipant } from './group-commit.js';
import type { StoreDatabase } from './store-database.js';
import { FIXED_NAMES } from '../shared/store-names.js';

/** Changes of a job's counters, in the order of the table's columns. */
type Counts = Record<TaskStage, number> & { retries: number };

const COUNTERS = [
  'open',
  'retrying',
  'done',
  'dead',
  'cancelled',
  'retries',
] as const satisfies readonly (keyof Counts)[];

export class JobCounters implements CommitParticipant {
  readonly #changes = new Map<JobId, Counts>();
  readonly #add;
  readonly #select;

  constructor(database: StoreDatabase) {
    const { jobs } = FIXED_NAMES;
    const sums = COUNTERS.map((counter) => `${counter} = ${counter} + excluded.${counter}`);
    this.#add = database.statement(
      `INSERT INTO ${jobs} (job_id, ${COUNTERS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id) DO UPDATE SET ${sums}`,
    );
    this.#select = database.statement<[number, number, number, number, number, number]>(
      `SELECT ${COUNTERS} FROM ${jobs} WHERE job_id = ?`,
    );
  }

  begin(): void {}

  added(jobId: JobId): void {
    this.#changeOf(jobId).open += 1;
  }

  moved(jobId: JobId, from: TaskStage, to: TaskStage): void {
    if (from === to) return;
    const change = this.#changeOf(jobId);
    change[from] -= 1;
    change[to] += 1;
    if (to === 'retrying') change.retries += 1;
  }

  end(): void {
    for (const [jobId, change] of this.#changes) this.#add.run(jobId, ...COUNTERS.map((counter) => change[counter]));
    this.#changes.clear();
  }

  undone(): void {
    this.#changes.clear();
  }

  progress(jobId: JobId): JobProgress | undefined {
    const row = this.#select.get(jobId);
    if (row === undefined) return undefined;
    const [open, retrying, done, dead, cancelled, retries] = row;
    return { stages: { open, retrying, done, dead, cancelled }, retries };
  }

  #changeOf(jobId: JobId): Counts {
    const known = this.#changes.get(jobId);
    if (known !== undefined) return known;
    const fresh = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0, retries: 0 };
    this.#changes.set(jobId, fresh);
    return fresh;
  }
}
