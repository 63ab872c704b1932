/** Account numbers of Google Ads: ten digits, written with or without dashes. */

import { trimmed } from './blanks.js';
import { refused } from './values.js';

const DASHED = /^\d{3}-\d{3}-\d{4}$/;
const PLAIN = /^(\d{3})(\d{3})(\d{4})$/;

/**
 * Writes an account number with its dashes. Blanks around it do not matter.
 *
 * @param account Ten digits, or already `123-456-7890`; a number or a text.
 * @returns The number as `123-456-7890`.
 * @throws RefusedError `helper.account` for anything else, dashes in other places included.
 * @example
 * ```ts
 * validateAccountToDashed('1234567890'); // '123-456-7890'
 * ```
 */
export function validateAccountToDashed(account: string | number): string {
  const text = accountText(account);
  if (DASHED.test(text)) return text;
  if (PLAIN.test(text)) return text.replace(PLAIN, '$1-$2-$3');
  throw noAccount('ten digits, or 123-456-7890');
}

/**
 * Reads an account number as a whole number. Dashes may stand anywhere in it, blanks around it.
 *
 * @param account Ten digits; a number or a text.
 * @returns The account as a number; one that begins with 0 has fewer digits then.
 * @throws RefusedError `helper.account` for anything else.
 * @example
 * ```ts
 * validateAccountToInt('123-456-7890'); // 1234567890
 * ```
 */
export function validateAccountToInt(account: string | number): number {
  const text = accountText(account).replaceAll('-', '');
  if (PLAIN.test(text)) return Number(text);
  throw noAccount('ten digits, with or without dashes');
}

const accountText = (account: unknown): string =>
  typeof account === 'string' || typeof account === 'number' ? trimmed(String(account)) : '';

const noAccount = (expected: string) => refused('helper.account', 'account', expected);
