/** Lists that come as comma-separated text. */

import { hasBlank, trimmed, withAsciiDigits } from './blanks.js';
import { exactWholeNumber, wholeNumber } from './conversion.js';
import { elementsOf, isPlainMap, refused, wrongKind } from './values.js';

/**
 * Reads whole numbers from comma-separated text or a list. What is no number is skipped: words, nulls, a sign or a fraction in a
 * text, NaN. The fraction of a number is cut off.
 *
 * @param data A text (`'3, 1, 2'`), one number, or a list or set of texts and numbers; of a map its keys; null is an empty list.
 * @returns The numbers in ascending order, each once.
 * @throws RefusedError `helper.kind` for any other kind of data, `helper.number` for digits that a number can't keep exactly.
 * @example
 * ```ts
 * validateListOfNumbersFromCsv('3, 1, x, 3'); // [1, 3]
 * ```
 */
export function validateListOfNumbersFromCsv(data: unknown): number[] {
  const numbers = entriesOf(data).flatMap(numberIn);
  return [...new Set(numbers)].sort((one, other) => one - other);
}

/**
 * Splits comma-separated text into words; of a list every element is split, and the result is flat.
 *
 * @param data Comma-separated words, or a list or set of such texts.
 * @returns The words in their order, without the blanks around them; between two commas there is an empty one.
 * @throws RefusedError `helper.words` when a word has blanks inside, `helper.kind` when `data` or an element is of another kind.
 * @example
 * ```ts
 * validateListOfWordsFromCsvOrList(['a', 'b, c']); // ['a', 'b', 'c']
 * ```
 */
export function validateListOfWordsFromCsvOrList(data: string | readonly string[] | ReadonlySet<string>): string[] {
  const texts = typeof data === 'string' ? [data] : elementsOf(data);
  if (texts === undefined) throw wrongKind('data', 'a text or a list of texts', data);
  return texts.flatMap((text, index) => {
    const path = typeof data === 'string' ? 'data' : `data[${index}]`;
    if (typeof text !== 'string') throw wrongKind(path, 'a text', text);
    const words = text.split(',').map(trimmed);
    if (words.some(hasBlank)) throw refused('helper.words', path, 'single words, divided by commas');
    return words;
  });
}

function entriesOf(data: unknown): readonly unknown[] {
  if (data === null || data === undefined) return [];
  if (typeof data === 'string') return data.split(',');
  if (typeof data === 'number' || typeof data === 'boolean' || typeof data === 'bigint') return [data];
  const elements = elementsOf(data) ?? (isPlainMap(data) ? Object.keys(data) : undefined);
  if (elements === undefined) throw wrongKind('data', 'a text, a number or a list of them', data);
  return elements;
}

function numberIn(entry: unknown): number[] {
  if (typeof entry === 'string') {
    const digits = withAsciiDigits(trimmed(entry));
    return /^\d+$/.test(digits) ? [exactWholeNumber(digits, 'data')] : [];
  }
  if (typeof entry === 'number') return Number.isFinite(entry) ? [wholeNumber(entry, 'data')] : [];
  return typeof entry === 'boolean' || typeof entry === 'bigint' ? [wholeNumber(entry, 'data')] : [];
}
