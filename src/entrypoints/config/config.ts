/** What the configuration says, read and checked: the only form in which the rest of the program sees it. */

import type { Labourers } from '../../application/labourers.js';
import type { QueueFileSettings } from '../../application/queue-file-worker.js';
import type { SchedulerSettings } from '../../application/scheduler-settings.js';
import type { LocalWorker } from '../../adapters/local/local-worker.js';
import type { StoreNames } from '../../adapters/shared/store-names.js';
import type { Coefficients } from '../../domain/ecology/allowance.js';
import type { LabourerId } from '../../domain/ids.js';
import type { TaskSettings } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import type { AwsSettings } from './aws-settings.js';

/** What the essentials are told, wherever they run. Frozen: a changed configuration is read again into a new one. */
export interface EssentialConfig {
  /** SHA-256 of what was read, in hex. */
  readonly hash: string;
  readonly labourers: Labourers;
  readonly taskSettings: TaskSettings;
  readonly schedulerSettings: SchedulerSettings;
  readonly queueFileSettings: QueueFileSettings;
  readonly storeNames: StoreNames;
  readonly coefficients: Coefficients;
  /** Whether the events of tasks (created, invoked, …) are kept: `task_events`. */
  readonly taskEvents: boolean;
  /** In lower case; what stands under a key that contains one of them is not shown: `masked_keys`. */
  readonly maskedKeys: readonly string[];
  readonly aws: AwsSettings;
  readonly warnings: readonly ConfigWarning[];
}

/** What a file says, with what only a machine of one's own needs. */
export interface Config extends EssentialConfig {
  /** The file that was read, absolute. */
  readonly file: string;
  /** How workers are run on this machine; labourers whose workers live elsewhere (a Lambda) are not in it. */
  readonly workers: ReadonlyMap<LabourerId, LocalWorker>;
  /** In the file's order. */
  readonly schedules: readonly Schedule[];
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
  /** From 1; absent when there is no file to point into. */
  readonly line?: number;
  /** For people, without file and line. */
  readonly message: string;
}
