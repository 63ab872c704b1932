/**
 * The essential that takes jobs: validates the whole job, puts its rows on durable storage, and makes tasks of them. The same job
 * again (same identity) adds nothing; a job that was left half way is taken up where its cursor stands.
 */

import { RefusedError } from '../domain/errors.js';
import type { JobId } from '../domain/ids.js';
import { jobId } from '../domain/ids.js';
import { linesOf } from '../domain/job/compile-job.js';
import { type JobEvent, readJobEvent } from '../domain/job/job.js';
import type { JobWarning } from '../domain/job/job-warning.js';
import { assertQueueFileName, queueFileName } from '../domain/queue-file-name.js';
import { type CompiledEvent, compileEvent, refuseTooLarge } from './compile-event.js';
import type { Labourers } from './labourers.js';
import type { Clock } from './ports/clock.js';
import type { IdSource } from './ports/id-source.js';
import type { Logger } from './ports/logger.js';
import type { JobFile, QueueFile } from './ports/queue-file.js';
import type { Siblings } from './ports/siblings.js';
import type { QueueFileWorker } from './queue-file-worker.js';
import type { SchedulerSettings } from './scheduler-settings.js';
import { type TimeBudget, UNBOUNDED } from './time-budget.js';

/** What a run did about one job. */
export interface ScheduledJob {
  readonly jobId: JobId;
  readonly fileName: string;
  readonly rows: number;
  /** `finished`: all rows are tasks. `continued`: a sibling or the next pass goes on. `held`: another Scheduler is at it. */
  readonly state: 'finished' | 'continued' | 'held';
  /** Tasks that this run added; 0 for a job that was there already. */
  readonly added: number;
  readonly warnings: readonly JobWarning[];
}

/** What a Scheduler works with. */
export interface SchedulerPorts {
  readonly files: QueueFile;
  readonly worker: QueueFileWorker;
  readonly labourers: Labourers;
  readonly siblings: Siblings;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

/** Files of others that one pass takes over at most. */
const ORPHANS_MAX = 10;

/** Turns jobs into tasks: all of a job's or, after a refusal, none. */
export class Scheduler {
  readonly #ports: SchedulerPorts;
  readonly #settings: SchedulerSettings;

  constructor(ports: SchedulerPorts, settings: SchedulerSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  /**
   * Takes an event: a job in any of the documented forms, or a sibling's `{file_name}`. `requestId` is the job's identity where the event
   * holds none; it stays the same when the platform repeats the event. Throws RefusedError before anything is written.
   */
  async handle(
    event: unknown,
    run: { readonly requestId: string; readonly budget?: TimeBudget },
  ): Promise<ScheduledJob> {
    const read = this.#read(event, run.requestId);
    const budget = run.budget ?? UNBOUNDED;
    return read.kind === 'sibling' ? this.#resume(read.fileName, budget) : this.#schedule(read, run.requestId, budget);
  }

  /** Validates a job as `handle` would, and writes nothing. */
  compile(event: unknown, requestId: string): CompiledEvent {
    const read = this.#read(event, requestId);
    if (read.kind === 'sibling') {
      throw new RefusedError('job.kind', { path: 'file_name', expected: 'a job, not the event of a sibling' });
    }
    return this.#compiled(read);
  }

  #read(event: unknown, requestId: string): JobEvent {
    const { stem, ext } = this.#settings.queueFile;
    return readJobEvent(event, requestId, ext === '' ? stem : `${stem}.${ext}`);
  }

  /** Takes up files that a Scheduler which died left behind. One that can't be worked is logged and stops no other. */
  async adoptOrphans(budget: TimeBudget = UNBOUNDED): Promise<readonly ScheduledJob[]> {
    const names = await this.#ports.files.orphans({ now: this.#ports.clock.now(), limit: ORPHANS_MAX });
    const adopted: ScheduledJob[] = [];
    for (const name of names) {
      if (!budget.hasTime()) break;
      this.#ports.logger.info('an orphaned queue file is taken up', { fileName: name });
      try {
        adopted.push(await this.#resume(name, budget));
      } catch (error) {
        this.#ports.logger.error('an orphaned queue file could not be worked', { fileName: name, error });
      }
    }
    return adopted;
  }

  async #schedule(event: JobEvent & { kind: 'job' }, requestId: string, budget: TimeBudget): Promise<ScheduledJob> {
    const { job } = this.#compiled(event);
    refuseTooLarge(job, this.#settings);

    const { files, ids, logger } = this.#ports;
    const identity = jobId(event.identity ?? requestId);
    const { stem, ext } = this.#settings.queueFile;
    const name = queueFileName({ stem, identity, ext, digest: ids.digest(identity) });
    const contentHash = ids.digest(JSON.stringify([event.labourer, event.job]));
    for (const warning of job.warnings) logger.warn(warning.message, { code: warning.code, path: warning.path });

    const known = await files.find(name);
    if (known === undefined) await files.create(name, { identity, contentHash }, linesOf(job));
    const stored = known ?? (await files.find(name));
    if (stored !== undefined && stored.contentHash !== contentHash) throw identityTaken(identity);
    return { ...(await this.#work(name, stored, budget)), warnings: job.warnings };
  }

  #compiled(event: JobEvent & { kind: 'job' }): CompiledEvent {
    const { labourers, clock } = this.#ports;
    return compileEvent(event, { labourers, settings: this.#settings, now: clock.now() });
  }

  async #resume(name: string, budget: TimeBudget): Promise<ScheduledJob> {
    assertQueueFileName(name);
    return this.#work(name, await this.#ports.files.find(name), budget);
  }

  async #work(name: string, file: JobFile | undefined, budget: TimeBudget): Promise<ScheduledJob> {
    if (file === undefined) {
      throw new RefusedError('job.file_unknown', {
        path: 'file_name',
        expected: 'the name of a queue file',
        found: name,
      });
    }
    const job = { jobId: jobId(file.identity), fileName: name, rows: file.rows, warnings: [] };
    if (file.state === 'finished') return { ...job, state: 'finished', added: 0 };
    const worked = await this.#ports.worker.work(name, jobId(file.identity), budget);
    if (worked.state === 'continued') await this.#spawnSibling(name);
    return { ...job, ...worked };
  }

  /** Without a sibling the file waits for the next pass over orphans: the job is safe either way. */
  async #spawnSibling(name: string): Promise<void> {
    try {
      await this.#ports.siblings.spawn('scheduler', { file_name: name });
    } catch (error) {
      this.#ports.logger.warn('no sibling was started; the next pass goes on with the file', { fileName: name, error });
    }
  }
}

const identityTaken = (identity: JobId): RefusedError =>
  new RefusedError('job.identity_taken', {
    path: 'job_id',
    expected: 'another identity: a different job has this one',
    found: identity,
    hint: 'The same job may be sent again under its identity; a changed one needs a new job_id',
  });
