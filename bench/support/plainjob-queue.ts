/** The peer on SQLite: plainjob, as its own documents use it (WAL with synchronous=NORMAL, rows stay in their table when done). */

import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { better, defineQueue, defineWorker, JobStatus, type Queue } from 'plainjob';
import type { BenchPayload } from './payload.js';
import { expectEqual, ratePerSecond } from './scenario.js';
import { ADD_ROWS } from './sqlite-queue.js';

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const TYPE = 'bench';
/** How often an idle worker looks; a busy one does not wait. */
const POLL_MS = 5;

export class PlainjobQueue {
  readonly #file: string;
  readonly #database: Database.Database;
  readonly #queue: Queue;

  constructor(file: string) {
    this.#file = file;
    this.#database = new Database(file);
    this.#queue = defineQueue({ connection: better(this.#database), logger: SILENT });
  }

  /** In transactions as large as ours. */
  add(payloads: readonly BenchPayload[]): void {
    for (let first = 0; first < payloads.length; first += ADD_ROWS) {
      this.#queue.addMany(TYPE, payloads.slice(first, first + ADD_ROWS));
    }
  }

  /** Empties the write-ahead log, as ours is before a drain. */
  settle(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Tasks a second, until the last one is marked as done. */
  async drain(tasks: number, workersAtOnce: number): Promise<number> {
    const startMs = performance.now();
    let done = 0;
    let rate = 0;
    const onCompleted = () => {
      if (++done < tasks) return;
      rate = ratePerSecond(tasks, startMs);
      for (const worker of workers) void worker.stop();
    };
    const options = { queue: this.#queue, logger: SILENT, pollIntervall: POLL_MS, onCompleted };
    const workers = Array.from({ length: workersAtOnce }, () =>
      defineWorker(TYPE, async (job) => void JSON.parse(job.data), options),
    );
    await Promise.all(workers.map((worker) => worker.start()));
    expectEqual(this.#queue.countJobs({ type: TYPE, status: JobStatus.Done }), tasks, "the peer's done jobs");
    return rate;
  }

  remove(): void {
    this.#queue.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#file + suffix, { force: true });
  }
}
