/** A job's event validated as a whole, with nothing written: what the Scheduler does first, and what is all that a plan needs. */

import { RefusedError } from '../domain/errors.js';
import { type CompiledJob, compileJob } from '../domain/job/compile-job.js';
import type { JobEvent } from '../domain/job/job.js';
import { planOf, refuseTooLargePayloads, refuseTooManyTasks } from '../domain/job/plan.js';
import type { Labourer } from '../domain/labourer.js';
import type { EpochSeconds } from '../domain/time.js';
import type { Labourers } from './labourers.js';
import type { SchedulerSettings } from './scheduler-settings.js';

export interface CompiledEvent {
  readonly job: CompiledJob;
  readonly labourer: Labourer;
}

/** Throws RefusedError for whatever is wrong with the job but its size, of which a plan may be any. */
export function compileEvent(
  event: JobEvent & { kind: 'job' },
  against: { readonly labourers: Labourers; readonly settings: SchedulerSettings; readonly now: EpochSeconds },
): CompiledEvent {
  const { labourers, settings, now } = against;
  const labourer = labourers.find(event.labourer);
  if (labourer === undefined) throw unknownLabourer(event.labourer, labourers);
  const { schemas, timeZone, customPeriods } = settings;
  const job = compileJob({ job: event.job, labourerId: labourer.id, schemas, now, timeZone, customPeriods });
  return { job, labourer };
}

/** Throws RefusedError for a job that is too large to be scheduled: in tasks, or in the bytes of one. */
export function refuseTooLarge(job: CompiledJob, { maxTasksPerJob, payloadLimit }: SchedulerSettings): void {
  refuseTooManyTasks(job, maxTasksPerJob);
  refuseTooLargePayloads(planOf(job, { first: 0, last: 0 }), payloadLimit);
}

function unknownLabourer(name: string, labourers: Labourers): RefusedError {
  const known = labourers.all().map(({ id }) => id);
  const expected = `a registered labourer (${known.slice(0, 20).join(', ') || 'there is none'})`;
  return new RefusedError('labourer.unknown', { path: 'job.lambda_name', expected, found: name });
}
