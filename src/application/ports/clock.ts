/** Time, the only way it enters. */

import type { EpochSeconds } from '../../domain/time.js';

export interface Clock {
  /** The wall clock in epoch seconds, with its fraction; two readings may go backwards when the clock is set. */
  now(): EpochSeconds;
  /** Milliseconds of a clock that never goes back, for measuring lengths of time. */
  monotonic(): number;
  /** Resolves after so many milliseconds; with the reason of `signal` at once when it aborts (no rejection). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
