/** Makes tasks of a queue file's rows: one owner at a time, in batches, the cursor moved only after the tasks are confirmed. */

import { RefusedError, SoswError } from '../domain/errors.js';
import { placeOfRow, type QueuePlaces } from '../domain/greenfield.js';
import { type JobId, jobId, taskIdOfRow } from '../domain/ids.js';
import type { Labourer } from '../domain/labourer.js';
import type { Json, Task } from '../domain/task.js';
import { type Seconds, wholeSecond } from '../domain/time.js';
import { isJsonObject } from '../domain/worker-event.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { IdSource } from './ports/id-source.js';
import type { JobRegister } from './ports/job-register.js';
import type { Logger } from './ports/logger.js';
import type { Cursor, Lease, QueueFile } from './ports/queue-file.js';
import type { TaskStore } from './ports/task-store.js';
import type { QueueEnds } from './queue-ends.js';
import type { TaskTrail } from './task-trail.js';
import type { TimeBudget } from './time-budget.js';

/** Batches whose answers were lost are added again this often: adding is idempotent. */
const ADD_TRIES_MAX = 5;

/** What the configuration says of working queue files. */
export interface QueueFileSettings {
  /** Rows per checkpoint (`rows_to_process` is the least of it). */
  readonly batchRows: number;
  /** `job_record_days`. */
  readonly recordDays: number;
  /** How long a file is held without a checkpoint before others may take it over: much longer than a batch takes. */
  readonly leaseLife: Seconds;
}

export interface WorkedFile {
  readonly state: 'finished' | 'continued' | 'held';
  readonly added: number;
}

export interface QueueFileWorkerPorts {
  readonly files: QueueFile;
  readonly store: TaskStore;
  readonly labourers: Labourers;
  readonly queue: QueueEnds;
  readonly trail: TaskTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Absent where nobody asks for jobs. */
  readonly jobs?: JobRegister | undefined;
  readonly logger: Logger;
}

/** What a batch of rows needs to become tasks. */
interface Batch {
  readonly jobId: JobId;
  readonly digest: string;
  readonly firstRow: number;
  readonly places: QueuePlaces;
}

/**
 * Makes tasks of the rows of a queue file. It holds the file's lease meanwhile, so that no other worker adds the same
 * rows; where it dies the lease runs out, and the next one goes on at the cursor.
 */
export class QueueFileWorker {
  readonly #ports: QueueFileWorkerPorts;
  readonly #settings: QueueFileSettings;

  constructor(ports: QueueFileWorkerPorts, settings: QueueFileSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /** Works the file from its cursor on while there is time. `held`: another owner is at it, or took it over. */
  async work(name: string, jobId: JobId, budget: TimeBudget): Promise<WorkedFile> {
    const { files } = this.#ports;
    let lease = await files.acquire(name, this.#until());
    if (lease === 'finished') return { state: 'finished', added: 0 };
    if (lease === 'taken' || lease === 'missing') return { state: 'held', added: 0 };

    const digest = this.#ports.ids.digest(jobId);
    let added = 0;
    for (;;) {
      const { lines, next } = await files.read(lease, this.#settings.batchRows);
      if (lines.length === 0) {
        const finished = await files.finish(lease, {
          now: this.#ports.clock.now(),
          recordDays: this.#settings.recordDays,
        });
        return { state: finished === 'finished' ? 'finished' : 'held', added };
      }
      if (!budget.hasTime()) {
        await files.release(lease);
        return { state: 'continued', added };
      }
      const placed = await this.#placed(lease, lines[0] as string);
      if (placed === 'lost') return { state: 'held', added };
      const batch = { jobId, digest, firstRow: placed.lease.cursor.row, places: placed.places };
      added += await this.#add(lines, batch);
      const moved: Lease | 'lost' = await files.checkpoint(
        placed.lease,
        { ...next, places: placed.places },
        this.#until(),
      );
      if (moved === 'lost') return { state: 'held', added };
      lease = moved;
    }
  }

  /** The job's places in the queue: reserved once for all its rows, and kept with the cursor before the first task is made. */
  async #placed(lease: Lease, firstLine: string): Promise<{ lease: Lease; places: QueuePlaces } | 'lost'> {
    if (lease.cursor.places !== undefined) return { lease, places: lease.cursor.places };
    const file = await this.#ports.files.find(lease.name);
    const labourer = this.#labourerOf(parsedRow(firstLine, lease.cursor.row).labourer_id);
    if (file !== undefined) await this.#note(jobId(file.identity), labourer, file.rows);
    const places = await this.#ports.queue.reserveTail(labourer, Math.max((file?.rows ?? 1) - lease.cursor.row, 1));
    const cursor: Cursor = { ...lease.cursor, places: { ...places, start: startBefore(places, lease.cursor.row) } };
    const kept = await this.#ports.files.checkpoint(lease, cursor, this.#until());
    return kept === 'lost' ? kept : { lease: kept, places: cursor.places as QueuePlaces };
  }

  /** The register is for people: a job is scheduled without it too. */
  async #note(jobId: JobId, { id: labourerId }: Labourer, tasks: number): Promise<void> {
    const { jobs, clock, logger } = this.#ports;
    try {
      await jobs?.note({ jobId, labourerId, createdAt: wholeSecond(clock.now()), tasks });
    } catch (error) {
      logger.warn('a job could not be noted in the register', { jobId, labourerId, error });
    }
  }

  /** Adds the tasks of some lines, until each is confirmed to be there. How many were new. */
  async #add(lines: readonly string[], batch: Batch): Promise<number> {
    const now = this.#ports.clock.now();
    let open: readonly Task[] = lines.map((line, index): Task => {
      const row = batch.firstRow + index;
      const { labourer_id: name, ...payload } = parsedRow(line, row);
      return {
        taskId: taskIdOfRow(batch.digest, row),
        labourerId: this.#labourerOf(name).id,
        stage: 'open',
        createdAt: now,
        greenfield: placeOfRow(batch.places, row),
        attempts: 0,
        payload: JSON.stringify(payload),
        jobId: batch.jobId,
      };
    });
    let added = 0;
    for (let tries = 0; tries < ADD_TRIES_MAX; tries++) {
      const tasks = open;
      const outcomes = await this.#ports.store.add(tasks);
      const fresh = tasks.filter((_, index) => outcomes[index] === 'added');
      await this.#ports.trail.write('scheduler', 'created', fresh);
      added += fresh.length;
      open = tasks.filter((_, index) => outcomes[index] === 'unknown');
      if (open.length === 0) return added;
    }
    throw new SoswError(
      'store.unavailable',
      `${open.length} tasks could not be confirmed; the file is taken up again`,
      {
        retryable: true,
      },
    );
  }

  #labourerOf(name: Json | undefined): Labourer {
    const labourer = typeof name === 'string' ? this.#ports.labourers.find(name) : undefined;
    if (labourer !== undefined) return labourer;
    throw new RefusedError('labourer.unknown', { path: 'labourer_id', expected: 'a registered labourer', found: name });
  }

  #until() {
    return { now: this.#ports.clock.now(), life: this.#settings.leaseLife };
  }
}

/** A start from which the row at the cursor gets the first reserved place: rows before it have places already. */
const startBefore = (places: QueuePlaces, row: number): QueuePlaces['start'] =>
  (places.start - row * places.gap) as QueuePlaces['start'];

function parsedRow(line: string, row: number) {
  try {
    const parsed: unknown = JSON.parse(line);
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // Told below, as any other line that is no row.
  }
  throw new SoswError('queue_file.damaged', `row ${row} of the queue file is no JSON object`);
}
