/** The jobs that are scheduled by the clock: `schedules`. */

import { resolve } from 'node:path';
import { Cron } from 'croner';
import type { Labourers } from '../../application/labourers.js';
import { RefusedError } from '../../domain/errors.js';
import { dayAt } from '../../domain/job/calendar.js';
import { type JobEvent, readJobEvent } from '../../domain/job/job.js';
import { refuseUnlessJsonMap } from '../../domain/job/json.js';
import type { JsonObject } from '../../domain/task.js';
import { epochSeconds } from '../../domain/time.js';
import type { Schedule } from './config.js';
import { readDocument } from './document.js';
import type { ScheduleSettings } from './schema.js';

export interface ScheduleContext {
  readonly labourers: Labourers;
  /** What relative paths are relative to. */
  readonly folder: string;
  readonly timeZone: string | undefined;
}

/** Throws RefusedError, also for a job that no labourer of the configuration could take. */
export function readSchedule(
  name: string,
  settings: ScheduleSettings,
  context: ScheduleContext,
  path: string,
): Schedule {
  const timeZone = settings.time_zone ?? context.timeZone ?? 'UTC';
  dayAt(epochSeconds(0), timeZone, `${path}.time_zone`);
  refuseUnlessCron(settings.cron, timeZone, `${path}.cron`);
  const job = readJob(settings, context.folder, path);
  refuseUnlessSchedulable(job, context.labourers, `${path}.${settings.job ? 'job' : 'job_file'}`);
  return { name, cron: settings.cron, timeZone, job };
}

function refuseUnlessCron(cron: string, timezone: string, path: string): void {
  try {
    new Cron(cron, { timezone, paused: true });
  } catch (error) {
    const hint = error instanceof Error ? error.message : String(error);
    throw new RefusedError('config.value', { path, expected: 'a line of cron, as "0 2 * * *"', found: cron, hint });
  }
}

function readJob({ job, job_file: file }: ScheduleSettings, folder: string, path: string): JsonObject {
  if ((typeof file === 'string') === (typeof job === 'object' && job !== null)) {
    throw new RefusedError('config.value', { path, expected: 'either job or job_file' });
  }
  const value: unknown = typeof file === 'string' ? readDocument(resolve(folder, file), 'job').value : job;
  refuseUnlessJsonMap(value, typeof file === 'string' ? `${path}.job_file` : `${path}.job`);
  return value;
}

function refuseUnlessSchedulable(job: JsonObject, labourers: Labourers, path: string): void {
  const event = eventOf(job, path);
  if (event.kind === 'sibling' || labourers.find(event.labourer) === undefined) {
    throw new RefusedError('labourer.unknown', { path, expected: 'the job of a labourer of this configuration' });
  }
  if (event.identity !== undefined) {
    const expected = 'a job without job_id: each planned instant makes one of its own';
    throw new RefusedError('job.job_id', { path, expected, found: event.identity });
  }
}

/** The job, with the path in the configuration for what it is refused for. */
function eventOf(job: JsonObject, path: string): JobEvent {
  try {
    return readJobEvent(job);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(error.code, { path, expected: error.expected, hint: error.message });
  }
}
