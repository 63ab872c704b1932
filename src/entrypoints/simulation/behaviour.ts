/** What a simulation assumes of the world around the product: how workers behave, what they load, and what metrics say of it. */

import type { Seconds } from '../../domain/time.js';
import type { Curve, Outage } from './curve.js';
import type { Distribution } from './distribution.js';

/** A scenario, checked against the labourers that it is for. Whatever it does not name is as `DEFAULT_SCENARIO` has it. */
export interface Scenario {
  /** By the labourer's name. */
  readonly workers: ReadonlyMap<string, WorkerBehaviour>;
  /** By the name that the scenario gives them. */
  readonly targets: ReadonlyMap<string, TargetBehaviour>;
  /** By the metric's name in the configuration. */
  readonly metrics: ReadonlyMap<string, MetricBehaviour>;
}

/** How the attempts of one labourer go. */
export interface WorkerBehaviour {
  /** Work of an attempt: as long as it takes while nothing slows it. Absent: a share of the labourer's time-out, by chance. */
  readonly duration?: Distribution;
  /** Share of the attempts that report a failure at their end. */
  readonly failures: number;
  /** Share that ends without a word, at an instant of its own: the task is left to expire. */
  readonly crashes: number;
  /** US dollars a second of a running attempt. */
  readonly pricePerSecond: number;
}

/** Something that workers load, and that slows them when they load it too much: a database, a service. */
export interface TargetBehaviour {
  /** The load that it carries at full speed. */
  readonly capacity: Curve;
  /** The load that others put on it. */
  readonly others: Curve;
  /** Load of one running attempt, by the labourer's name. */
  readonly loadPerTask: ReadonlyMap<string, number>;
  /** Share of the capacity above which it is over its limit. */
  readonly limit: number;
  /**
   * Beyond its capacity it works at `(capacity ÷ load) ** slowdown` of its speed: 1 shares the capacity out evenly, more wastes
   * some of it, 0 slows nobody.
   */
  readonly slowdown: number;
  /** Share of the attempts that fail when they end while it is over its limit. */
  readonly failuresOverLimit: number;
}

/** What a metric shows: its own curve, and what it sees of a target or of running attempts. */
export interface MetricBehaviour {
  readonly curve: Curve;
  /** `load`: the target's, in its unit. `utilisation`: percent of its capacity. `slowness`: 1 at full speed, 2 at half of it. */
  readonly target?: {
    readonly name: string;
    readonly shows: 'load' | 'utilisation' | 'slowness';
    readonly times: number;
  };
  /** Added for each running attempt, by the labourer's name. */
  readonly perRunning: ReadonlyMap<string, number>;
  /** Standard deviation of what is added to each minute's value. */
  readonly noise: number;
  /** How old the newest datapoint is. */
  readonly delay: Seconds;
  readonly noData: readonly Outage[];
}
