/** The machine's clock. */

import type { Clock } from '../../application/ports/clock.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';

/** A timer of Node overflows beyond this and would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export class SystemClock implements Clock {
  now(): EpochSeconds {
    return epochSeconds(Date.now() / 1000);
  }

  monotonic(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const end = performance.now() + ms;
    // Again after a timer that was too long, and after one that fired a fraction of a millisecond early.
    for (let left = ms; left > 0 && signal?.aborted !== true; left = end - performance.now()) {
      await timer(Math.min(Math.ceil(left), LONGEST_TIMER_MS), signal);
    }
  }
}

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timeout = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
