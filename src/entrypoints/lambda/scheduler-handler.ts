/** The Scheduler as a function: a job in any documented form, a sibling's file, or a tick, which takes up what others left. */

import type { Scheduler } from '../../application/scheduler.js';
import { isTick } from './events.js';
import { type Essential, type LambdaHandler, runEssential } from './run-essential.js';

export const schedulerHandler = (essential: Essential<{ readonly scheduler: Scheduler }>): LambdaHandler =>
  runEssential(essential, async (event, { composed: { scheduler }, requestId, budget }) =>
    isTick(event) ? { adopted: await scheduler.adoptOrphans(budget) } : scheduler.handle(event, { requestId, budget }),
  );
