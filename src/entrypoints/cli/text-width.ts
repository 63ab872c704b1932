/** Texts from outside, as a terminal shows them. */

import { stripVTControlCharacters } from 'node:util';

/** Letters and pictures that take two columns. Source: Unicode's East Asian Width, W and F, by blocks. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns that a line takes; colours take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of stripVTControlCharacters(text)) width += NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
}

/** On one line, and without characters that would tell the terminal to do something. */
export const onOneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
