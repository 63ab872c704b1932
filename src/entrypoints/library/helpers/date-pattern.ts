/** Dates and times in the formats of Python's `strptime`, with its leniency: one-digit fields, any case, the C locale's names. */

import { dayOfDate } from '../../../domain/job/calendar.js';
import { BLANK, withAsciiDigits } from './blanks.js';

/** What a text says, by the letter of the format's directive: `{ Y: '2024', m: '2' }`; digits are 0 to 9. */
export type DateFields = Readonly<Record<string, string | undefined>>;

/** Longest format that is read; no text of a date comes near. */
const FORMAT_MAX = 1000;

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3));
const oneOf = (names: readonly string[]) => names.join('|');

/** A decimal digit of any script; where the form limits a digit, it is one of ASCII. */
const D = '\\p{Nd}';

/** The form of each directive, the longer alternative first: what a field has taken it gives back only if the rest can't fit. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: D.repeat(4),
  y: D.repeat(2),
  m: '1[0-2]|0[1-9]|[1-9]',
  d: `3[01]|[12]${D}|0[1-9]|[1-9]| [1-9]`,
  j: `36[0-6]|3[0-5]${D}|[12]${D}${D}|0[1-9]${D}|00[1-9]|[1-9]${D}|0[1-9]|[1-9]`,
  H: `2[0-3]|[01]${D}|${D}`,
  I: '1[0-2]|0[1-9]|[1-9]',
  M: `[0-5]${D}|${D}`,
  S: `6[01]|[0-5]${D}|${D}`,
  f: '[0-9]{1,6}',
  p: 'am|pm',
  a: oneOf(short(WEEKDAYS)),
  A: oneOf(WEEKDAYS),
  b: oneOf(short(MONTHS)),
  B: oneOf(MONTHS),
  w: '[0-6]',
  u: '[1-7]',
  U: `5[0-3]|[0-4]${D}|${D}`,
  W: `5[0-3]|[0-4]${D}|${D}`,
  V: `5[0-3]|0[1-9]|[1-4]${D}|${D}`,
  G: D.repeat(4),
  z: `[+-](?:[01]${D}|2[0-3]):?[0-5]${D}(?::?[0-5]${D}(?:\\.${D}{1,6})?)?|Z`,
  Z: 'utc|gmt',
};

/** Directives that stand for several. */
const COMPOSED: Readonly<Record<string, string>> = { c: '%a %b %d %H:%M:%S %Y', x: '%m/%d/%y', X: '%H:%M:%S' };

/**
 * What a whole text says in a format, or undefined when it does not match or names no day of the calendar. The year is 1900 where
 * none is given. A format that can't be read (an unknown directive, or one twice) has no pattern: see `patternOf`.
 */
export function readDate(text: string, pattern: RegExp): DateFields | undefined {
  const match = pattern.exec(text);
  // Python takes the first way to match, and only then looks whether it reached the end.
  if (match === null || match[0].length !== text.length) return undefined;
  const fields = Object.fromEntries(
    Object.entries(match.groups ?? {}).map(([letter, value]) => [letter, withAsciiDigits(value)]),
  );
  return isDate(fields) ? fields : undefined;
}

/** The pattern of a format, undefined for one that can't be read. Blanks in a format match one blank or more, letters any case. */
export function patternOf(format: string): RegExp | undefined {
  if (format === '' || format.length > FORMAT_MAX) return undefined;
  const expanded = format.replace(/%([%cxX])/g, (whole, letter: string) => COMPOSED[letter] ?? whole);
  const seen = new Set<string>();
  let source = '^';
  for (const [piece] of expanded.matchAll(new RegExp(`%.?|${BLANK}+|.`, 'gsu'))) {
    const part = piece.startsWith('%') ? directive(piece.slice(1), seen) : literal(piece);
    if (part === undefined) return undefined;
    source += part;
  }
  return new RegExp(source, 'iu');
}

function directive(letter: string, seen: Set<string>): string | undefined {
  if (letter === '%') return '%';
  if (!Object.hasOwn(DIRECTIVES, letter) || seen.has(letter)) return undefined;
  seen.add(letter);
  return `(?<${letter}>${DIRECTIVES[letter]})`;
}

const literal = (piece: string): string =>
  new RegExp(BLANK).test(piece) ? `${BLANK}+` : piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Whether the fields, each possible in itself, agree: 30 February, 60 seconds and a week without its year are none. */
function isDate(fields: DateFields): boolean {
  if (Number(fields.S ?? 0) > 59 || !agreesOnWeek(fields)) return false;
  const year = yearOf(fields);
  // The day of the year decides alone; only the last one of a leap year may be none, and there is no year after 9999.
  if (fields.j !== undefined)
    return dayOfDate(`${year}-01-01`) !== undefined && !(year === '9999' && fields.j === '366');
  return dayOfDate(`${year}-${monthOf(fields)}-${(fields.d ?? '1').trim().padStart(2, '0')}`) !== undefined;
}

/** The year of an ISO week needs the week and a weekday, unless another year is given; such a week goes with no other year. */
function agreesOnWeek({ G, V, U, W, w, u, a, A, j, Y, y }: DateFields): boolean {
  if (G === undefined || (Y ?? y) !== undefined) return V === undefined || (U ?? W) !== undefined;
  return V !== undefined && (w ?? u ?? a ?? A) !== undefined && j === undefined;
}

function yearOf({ Y, y }: DateFields): string {
  if (Y !== undefined) return Y;
  if (y === undefined) return '1900';
  return `${Number(y) <= 68 ? '20' : '19'}${y}`;
}

function monthOf({ m, b, B }: DateFields): string {
  const name = (b ?? B)?.toLowerCase().slice(0, 3);
  const month = name === undefined ? (m ?? '1') : String(short(MONTHS).indexOf(name) + 1);
  return month.padStart(2, '0');
}
