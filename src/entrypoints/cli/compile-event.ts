/** A job event against a configuration, without a store: what `plan` shows and what every command checks before it writes. */

import { RefusedError } from '../../domain/errors.js';
import type { JobId } from '../../domain/ids.js';
import { type CompiledJob, compileJob } from '../../domain/job/compile-job.js';
import { readJobEvent } from '../../domain/job/job.js';
import { planOf, refuseTooLargePayloads, refuseTooManyTasks } from '../../domain/job/plan.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { Config } from '../config/config.js';

export interface CompiledEvent {
  readonly job: CompiledJob;
  readonly labourer: Labourer;
  /** The identity that the event itself gives the job. */
  readonly ownId: JobId | undefined;
}

/** Throws RefusedError for whatever the Scheduler would refuse but the size, of which a plan may be any. */
export function compileEvent(event: JsonObject, config: Config, now: EpochSeconds): CompiledEvent {
  const read = readJobEvent(event);
  if (read.kind === 'sibling') {
    throw new RefusedError('job.kind', { path: 'file_name', expected: 'a job, not the event of a sibling' });
  }
  const labourer = config.labourers.find(read.labourer);
  if (labourer === undefined) {
    const known = config.labourers.all().map(({ id }) => id);
    const expected = `a labourer of the configuration (${known.slice(0, 20).join(', ') || 'there is none'})`;
    throw new RefusedError('labourer.unknown', { path: 'job.lambda_name', expected, found: read.labourer });
  }
  const { schemas, timeZone, customPeriods } = config.schedulerSettings;
  const job = compileJob({ job: read.job, labourerId: labourer.id, schemas, now, timeZone, customPeriods });
  return { job, labourer, ownId: read.identity };
}

/** Throws RefusedError for a job that is too large to be scheduled. */
export function refuseTooLarge(job: CompiledJob, { schedulerSettings }: Config): void {
  refuseTooManyTasks(job, schedulerSettings.maxTasksPerJob);
  refuseTooLargePayloads(planOf(job, { first: 0, last: 0 }), schedulerSettings.payloadLimit);
}
