/** The jobs that a configuration schedules by the clock, at the instants at which `sosw dev` would. */

import { Cron } from 'croner';
import type { Logger } from '../../application/ports/logger.js';
import type { Scheduler } from '../../application/scheduler.js';
import { jobId } from '../../domain/ids.js';
import type { Schedule } from '../config/config.js';
import type { SimulatedTime } from './simulated-time.js';

/** Plans the schedule's next instant; that plans the one behind it. A job that is refused is logged, and its next time comes. */
export function planJobs(schedule: Schedule, time: SimulatedTime, scheduler: Scheduler, logger: Logger): void {
  const cron = new Cron(schedule.cron, { timezone: schedule.timeZone, paused: true });
  const planAfter = (instantMs: number): void => {
    const planned = cron.nextRun(new Date(instantMs));
    if (planned === null) return;
    time.at(planned.getTime() / 1000, async () => {
      await scheduleOnce(schedule, planned, scheduler, logger);
      planAfter(planned.getTime());
    });
  };
  // The beginning itself counts: croner looks for instants behind the given one.
  planAfter(time.now() * 1000 - 1000);
}

async function scheduleOnce(
  { name, job }: Schedule,
  planned: Date,
  scheduler: Scheduler,
  logger: Logger,
): Promise<void> {
  try {
    await scheduler.handle(job, { requestId: jobId(`${name}@${planned.toISOString()}`) });
  } catch (error) {
    logger.error(`the job of the schedule ${name} could not be scheduled`, { error });
  }
}
