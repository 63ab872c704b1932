/** The whole product in one process: the same use cases as in the cloud, ticked by a loop, with local workers. */

import { join } from 'node:path';
import type { Labourers } from '../../application/labourers.js';
import type { Orchestrator } from '../../application/orchestrator.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { SlotLedger } from '../../application/ports/slot-ledger.js';
import type { TaskLog } from '../../application/ports/task-log.js';
import type { JobProgress, TaskStore } from '../../application/ports/task-store.js';
import type { Sampler } from '../../application/sampler.js';
import type { Scavenger } from '../../application/scavenger.js';
import type { Scheduler } from '../../application/scheduler.js';
import type { TaskManager } from '../../application/task-manager.js';
import type { TaskOperator } from '../../application/task-operator.js';
import { SoswError } from '../../domain/errors.js';
import type { JobId } from '../../domain/ids.js';
import type { JsonObject } from '../../domain/task.js';
import type { CancelWatch } from './cancel-watch.js';
import { writeJobResults } from './job-results.js';
import type { SlotUseMeter } from './slot-use-meter.js';

/** Between two passes of the essentials; tokens are handed over at once, so nothing waits for a tick but first starts and retries. */
const TICK_MS = 500;

/** Ticks in a row that a failing store is given to recover. */
const STORE_FAILURES_MAX = 20;

export interface RunProgress {
  readonly planned: number;
  readonly done: number;
  readonly dead: number;
  readonly cancelled: number;
  readonly running: number;
  readonly retries: number;
}

export interface RunSummary extends RunProgress {
  readonly jobId: JobId;
  readonly state: 'done' | 'interrupted' | 'already done';
  /** 0 to 1, while more work was waiting; absent where nothing or only one wave ran. */
  readonly slotUse?: number;
  readonly wallSeconds: number;
  /** Absent for an interrupted job. */
  readonly resultsFile?: string;
}

export interface LocalRuntimeParts {
  readonly scheduler: Scheduler;
  readonly orchestrator: Orchestrator;
  readonly sampler: Sampler;
  readonly cancels: CancelWatch;
  readonly scavenger: Scavenger;
  readonly tasks: TaskManager;
  readonly operator: TaskOperator;
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  readonly log: TaskLog;
  readonly labourers: Labourers;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly meter: SlotUseMeter;
  readonly resultsDirectory: string;
  /** Ends the workers, gives up what they had in hand, and closes the store. */
  readonly shutDown: (options: { readonly graceMs: number }) => Promise<void>;
}

export class LocalRuntime {
  readonly parts: LocalRuntimeParts;

  constructor(parts: LocalRuntimeParts) {
    this.parts = parts;
  }

  /**
   * Ticks until the signal aborts. A tick that fails is logged and the next one tries again; a store that fails for ten seconds on end
   * (a full disk) ends it with its error.
   */
  async serve(options: { readonly signal: AbortSignal; readonly onTick?: () => Promise<void> | void }): Promise<void> {
    const { clock, logger } = this.parts;
    let storeFailures = 0;
    while (!options.signal.aborted) {
      try {
        await this.#tick();
        await options.onTick?.();
        storeFailures = 0;
      } catch (error) {
        logger.error('a tick failed; the next one tries again', { error });
        storeFailures = isStoreFailure(error) ? storeFailures + 1 : 0;
        if (storeFailures === STORE_FAILURES_MAX) throw error;
      }
      await clock.sleep(TICK_MS, options.signal);
    }
  }

  /**
   * Schedules the job under its identity and works it to its end, or until the signal aborts. A job that is unfinished is continued;
   * one that is finished is only told. Rejects with a RefusedError before anything is written.
   */
  async runJob(
    event: JsonObject,
    jobId: JobId,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: RunProgress) => void },
  ): Promise<RunSummary> {
    const { clock, scheduler, store } = this.parts;
    const planned = scheduler.compile(event, jobId).job.tasks;
    const resultsFile = join(this.parts.resultsDirectory, `${jobId}.ndjson`);
    const before = this.#progress(planned, await store.progress(jobId));
    if (isOver(before)) return { ...before, jobId, state: 'already done', wallSeconds: 0, resultsFile };

    const startedMs = clock.monotonic();
    const end = new AbortController();
    const signal = AbortSignal.any([options.signal, end.signal]);
    const budget = { hasTime: () => !signal.aborted };
    const scheduling = scheduler.handle(event, { requestId: jobId, budget });
    let progress = before;
    const onTick = async (): Promise<void> => {
      progress = this.#progress(planned, await store.progress(jobId));
      options.onProgress(progress);
      if (isOver(progress)) end.abort();
    };
    const serving = this.serve({ signal, onTick });
    try {
      await Promise.all([scheduling, serving]);
    } finally {
      end.abort();
      await Promise.allSettled([scheduling, serving]);
    }
    const slotUse = this.parts.meter.use();
    const summary = {
      ...progress,
      jobId,
      wallSeconds: (clock.monotonic() - startedMs) / 1000,
      ...(slotUse === undefined ? {} : { slotUse }),
    };
    if (!isOver(progress)) return { ...summary, state: 'interrupted' };
    await writeJobResults({ id: jobId, done: progress.done }, resultsFile, this.parts);
    return { ...summary, state: 'done', resultsFile };
  }

  /** Lets running workers end within the grace, interrupts the others, and closes everything. */
  close(options: { readonly graceMs: number } = { graceMs: 0 }): Promise<void> {
    return this.parts.shutDown(options);
  }

  async #tick(): Promise<void> {
    await this.parts.cancels.look();
    await this.parts.scheduler.adoptOrphans();
    const scavenged = await this.parts.scavenger.pass();
    const orchestrated = await this.parts.orchestrator.pass();
    await this.parts.sampler.record(orchestrated);
    const passes = [...scavenged, ...orchestrated];
    const failed = passes.find(({ error }) => isStoreFailure(error));
    if (failed !== undefined) throw failed.error;
  }

  #progress(planned: number, counted: JobProgress | undefined): RunProgress {
    return {
      planned,
      done: counted?.stages.done ?? 0,
      dead: counted?.stages.dead ?? 0,
      cancelled: counted?.stages.cancelled ?? 0,
      running: this.parts.meter.running,
      retries: counted?.retries ?? 0,
    };
  }
}

/** Whether every task of the job has ended. */
const isOver = ({ planned, done, dead, cancelled }: RunProgress): boolean => done + dead + cancelled >= planned;

const isStoreFailure = (error: unknown): boolean => error instanceof SoswError && error.code.startsWith('store.');
