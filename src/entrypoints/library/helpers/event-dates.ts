/** The dates that an event asks for: a list of them, or a start and an end. */

import { trimmed } from './blanks.js';
import { wholeNumber } from './conversion.js';
import { dateBefore, dateFrom, dateFromText, nowOf } from './dates.js';
import { elementsOf, isAbsent, mapOf, ownValue, refuseUnlessOptions, refused, textOf, wrongKind } from './values.js';

/** Settings of `validateDateListFromEventOrDaysBack`. */
export interface DateListOptions {
  /** Days before today that stand in for a missing list; default 0, today. A fraction counts as the whole days in it. */
  readonly daysBack?: number;
  /** The key that the list stands under; default `date_list`. */
  readonly keyName?: string;
  /** The clock; default the present. */
  readonly now?: Date;
}

/**
 * The dates of an event, or one date when it has none.
 *
 * @param input The whole event. Its dates are `YYYY-MM-DD`: comma-separated text, or a list of texts or Dates.
 * @param options `daysBack`, `keyName` and the clock.
 * @returns The dates as `YYYY-MM-DD`, in their order, repeats included; the date `daysBack` days before today in UTC when the key is
 *   absent or empty.
 * @throws RefusedError `helper.date` for what is no date, `helper.kind` for another kind of event, list or option.
 * @example
 * ```ts
 * validateDateListFromEventOrDaysBack({ date_list: '2018-01-01, 2018-02-01' }); // ['2018-01-01', '2018-02-01']
 * ```
 */
export function validateDateListFromEventOrDaysBack(input: object, options: DateListOptions = {}): string[] {
  const map = mapOf(input, 'input');
  refuseUnlessOptions(options);
  const { daysBack = 0, keyName = 'date_list', now = new Date() } = options;
  const given = ownValue(map, textOf(keyName, 'keyName'));
  const path = `input.${keyName}`;
  if (isAbsent(given)) return [dateBefore(nowOf(now), wholeDays(daysBack), 'daysBack')];

  const dates = typeof given === 'string' ? given.split(',') : given instanceof Date ? [given] : elementsOf(given);
  if (dates === undefined) throw wrongKind(path, 'a text or a list of dates', given);
  return dates.map((date, index) => {
    const place = `${path}[${index}]`;
    return date instanceof Date ? dateFrom(date, place) : dateFromText(trimmed(textOf(date, place)), place);
  });
}

/**
 * The first and the last day of an event's period.
 *
 * @param event Has `st_date` or `days_back` (days before the end, zero included; a whole number or the text of one), and perhaps
 *   `en_date`, by default today in UTC. Dates are whatever `validateDateFromSomething` takes; times of day do not matter.
 * @param options The clock; default the present.
 * @returns Start and end as `YYYY-MM-DD`; they are the same day only for `days_back` 0.
 * @throws RefusedError `helper.dates` when neither or both of `st_date` and `days_back` are given or the start is not before the end,
 *   `helper.date` for what is no date, `helper.number` for what is no number of days, `helper.kind` for another kind of event.
 * @example
 * ```ts
 * constructDatesFromEvent({ days_back: 7, en_date: '2025-07-09' }); // ['2025-07-02', '2025-07-09']
 * ```
 */
export function constructDatesFromEvent(
  event: object,
  options: { readonly now?: Date } = {},
): [start: string, end: string] {
  const map = mapOf(event, 'event');
  refuseUnlessOptions(options);
  const now = nowOf(options.now ?? new Date());
  const [start, daysBack] = [ownValue(map, 'st_date'), ownValue(map, 'days_back')];
  if (isAbsent(start) === isAbsent(daysBack)) {
    throw refused(
      'helper.dates',
      'event',
      `${isAbsent(start) ? 'st_date or days_back' : 'st_date or days_back, not both'}`,
    );
  }

  const end = Object.hasOwn(map, 'en_date') ? dateFrom(map.en_date, 'event.en_date') : dateFrom(now, 'now');
  if (isAbsent(start)) {
    const days = wholeNumber(daysBack, 'event.days_back');
    if (days < 0) throw refused('helper.dates', 'event.days_back', 'a number of days, zero or more');
    return [dateBefore(new Date(end), days, 'event.days_back'), end];
  }
  const first = dateFrom(start, 'event.st_date');
  // Texts of this form are in the order of their dates.
  if (first < end) return [first, end];
  throw refused('helper.dates', 'event.st_date', 'a date before the end of the period');
}

function wholeDays(daysBack: unknown): number {
  if (typeof daysBack === 'number' && Number.isFinite(daysBack)) return Math.floor(daysBack);
  throw wrongKind('daysBack', 'a number of days', daysBack);
}
