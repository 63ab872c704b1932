/** How large a searched world is, and how its time maps onto the seconds that the product's decisions count in. */

import { type Seconds, seconds } from '../../src/domain/time.js';

/** The size of a world. The space of its states is finite and is searched whole. */
export interface Bounds {
  readonly name: string;
  readonly tasks: number;
  readonly maxAttempts: number;
  /** The allowances that Orchestrators may decide on; the first is in force at the beginning, the largest is the cap. */
  readonly allowances: readonly [number, ...number[]];
  /** Processes of each essential that are under way at once; one with two tokens in hand counts as two. */
  readonly orchestrators: number;
  readonly assistants: number;
  readonly scavengers: number;
  /** Seconds of a step of time. A fresh token's expiry is rounded to whole minutes, so 30 s show what rounding does. */
  readonly tick: number;
  /** Steps of time that an attempt takes at most, and that come after it before the task has expired. */
  readonly duration: number;
  readonly cooldown: number;
  /** Whether workers echo the number of their attempt. */
  readonly numbered: boolean;
  readonly archiveOnCompletion: boolean;
  /** Whether a worker may report a failure and then, after all, completion. */
  readonly failsThenCompletes: boolean;
  /** Whether changes of tasks travel: they are made later than they were decided, and the index shows rows as they were. */
  readonly slowStore: boolean;
  /** Whether changes of the labourer's row travel: others may write between the reading and the compare-and-set. */
  readonly slowLedger: boolean;
  /** Whether the store's client may send a change twice, the second time arriving at any later time. */
  readonly repeats: readonly ('claim' | 'release')[];
  /** Whether the allowance may be lowered once and for all to the smallest of `allowances`. */
  readonly lowering: boolean;
  /** Whether an operator pauses and resumes the labourer. */
  readonly pausing: boolean;
  /** Whether an operator cancels tasks, and how often each may be given a new life. */
  readonly cancels: boolean;
  readonly redrives: number;
}

/** The smallest world that still has every essential. */
export const SMALL: Bounds = {
  name: 'small',
  tasks: 2,
  maxAttempts: 2,
  allowances: [1],
  orchestrators: 2,
  assistants: 2,
  scavengers: 2,
  tick: 60,
  duration: 1,
  cooldown: 1,
  numbered: true,
  archiveOnCompletion: true,
  failsThenCompletes: false,
  slowStore: false,
  slowLedger: false,
  repeats: [],
  lowering: false,
  pausing: false,
  cancels: false,
  redrives: 0,
};

/** The labourer's settings that a world's bounds stand for. */
export interface Times {
  readonly tick: number;
  readonly duration: Seconds;
  readonly cooldown: Seconds;
  /** Steps of time in `duration + cooldown`. */
  readonly lifeTicks: number;
}

export const timesOf = ({ tick, duration, cooldown }: Bounds): Times => ({
  tick,
  duration: seconds(tick * duration),
  cooldown: seconds(tick * cooldown),
  lifeTicks: duration + cooldown,
});
