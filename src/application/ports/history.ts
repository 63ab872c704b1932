/** What labourers were like at past instants: what curves are drawn of, and what the past is told from. */

import type { EcoStatus } from '../../domain/ecology/eco-status.js';
import type { LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';

/** A labourer at an instant. Null is what was not known then. */
export interface Sample {
  readonly labourerId: LabourerId;
  readonly at: EpochSeconds;
  readonly queued: number | null;
  /** Seconds that the head of the queue had waited since its creation; 0 for an empty queue. */
  readonly oldestWait: number | null;
  /** Slots in use. */
  readonly running: number | null;
  /** Slots allowed; 0 while paused. */
  readonly allowance: number | null;
  readonly cap: number | null;
  readonly paused: boolean | null;
  readonly status: EcoStatus | null;
  /** By the metric's name in the configuration; null where it had no data. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Sums since the data was made (on AWS: since the beginning of what was asked for). */
  readonly created: number;
  readonly done: number;
  readonly dead: number;
  /** Attempts that did not succeed and were or will be tried again. */
  readonly retried: number;
}

export interface HistoryQuery {
  readonly labourerIds: readonly LabourerId[];
  /** Inclusive. */
  readonly from: EpochSeconds;
  /** Inclusive. */
  readonly to: EpochSeconds;
  /** Samples of a labourer at most, from 2, evenly spread; the last one there is belongs to them. */
  readonly points: number;
}

export interface History {
  /** By labourer, each in the order of time; a labourer of whom nothing was recorded has none. */
  read(query: HistoryQuery): Promise<ReadonlyMap<LabourerId, readonly Sample[]>>;
  /** The stretch that something is known of; undefined without any. */
  span(): Promise<{ readonly from: EpochSeconds; readonly to: EpochSeconds } | undefined>;
}

/** Where samples are kept by whoever works the tasks. On AWS CloudWatch keeps what the essentials publish, and nothing is written here. */
export interface SampleLog {
  /** Best effort: a failure is logged, never thrown. Old samples are thinned out and forgotten, so that they never grow beyond a bound. */
  write(samples: readonly Sample[]): Promise<void>;
}
