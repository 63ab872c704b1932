/** Periods of the user's own, declared in the configuration: `custom_period_patterns`. */

import * as z from 'zod/mini';
import { RefusedError } from '../../domain/errors.js';
import { dayOfDate, isoDate, weekday } from '../../domain/job/calendar.js';
import { type CustomPeriod, type CustomPeriods, datesOfPeriod } from '../../domain/job/periods.js';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
/** Far more than a job may have days: what is beyond is a slip. */
const DAYS_MAX = 1_000_000;

const whole = (most: number) => z.int().check(z.minimum(-most), z.maximum(most));
const date = z.string().check(z.refine((text) => dayOfDate(text) !== undefined));
const end = z.union([whole(DAYS_MAX), date]);
const weekdays = z.optional(z.array(z.enum(WEEKDAYS)).check(z.minLength(1)));

/** A range by its ends, the days of a month, or another name for a period; of the first two perhaps only some weekdays. */
const RANGE = z.strictObject({ from: end, to: z.optional(end), weekdays });
const MONTH = z.strictObject({ month: whole(1200), weekdays });
const ALIAS = z.string().check(z.minLength(1));

const EXPECTED =
  '{from, to} in days from today (-7) or as dates, {month} in months from this one (-1), each perhaps with a list of weekdays; or the name of a built-in period';

interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** Refuses with `config.value` what is no period, and a name that is no pattern. Entries of null are not there. */
export function customPeriods(settings: Readonly<Record<string, unknown>>, path: string): CustomPeriods {
  const entries = Object.entries(settings).filter(([, form]) => form !== null);
  return new Map(
    entries.map(([name, form]) => {
      refuseUnlessPattern(name, `${path}.${name}`);
      return [name, customPeriod(form, `${path}.${name}`)];
    }),
  );
}

function customPeriod(form: unknown, path: string): CustomPeriod {
  const alias = ALIAS.safeParse(form);
  if (alias.success) {
    const datesAt = (today: number) => datesOfPeriod(alias.data, { today, path });
    datesAt(0);
    return (_period, today) => datesAt(dayIn(today));
  }
  const range = RANGE.safeParse(form);
  if (range.success) {
    const { from, to = 0 } = range.data;
    return daysOf(range.data.weekdays, (today) => ({ from: dayFrom(today, from), to: dayFrom(today, to) }));
  }
  const month = MONTH.safeParse(form);
  if (month.success) return daysOf(month.data.weekdays, (today) => monthOf(today, month.data.month));
  throw new RefusedError('config.value', { path, expected: EXPECTED, found: form });
}

function daysOf(wanted: readonly string[] | undefined, rangeAt: (today: number) => DayRange): CustomPeriod {
  return (period, today) => {
    const { from, to } = rangeAt(dayIn(today));
    const exact = { from: isoDate(from), to: isoDate(to) };
    const dates = datesOfPeriod(exact, { today: dayIn(today), path: `job.period (${period})` });
    return wanted === undefined ? dates : dates.filter((date) => wanted.includes(WEEKDAYS[weekday(dayIn(date))] ?? ''));
  };
}

const dayFrom = (today: number, distance: number | string): number =>
  typeof distance === 'number' ? today + distance : dayIn(distance);

function monthOf(today: number, distance: number): DayRange {
  const [year = 0, month = 1] = isoDate(today).split('-').map(Number);
  const firstOf = (index: number): number => Date.UTC(year, month - 1 + index, 1) / 86_400_000;
  return { from: firstOf(distance), to: firstOf(distance + 1) - 1 };
}

/** The day of a date that is known to be one. */
function dayIn(date: string): number {
  const day = dayOfDate(date);
  if (day === undefined) throw new RangeError(`not a date: ${date}`);
  return day;
}

function refuseUnlessPattern(name: string, path: string): void {
  try {
    new RegExp(name);
  } catch {
    throw new RefusedError('config.value', { path, expected: 'a name or a regular expression', found: name });
  }
}
