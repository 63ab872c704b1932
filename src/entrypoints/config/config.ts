/** What a configuration file says, read and checked: the only form in which the rest of the program sees it. */

import type { Labourers } from '../../application/labourers.js';
import type { QueueFileSettings } from '../../application/queue-file-worker.js';
import type { SchedulerSettings } from '../../application/scheduler-settings.js';
import type { LocalWorker } from '../../adapters/local/local-worker.js';
import type { StoreNames } from '../../adapters/sqlite/store-names.js';
import type { Coefficients } from '../../domain/ecology/allowance.js';
import type { LabourerId } from '../../domain/ids.js';
import type { TaskSettings } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';

/** Frozen: a changed file is read again into a new one. */
export interface Config {
  /** The file that was read, absolute. */
  readonly file: string;
  /** SHA-256 of the file's text, in hex. */
  readonly hash: string;
  readonly labourers: Labourers;
  /** How workers are run on this machine; labourers whose workers live elsewhere (a Lambda) are not in it. */
  readonly workers: ReadonlyMap<LabourerId, LocalWorker>;
  readonly taskSettings: TaskSettings;
  readonly schedulerSettings: SchedulerSettings;
  readonly queueFileSettings: QueueFileSettings;
  readonly storeNames: StoreNames;
  readonly coefficients: Coefficients;
  /** Whether the events of tasks (created, invoked, …) are kept: `task_events`. */
  readonly taskEvents: boolean;
  /** In the file's order. */
  readonly schedules: readonly Schedule[];
  readonly warnings: readonly ConfigWarning[];
}

/** A job that `sosw dev` schedules by the clock. */
export interface Schedule {
  readonly name: string;
  /** Five or six fields, as croner reads them. */
  readonly cron: string;
  /** IANA name; the fields of `cron` are read in it. */
  readonly timeZone: string;
  readonly job: JsonObject;
}

/** What the author of a configuration may well not mean, though nothing is wrong with it. */
export interface ConfigWarning {
  /** Stable: `config.unknown_key`. */
  readonly code: string;
  /** Key by key, joined by dots. */
  readonly path: string;
  readonly line: number;
  /** For people, without file and line. */
  readonly message: string;
}
