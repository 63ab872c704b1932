/** Blanks and digits of every script, as Python knows them: JavaScript's own lists differ. */

/** One blank, for use in a regular expression: `str.isspace` of Python, which has U+001C to U+001F and U+0085, not U+FEFF. */
export const BLANK = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';

const ONE_BLANK = new RegExp(BLANK);
const BLANKS = new RegExp(`${BLANK}+`);

/** Without the blanks at both ends. By index: a regular expression for the end takes quadratic time on inner blanks. */
export function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && ONE_BLANK.test(text.charAt(start))) start++;
  while (end > start && ONE_BLANK.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

export const hasBlank = (text: string): boolean => ONE_BLANK.test(text);

/** The pieces between blanks, none of them empty. */
export const splitAtBlanks = (text: string): string[] => text.split(BLANKS).filter((piece) => piece !== '');

/** The same text with the decimal digits of all scripts as 0 to 9. */
export const withAsciiDigits = (text: string): string =>
  text.replace(/[^\P{Nd}0-9]/gu, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));

/** Unicode keeps the ten digits of a script together, in order; where sets of them touch, every set begins ten further. */
function digitValue(codePoint: number): number {
  let zero = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (codePoint - zero) % 10;
}
