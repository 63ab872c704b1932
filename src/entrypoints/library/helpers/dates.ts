/** Dates and instants from what events hold: texts, epoch numbers, Dates. Everything is UTC. */

import { FIRST_DAY, isoDate, LAST_DAY } from '../../../domain/job/calendar.js';
import { withAsciiDigits } from './blanks.js';
import { type DateFields, patternOf, readDate } from './date-pattern.js';
import { refused, wrongKind } from './values.js';

/** From this number on an epoch counts milliseconds: as seconds it would be the last day of the year 9999. */
const MILLISECONDS_FROM = 253_402_214_400;
const MS_A_DAY = 86_400_000;

const EPOCH_SECONDS = /^(?:\d+(?:\.\d*)?|\.\d+)$/;
const DATE = patternOf('%Y-%m-%d');
const DATE_AND_TIME = patternOf('%Y-%m-%d %H:%M:%S');
const DATE_LENGTH = 10;
const DATE_AND_TIME_LENGTH = 19;
const FOREIGN_OFFSET = /[+-](?!00:?00$)\d\d:?\d\d$/;

const EXPECTED = 'a Date, an epoch number, YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, in the years 1 to 9999';

/**
 * The date of almost any description of an instant.
 *
 * @param d What `validateDatetimeFromSomething` takes.
 * @returns The date in UTC as `YYYY-MM-DD`.
 * @throws RefusedError `helper.date` when it is no instant of the years 1 to 9999, `helper.kind` for other kinds of value.
 * @example
 * ```ts
 * validateDateFromSomething(983618348); // '2001-03-03'
 * ```
 */
export const validateDateFromSomething = (d: unknown): string => dateFrom(d, 'd');

/**
 * The instant that something describes.
 *
 * @param d One of: a Date; a number of seconds since 1970, or of milliseconds when it is 253402214400 or more; a text of digits, which
 *   are always seconds; `YYYY-MM-DD`, both with two digits; `YYYY-MM-DD HH:MM:SS`, of which whatever follows the seconds is left
 *   out. No letter `T`, and no offset but that of UTC.
 * @returns The instant, to the nearest millisecond.
 * @throws RefusedError `helper.date` when it is no instant of the years 1 to 9999, `helper.kind` for other kinds of value.
 * @example
 * ```ts
 * validateDatetimeFromSomething('2018-01-01 10:20:30').toISOString(); // '2018-01-01T10:20:30.000Z'
 * ```
 */
export const validateDatetimeFromSomething = (d: unknown): Date => instantFrom(d, 'd');

/** As `validateDateFromSomething`; `path` names the value in refusals. */
export const dateFrom = (value: unknown, path: string): string => isoDate(dayOf(instantFrom(value, path)));

/** The date that many days before an instant's. */
export function dateBefore(now: Date, days: number, path: string): string {
  const day = dayOf(now) - days;
  if (day >= FIRST_DAY && day <= LAST_DAY) return isoDate(day);
  throw refused('helper.date', path, 'a number of days that ends in the years 1 to 9999');
}

/** The clock's argument. */
export function nowOf(now: unknown): Date {
  if (now instanceof Date) return checkedInstant(now.getTime(), 'now');
  throw wrongKind('now', 'a Date', now);
}

/** `YYYY-MM-DD`, one-digit months and days included, as a date. */
export function dateFromText(text: string, path: string): string {
  return isoDate(dayOf(instantOf(readWith(DATE, text), path)));
}

const dayOf = (instant: Date): number => Math.floor(instant.getTime() / MS_A_DAY);

function instantFrom(value: unknown, path: string): Date {
  if (value instanceof Date) return checkedInstant(value.getTime(), path);
  if (typeof value === 'number') return checkedInstant(value >= MILLISECONDS_FROM ? value : value * 1000, path);
  if (typeof value !== 'string') throw wrongKind(path, EXPECTED, value);
  const digits = withAsciiDigits(value);
  if (EPOCH_SECONDS.test(digits)) return checkedInstant(Number(digits) * 1000, path);
  if (value.length === DATE_LENGTH) return instantOf(readWith(DATE, value), path);
  if (FOREIGN_OFFSET.test(value.slice(DATE_AND_TIME_LENGTH))) throw refused('helper.date', path, 'an instant in UTC');
  return instantOf(readWith(DATE_AND_TIME, value.slice(0, DATE_AND_TIME_LENGTH)), path);
}

const readWith = (pattern: RegExp | undefined, text: string): DateFields | undefined =>
  pattern === undefined ? undefined : readDate(text, pattern);

function instantOf(fields: DateFields | undefined, path: string): Date {
  if (fields === undefined) throw refused('helper.date', path, EXPECTED);
  const { Y, m, d, H, M, S } = fields;
  const instant = new Date(0);
  // Date.UTC would take the years 1 to 99 for those of the 20th century.
  instant.setUTCFullYear(Number(Y), Number(m) - 1, Number(d));
  instant.setUTCHours(Number(H ?? 0), Number(M ?? 0), Number(S ?? 0));
  return instant;
}

/** Turned round, so that NaN is refused too. */
function checkedInstant(milliseconds: number, path: string): Date {
  const rounded = Math.round(milliseconds);
  if (rounded >= FIRST_DAY * MS_A_DAY && rounded < (LAST_DAY + 1) * MS_A_DAY) return new Date(rounded);
  throw refused('helper.date', path, EXPECTED);
}
