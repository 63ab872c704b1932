/** Whether a text is a date or a time of a given format. */

import { patternOf, readDate } from './date-pattern.js';
import { elementsOf, refused, textOf, wrongKind } from './values.js';

/**
 * Refuses a text that is not of the format. Formats are those of Python's `strptime`: `%Y %y %m %d %j %H %I %M %S %f %p %a %A %b %B
 * %w %u %U %W %G %V %z %Z %c %x %X %%`. One-digit fields and any case pass; the whole text must match, and the day must exist.
 *
 * @param dateStr A date, a time, or both.
 * @param dateFormat The format, such as `'%Y/%m/%d'`.
 * @param fieldName What the text is called in the error.
 * @throws RefusedError `helper.date` when the text does not match, `helper.date_format` when the format can't be read (an unknown
 *   directive, one given twice, more than 1,000 characters), `helper.kind` when an argument is no text.
 * @example
 * ```ts
 * validateStringMatchesDatetimeFormat('2018/9/16', '%Y/%m/%d'); // accepted
 * ```
 */
export function validateStringMatchesDatetimeFormat(dateStr: string, dateFormat: string, fieldName = 'date'): void {
  const field = textOf(fieldName, 'fieldName');
  const text = textOf(dateStr, field);
  const pattern = patternOf(textOf(dateFormat, 'dateFormat'));
  if (pattern === undefined) throw refused('helper.date_format', 'dateFormat', 'a format of strptime');
  if (readDate(text, pattern) === undefined) throw refused('helper.date', field, `a date as ${dateFormat}`);
}

/**
 * Whether a text is a date or time of at least one of the formats. A format that can't be read matches nothing.
 *
 * @param dateStr The text; any other kind of value is no date.
 * @param dateFormats A list or set of formats, as `validateStringMatchesDatetimeFormat` takes them.
 * @returns True when one of them accepts the text.
 * @throws RefusedError `helper.kind` when `dateFormats` is no list.
 * @example
 * ```ts
 * isValidDate('2018/09/16', ['%Y-%m-%d', '%Y/%m/%d']); // true
 * ```
 */
export function isValidDate(dateStr: unknown, dateFormats: readonly string[] | ReadonlySet<string>): boolean {
  const formats = elementsOf(dateFormats);
  if (formats === undefined) throw wrongKind('dateFormats', 'a list of formats', dateFormats);
  if (typeof dateStr !== 'string') return false;
  return formats.some((format) => {
    const pattern = typeof format === 'string' ? patternOf(format) : undefined;
    return pattern !== undefined && readDate(dateStr, pattern) !== undefined;
  });
}
