/** Jobs: their tasks are the expected ones, each once, and the counters tell the truth. */

import type { JobProgress } from '../../../src/application/ports/task-store.js';
import type { TaskId } from '../../../src/domain/ids.js';
import type { JsonObject, Task, TaskStage } from '../../../src/domain/task.js';
import type { PlannedJob } from '../world/plan.js';
import type { Checks } from './checks.js';
import { expectedRows, keyOfPayload } from './job-oracle.js';

interface KnownJob {
  readonly event: JsonObject;
  /** The rows that the job may have, by each clock that may have read it. */
  readonly expected: ReadonlySet<string>[];
  readonly rows: Map<string, TaskId>;
  readonly stages: Record<TaskStage, number>;
  retries: number;
  /** Rows that time to live took: they can't be counted any more. */
  forgotten: number;
}

export class JobChecks {
  readonly #jobs = new Map<string, KnownJob>();
  readonly #checks: Checks;

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  /** A job is on its way to the Scheduler at this moment. Sent again it may be read by another day's calendar, but only the first counts. */
  sent({ id, event }: PlannedJob, now: number): void {
    const job = this.#jobs.get(id);
    const expected = expectedRows(event, now);
    if (job === undefined) {
      this.#jobs.set(id, { event, expected: [expected], rows: new Map(), stages: zeros(), retries: 0, forgotten: 0 });
    } else job.expected.push(expected);
  }

  /** Whether every job that was sent has all its tasks. */
  get areComplete(): boolean {
    return [...this.#jobs.values()].every(({ rows, expected }) => expected.some(({ size }) => size === rows.size));
  }

  get planned(): number {
    return [...this.#jobs.values()].reduce((sum, { rows }) => sum + rows.size, 0);
  }

  added(task: Task): void {
    const job = this.#jobs.get(task.jobId ?? '');
    this.#checks.that('I7', job !== undefined, 'every task belongs to a job that was sent', () => task);
    if (job === undefined) return;
    const key = keyOfPayload(task.payload);
    this.#checks.that(
      'I14',
      job.expected.some((rows) => rows.has(key)),
      'every task is a part of its job',
      () => task,
    );
    this.#checks.that('I6', !job.rows.has(key), 'no part of a job is scheduled twice', () => [task, job.rows.get(key)]);
    job.rows.set(key, task.taskId);
    job.stages.open += 1;
  }

  changed(before: Task, after: Task): void {
    const job = this.#jobs.get(after.jobId ?? '');
    if (job === undefined || before.stage === after.stage) return;
    job.stages[before.stage] -= 1;
    job.stages[after.stage] += 1;
    if (after.stage === 'retrying') job.retries += 1;
  }

  forgotten(task: Task): void {
    const job = this.#jobs.get(task.jobId ?? '');
    if (job !== undefined) job.forgotten += 1;
  }

  /** What the store counts, against what was seen. */
  async recount(progress: (id: string) => Promise<JobProgress | undefined>): Promise<void> {
    for (const [id, job] of this.#jobs) {
      if (job.rows.size === 0 || job.forgotten > 0) continue;
      const counted = await progress(id);
      const own = { stages: job.stages, retries: job.retries };
      const isEqual = counted !== undefined && sameCounts(counted, own);
      this.#checks.that('I11', isEqual, "a job's counters equal a recount", () => ({ id, counted, own }));
      const sum = Object.values(job.stages).reduce((all, count) => all + count, 0);
      this.#checks.that('I1', sum === job.rows.size, 'planned = open + terminal', () => ({ id, ...own }));
    }
  }

  /** At the end: nothing is missing. */
  checkWhole(): void {
    for (const [id, { expected, rows }] of this.#jobs) {
      const isWhole = expected.some((all) => all.size === rows.size && [...rows.keys()].every((key) => all.has(key)));
      this.#checks.that('I14', isWhole, 'every part of a job is a task', () => ({ id, rows: rows.size }));
    }
  }
}

const zeros = (): Record<TaskStage, number> => ({ open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 });

const sameCounts = (one: JobProgress, other: JobProgress): boolean =>
  one.retries === other.retries &&
  (Object.keys(one.stages) as TaskStage[]).every((stage) => one.stages[stage] === other.stages[stage]);
