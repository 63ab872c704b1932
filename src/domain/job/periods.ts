/** Periods: from the words of a job (`last_3_days`, `{from, to}`) to dates. */

import { RefusedError } from '../errors.js';
import { dayOfDate, FIRST_DAY, isoDate, LAST_DAY, weekday } from './calendar.js';
import { isMap } from './json.js';

/**
 * Most days that one period may have: 273 years. The dates of a job are held in memory and each is at least one task, so that
 * a slip of the finger (`last_10000000_days`) is refused before it costs anything.
 */
export const MAX_DAYS = 100_000;

/** A period of the user's own: given the period as the job names it and today's date, its dates, in the order they are to run. */
export type CustomPeriod = (period: string, today: string) => readonly string[];

/**
 * Periods of the user's own by name or by pattern (a regular expression that must match the whole period), asked in this
 * order after the built-in ones. Source: `custom_period_patterns`.
 */
export type CustomPeriods = ReadonlyMap<string, CustomPeriod>;

/** Both days belong to it. */
interface DayRange {
  readonly from: number;
  readonly to: number;
}

const BUILT_IN: readonly (readonly [RegExp, (today: number, x: number) => DayRange])[] = [
  [/^today$/, (today) => ({ from: today, to: today })],
  [/^yesterday$/, (today) => ({ from: today - 1, to: today - 1 })],
  [/^last_(\d+)_days$/, (today, x) => ({ from: today - x, to: today - 1 })],
  [/^(\d+)_days_back$/, (today, x) => ({ from: today - x, to: today - x })],
  [/^previous_(\d+)_days$/, (today, x) => ({ from: today - 2 * x, to: today - x - 1 })],
  [/^last_week$/, (today) => ({ from: today - weekday(today) - 7, to: today - weekday(today) - 1 })],
];

/**
 * The dates of a period.
 *
 * @param period - `today`, `yesterday`, `last_X_days`, `X_days_back`, `previous_X_days`, `last_week`, `{from, to}`, or
 *   a custom one.
 * @param options - `today` in whole days since 1970-01-01; custom periods; the path by which refusals name the period.
 * @returns Dates as `YYYY-MM-DD`, oldest first; those of a custom period in its own order.
 * @throws RefusedError `job.period` for what is no period, has no day, or has more than 100,000.
 * @example
 * ```ts
 * const today = Math.floor(Date.UTC(2026, 2, 11) / 86_400_000);
 * datesOfPeriod('last_2_days', { today }); // ['2026-03-09', '2026-03-10']
 * ```
 */
export function datesOfPeriod(
  period: unknown,
  { today, custom, path = 'job.period' }: { today: number; custom?: CustomPeriods | undefined; path?: string },
): string[] {
  if (isMap(period)) return datesOfMap(period, today, path);
  if (typeof period !== 'string') throw unknownPeriod(period, path);

  for (const [pattern, rangeOf] of BUILT_IN) {
    const match = pattern.exec(period);
    if (match !== null) return datesOfRange(rangeOf(today, Number(match[1])), path, period);
  }
  for (const [name, datesOf] of custom ?? []) {
    if (name === period || wholePattern(name).test(period))
      return checkedDates(datesOf(period, isoDate(today)), path, period);
  }
  throw unknownPeriod(period, path);
}

/**
 * The dates from one to another, both ends included.
 *
 * @param range - `YYYY-MM-DD`; without `to` it ends today.
 * @param options - `today` in whole days since 1970-01-01, and the paths by which refusals name the two ends.
 * @returns Dates as `YYYY-MM-DD`, oldest first.
 * @throws RefusedError `job.period` as `datesOfPeriod`.
 * @example
 * ```ts
 * const paths = { from: 'from', to: 'to' };
 * datesBetween({ from: '2026-03-10', to: '2026-03-11' }, { today, paths }); // ['2026-03-10', '2026-03-11']
 * ```
 */
export function datesBetween(
  { from, to }: { from: unknown; to: unknown },
  { today, paths }: { today: number; paths: { from: string; to: string } },
): string[] {
  const range = { from: dayIn(from, paths.from), to: to === undefined || to === null ? today : dayIn(to, paths.to) };
  return datesOfRange(range, paths.from, { from, to });
}

function datesOfMap(period: Readonly<Record<string, unknown>>, today: number, path: string): string[] {
  const strange = Object.keys(period).find((key) => key !== 'from' && key !== 'to');
  if (strange !== undefined) {
    throw new RefusedError('job.period', { path: `${path}.${strange}`, expected: 'no keys but from and to' });
  }
  const { from, to } = period;
  return datesBetween({ from, to }, { today, paths: { from: `${path}.from`, to: `${path}.to` } });
}

function dayIn(date: unknown, path: string): number {
  const day = dayOfDate(date);
  if (day !== undefined) return day;
  throw new RefusedError('job.period', { path, expected: 'a date of the calendar as YYYY-MM-DD', found: date });
}

function datesOfRange({ from, to }: DayRange, path: string, found: unknown): string[] {
  const days = to - from + 1;
  // Turned round, so that the NaN of a number too long to read is refused too.
  if (!(days >= 1 && days <= MAX_DAYS && from >= FIRST_DAY && to <= LAST_DAY)) throw wrongLength(path, found);
  return Array.from({ length: days }, (_, index) => isoDate(from + index));
}

function checkedDates(dates: readonly string[], path: string, found: unknown): string[] {
  if (dates.length < 1 || dates.length > MAX_DAYS) throw wrongLength(path, found);
  return dates.map((date) => isoDate(dayIn(date, path)));
}

function wholePattern(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new RefusedError('config.value', {
      path: 'custom_period_patterns',
      expected: 'a name or a regular expression',
      found: pattern,
    });
  }
}

const wrongLength = (path: string, found: unknown) =>
  new RefusedError('job.period', {
    path,
    expected: `1 to ${MAX_DAYS} days between the years 1 and 9999, the first not after the last`,
    found,
  });

const unknownPeriod = (found: unknown, path: string) =>
  new RefusedError('job.period', {
    path,
    expected:
      'today, yesterday, last_X_days, X_days_back, previous_X_days, last_week, {from, to}, or the name of a custom period',
    found,
  });
