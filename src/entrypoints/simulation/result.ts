/** What a simulation found: the same data for the terminal, the HTML report, `--json` and comparisons. */

import type { WorkCost } from '../../domain/cost.js';
import type { EcoStatus } from '../../domain/ecology/eco-status.js';
import type { LabourerId } from '../../domain/ids.js';
import type { EpochSeconds, Seconds } from '../../domain/time.js';

/** One simulated stretch of time under one configuration. */
export interface SimulationResult {
  readonly seed: number;
  readonly from: EpochSeconds;
  /** The end of the stretch, whether or not all work had ended by then. */
  readonly to: EpochSeconds;
  readonly labourers: readonly LabourerResult[];
  /** Real milliseconds that the simulation took. */
  readonly wallMs: number;
  readonly warnings: readonly string[];
}

/** Totals of one labourer over the whole stretch, and its curves. */
export interface LabourerResult {
  readonly labourerId: LabourerId;
  readonly cap: number;
  readonly created: number;
  readonly done: number;
  readonly dead: number;
  /** Attempts that failed or expired and were tried again. */
  readonly retries: number;
  readonly invocations: number;
  /** Tasks that had not ended when the stretch did. */
  readonly open: number;
  /** From the first task's creation to the last task's end; undefined without tasks. */
  readonly makespan: Seconds | undefined;
  /** Longest wait of any task in the queue. */
  readonly longestWait: Seconds;
  /** Share of the cap that was at work while tasks were queued, 0 to 1; undefined where nothing was queued. */
  readonly slotUse: number | undefined;
  /** How long the labourer's health was in each status. */
  readonly timeIn: Readonly<Record<EcoStatus, Seconds>>;
  /** How long any of its targets was over the limit that the scenario gives it; undefined without a limit. */
  readonly timeOverLimit: Seconds | undefined;
  readonly workedSeconds: Seconds;
  readonly cost: WorkCost;
  readonly timeline: Timeline;
  readonly peaks: Peaks;
}

/** The highest value of a curve, and the first instant that has it. */
export interface Peak {
  readonly value: number;
  readonly at: EpochSeconds;
}

/** Of all instants that were sampled: a timeline that was condensed may have lost them. */
export type Peaks = Readonly<Record<'queued' | 'running' | 'oldestAge', Peak>>;

/** Curves, one value an instant of `at`; instants are evenly spaced. */
export interface Timeline {
  readonly at: readonly EpochSeconds[];
  readonly queued: readonly number[];
  readonly running: readonly number[];
  readonly allowance: readonly number[];
  readonly status: readonly EcoStatus[];
  /** Seconds that the task has waited that stands in the queue longest; 0 for an empty queue. */
  readonly oldestAge: readonly number[];
  /** Since the stretch's beginning. */
  readonly retries: readonly number[];
  readonly dead: readonly number[];
  readonly done: readonly number[];
  /** By the metric's name in the configuration; null where it had no data. */
  readonly metrics: Readonly<Record<string, readonly (number | null)[]>>;
}
