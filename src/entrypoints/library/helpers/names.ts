/** Names and titles: their case, their words, and what hangs on at their end. */

import { splitAtBlanks, trimmed } from './blanks.js';
import { pythonText } from './python-text.js';
import { elementsOf, textOf, wrongKind } from './values.js';

/** Before a capital that begins a lowercase run; the case of other letters than A to Z is no break. */
const BEFORE_WORD = /([^\n])([A-Z][a-z]+)/g;
const AFTER_LOWERCASE = /([a-z0-9])([A-Z])/g;

/**
 * Turns `CamelCase` into `underscored_lowercase`: a break before a capital that begins a lowercase run, and before a capital after
 * a lowercase letter or a digit. Capitals in a row stay together.
 *
 * @param name A text, or any value of JSON, taken as the text that Python's `str` makes of it (`true` is `True`).
 * @returns The name in lower case; it may have two underscores in a row where it had one already.
 * @throws RefusedError `helper.kind` for what JSON can't hold, `helper.nesting` for more than 500 levels of maps and lists.
 * @example
 * ```ts
 * camelCaseToUnderscore('getHTTPResponseCode'); // 'get_http_response_code'
 * ```
 */
export const camelCaseToUnderscore = (name: unknown): string =>
  pythonText(name, 'name').replace(BEFORE_WORD, '$1_$2').replace(AFTER_LOWERCASE, '$1_$2').toLowerCase();

/**
 * Takes every pattern off the end of a text, again and again and in any order, with the blanks before, between and after them;
 * blanks at the beginning go too. Where several patterns fit, the longest one goes. Patterns are plain text.
 *
 * @param input The text to shorten.
 * @param patterns One pattern, or a list or set of them; an empty one is nothing to take off.
 * @returns What is left, perhaps nothing.
 * @throws RefusedError `helper.kind` when `input` is no text, or `patterns` neither a text nor a list of texts.
 * @example
 * ```ts
 * rstripAll('Campaign - new - old', ['- old', '- new']); // 'Campaign'
 * ```
 */
export function rstripAll(input: string, patterns: string | readonly string[] | ReadonlySet<string>): string {
  const longestFirst = patternsOf(patterns).sort((one, other) => other.length - one.length);
  let rest = trimmed(textOf(input, 'input'));
  for (;;) {
    const pattern = longestFirst.find((candidate) => rest.endsWith(candidate));
    if (pattern === undefined) return rest;
    rest = trimmed(rest.slice(0, -pattern.length));
  }
}

/**
 * Joins the words of a text by commas, in lower case. Words are what stands between blanks; other signs belong to them.
 *
 * @param string The text.
 * @returns The words, without a blank between them.
 * @throws RefusedError `helper.kind` when it is no text.
 * @example
 * ```ts
 * convertStringToWords('Best Dating NY'); // 'best,dating,ny'
 * ```
 */
export const convertStringToWords = (string: string): string =>
  splitAtBlanks(textOf(string, 'string').toLowerCase()).join(',');

function patternsOf(patterns: unknown): string[] {
  const texts = typeof patterns === 'string' ? [patterns] : elementsOf(patterns);
  if (texts === undefined) throw wrongKind('patterns', 'a text or a list of texts', patterns);
  return texts.map((text, index) => textOf(text, `patterns[${index}]`)).filter((text) => text !== '');
}
