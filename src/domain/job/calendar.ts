/** Days of the calendar as whole numbers (days since 1970-01-01), so that arithmetic on dates is arithmetic on integers. */

import { RefusedError } from '../errors.js';
import type { EpochSeconds } from '../time.js';

const SECONDS_A_DAY = 86_400;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The first and the last day that `YYYY-MM-DD` can write; Python, where most workers read the dates, has no other years. */
export const FIRST_DAY = dayNumber('0001-01-01');
export const LAST_DAY = dayNumber('9999-12-31');

/** `YYYY-MM-DD` of a day between `FIRST_DAY` and `LAST_DAY`. */
export const isoDate = (day: number): string => new Date(day * SECONDS_A_DAY * 1000).toISOString().slice(0, 10);

/** The day that a text names, or undefined when it is no `YYYY-MM-DD` or no day of the calendar (30 February). */
export function dayOfDate(text: unknown): number | undefined {
  if (typeof text !== 'string' || !DATE.test(text)) return undefined;
  const day = dayNumber(text);
  return day >= FIRST_DAY && day <= LAST_DAY && isoDate(day) === text ? day : undefined;
}

/** 0 is Sunday, 6 is Saturday; day 0 was a Thursday. */
export const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** The date that a wall calendar in the time zone shows at this instant. Refuses names that the time zone database has not. */
export function dayAt(now: EpochSeconds, timeZone: string, path = 'time_zone'): number {
  if (timeZone === 'UTC') return Math.floor(now / SECONDS_A_DAY);
  const parts = new Map(
    calendarOf(timeZone, path)
      .formatToParts(now * 1000)
      .map(({ type, value }) => [type, value]),
  );
  const year = parts.get('year')?.padStart(4, '0');
  return dayNumber(`${year}-${parts.get('month')}-${parts.get('day')}`);
}

function calendarOf(timeZone: string, path: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch {
    throw new RefusedError('job.time_zone', {
      path,
      expected: 'a name of the time zone database, such as Europe/Paris',
      found: timeZone,
    });
  }
}

/** NaN where the text is no date; months that are too short for the day run over into the next. */
function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000 / SECONDS_A_DAY;
}
