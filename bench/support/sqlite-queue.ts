/** The product's store in a file of its own, with a job's tasks in it. */

import { rmSync } from 'node:fs';
import type { SqliteTaskStore as Store } from '../../src/adapters/sqlite/sqlite-task-store.js';
import type { StoreDatabase } from '../../src/adapters/sqlite/store-database.js';
import type { LabourerId } from '../../src/domain/ids.js';
import type { Task } from '../../src/domain/task.js';
import type { BenchPayload } from './payload.js';
import {
  DEFAULT_TASK_SETTINGS,
  greenfield,
  jobId,
  openDatabase,
  SqliteTaskStore,
  SystemClock,
  taskIdOfRow,
} from './product.js';
import { expectEqual } from './scenario.js';

/** Rows of one transaction when tasks are queued. */
export const ADD_ROWS = 5000;

const DIGEST = '7f'.repeat(32);
const JOB = 'bench';

export class SqliteQueue {
  readonly database: StoreDatabase;
  readonly store: Store;
  readonly #file: string;

  constructor(file: string, synchronous: 'NORMAL' | 'FULL' = 'NORMAL') {
    this.#file = file;
    this.database = openDatabase({ file, synchronous });
    this.store = new SqliteTaskStore(this.database);
  }

  /** Queues a task for each payload, as the Scheduler does with a job's rows. */
  async add(labourer: LabourerId, payloads: readonly BenchPayload[]): Promise<void> {
    const createdAt = new SystemClock().now();
    const job = jobId(JOB);
    for (let first = 0; first < payloads.length; first += ADD_ROWS) {
      const rows = payloads.slice(first, first + ADD_ROWS);
      const tasks = rows.map(
        (payload, index): Task => ({
          taskId: taskIdOfRow(DIGEST, first + index),
          labourerId: labourer,
          stage: 'open',
          createdAt,
          greenfield: greenfield(DEFAULT_TASK_SETTINGS.taskStep * (first + index + 2)),
          attempts: 0,
          jobId: job,
          payload: JSON.stringify(payload),
        }),
      );
      await this.store.add(tasks);
    }
  }

  /** Throws unless every task of `add` was archived as done, once, after one attempt, and nothing of it is left elsewhere. */
  async expectArchived(tasks: number): Promise<void> {
    const { tasks: open, closed, retry } = this.database.names;
    const row = (sql: string) => this.database.statement(sql).get(JOB);
    const facts = 'count(*), count(DISTINCT task_id), min(attempts), max(attempts)';
    expectEqual(row(`SELECT ${facts} FROM ${closed} WHERE job_id = ?`), [tasks, tasks, 1, 1], 'archived tasks');
    expectEqual(row(`SELECT count(*) FROM ${open} WHERE job_id = ?`), [0], 'open tasks');
    expectEqual(row(`SELECT count(*) FROM ${retry} WHERE job_id = ?`), [0], 'tasks that wait for a retry');
    const progress = await this.store.progress(jobId(JOB));
    expectEqual(progress?.stages, { open: 0, retrying: 0, done: tasks, dead: 0, cancelled: 0 }, "the job's counters");
  }

  /** Takes archived tasks of `add` out again, so that the next drain finds what this one found. */
  async forget(): Promise<void> {
    const { closed } = this.database.names;
    const forgetTasks = this.database.statement(`DELETE FROM ${closed} WHERE task_id BETWEEN ? AND ?`);
    const forgetJob = this.database.statement('DELETE FROM sosw_jobs WHERE job_id = ?');
    await this.database.change(1, () => {
      forgetTasks.run(taskIdOfRow(DIGEST, 0), taskIdOfRow(DIGEST, Number.MAX_SAFE_INTEGER));
      forgetJob.run(JOB);
    });
    this.settle();
  }

  /**
   * Archives so many done tasks of other jobs by one statement, 10,000 a job. Their ids are spread as digests are, so that a new
   * job's rows come to stand amid them.
   */
  async fillHistory(labourer: LabourerId, tasks: number): Promise<void> {
    const fill = this.database.statement(`
      WITH RECURSIVE given(labourer, tasks) AS (VALUES (?, ?)),
        history(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM history, given WHERE i + 1 < tasks)
      INSERT INTO ${this.database.names.closed} (task_id, job_id, labourer_id, labourer_id_task_status, created_at,
        greenfield, attempts, completed_at, closed_at, payload)
      SELECT printf('%08x%012x%012x', (i / 10000 + 1) * 2654435761 % 4294967296, 0, i % 10000),
        printf('history-%d', i / 10000), labourer, labourer || '_1', 1700000000,
        1731557600, 1, 1700000002, 1700000002 + i / 100.0, printf('{"seq":%d,"pad":"%.180c"}', i, 'x')
      FROM history, given`);
    await this.database.change(tasks, () => fill.run(labourer, tasks));
    this.settle();
  }

  /** Empties the write-ahead log, which would otherwise be paid for by whoever comes next. */
  settle(): void {
    this.database.statement('PRAGMA wal_checkpoint(TRUNCATE)').all();
  }

  /** Closes the file and deletes it. */
  remove(): void {
    this.database.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#file + suffix, { force: true });
  }
}
