/** How much of a run's time may be worked in. */

import type { Context } from 'aws-lambda';
import type { TimeBudget } from '../../application/time-budget.js';
import type { Seconds } from '../../domain/time.js';

/**
 * Time for work until `shutdownPeriod` before the function's end. Of a short run a quarter is kept at most, else a function whose
 * time-out is the shutdown period itself would never work.
 */
export function timeBudget(context: Pick<Context, 'getRemainingTimeInMillis'>, shutdownPeriod: Seconds): TimeBudget {
  const keptMs = Math.min(shutdownPeriod * 1000, context.getRemainingTimeInMillis() / 4);
  return { hasTime: () => context.getRemainingTimeInMillis() > keptMs };
}
