/** The dates of a job: its period taken out of it and resolved. Dates are the outermost level of chunking, above any attribute. */

import { RefusedError } from '../errors.js';
import type { Json, JsonObject } from '../task.js';
import type { EpochSeconds } from '../time.js';
import { dayAt } from './calendar.js';
import { readSwitch } from './flags.js';
import type { JobWarning } from './job-warning.js';
import { ownValue, without } from './json.js';
import { type CustomPeriods, datesBetween, datesOfPeriod } from './periods.js';

/** What a job's words about time are read against. */
export interface Calendar {
  readonly now: EpochSeconds;
  /** Where "today" is: a name of the time zone database, the job's own `time_zone` wins. Default UTC. */
  readonly timeZone?: string | undefined;
  readonly customPeriods?: CustomPeriods | undefined;
}

export interface JobDates {
  /** `YYYY-MM-DD` in the order they are to run; undefined when the job asks for none. */
  readonly dates: readonly string[] | undefined;
  /** A task a date, else one `date_list` of all. */
  readonly isolated: boolean;
}

/** Splits a job into its dates and the rest of it. A job without a period is its own rest: `isolate_days` alone means nothing. */
export function splitDates(
  job: JsonObject,
  calendar: Calendar,
): { dates: JobDates; rest: JsonObject; warnings: readonly JobWarning[] } {
  const isolated = readSwitch(ownValue(job, 'isolate_days') ?? false, 'job.isolate_days');
  const keys = periodKeys(job);
  if (keys.length === 0) {
    const warnings = warningsFor(job, ['isolate_days', 'en_date'], 'there is no period');
    return { dates: { dates: undefined, isolated: false }, rest: job, warnings };
  }
  const dates = resolve(job, keys, calendar);
  const spent = [...keys, 'isolate_days', 'time_zone', 'date_list'];
  const unused = ['st_date', 'en_date'].filter((key) => !keys.includes(key));
  const warnings = warningsFor(job, unused, 'the period decides');
  return { dates: { dates, isolated }, rest: spent.reduce(without, job), warnings };
}

/** How many times the attributes' tasks are repeated: once, or once a date. */
export const dateListCount = ({ dates, isolated }: JobDates): number =>
  dates !== undefined && isolated ? dates.length : 1;

/** What the `index`-th repetition lays under the attributes' tasks. */
export function dateListAt({ dates, isolated }: JobDates, index: number): JsonObject {
  if (dates === undefined) return {};
  return { date_list: isolated ? dates.slice(index, index + 1) : dates };
}

/** The first repetition alone. */
export const firstDateList = ({ dates, isolated }: JobDates): JobDates => ({
  dates: isolated ? dates?.slice(0, 1) : dates,
  isolated,
});

/** What the job's dates are made of: its `period`, or where there is none `st_date` and `en_date`. */
function periodKeys(job: JsonObject): string[] {
  if ((ownValue(job, 'period') ?? null) !== null) return ['period'];
  return (ownValue(job, 'st_date') ?? null) !== null ? ['st_date', 'en_date'] : [];
}

function resolve(job: JsonObject, keys: readonly string[], calendar: Calendar): string[] {
  const today = dayAt(calendar.now, timeZoneOf(job, calendar), 'job.time_zone');
  if (keys.includes('period')) return datesOfPeriod(job.period, { today, custom: calendar.customPeriods });
  const paths = { from: 'job.st_date', to: 'job.en_date' };
  return datesBetween({ from: job.st_date, to: ownValue(job, 'en_date') }, { today, paths });
}

function timeZoneOf(job: JsonObject, calendar: Calendar): string {
  const own: Json = ownValue(job, 'time_zone') ?? calendar.timeZone ?? 'UTC';
  if (typeof own === 'string') return own;
  throw new RefusedError('job.time_zone', { path: 'job.time_zone', expected: 'the name of a time zone', found: own });
}

/** Attributes that would mean something beside another period: workers may well want them as they are. */
function warningsFor(job: JsonObject, keys: readonly string[], reason: string): JobWarning[] {
  return keys
    .filter((key) => Object.hasOwn(job, key))
    .map((key) => ({
      code: 'job.date_key_unused',
      path: `job.${key}`,
      message: `${key} is passed on as it is: ${reason}`,
    }));
}
