/** Decimal numbers as text, the way DynamoDB keeps them: up to 38 digits, from 1e-130 to below 1e126. */

import { RefusedError } from '../../../../domain/errors.js';

const DIGITS_MAX = 38;
const EXPONENT_MIN = -130;
const EXPONENT_MAX = 125;

/** Sign, digits before and after the point, exponent. */
const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** How a value that is only text looks when it is a number: no sign, at most one point, ASCII digits (D52, D53). */
const LOOKS_NUMERIC = /^(?:\d+(?:\.\d*)?|\.\d+)$/;

/** Whether text alone counts as a number. */
export const looksNumeric = (text: string): boolean => LOOKS_NUMERIC.test(text);

interface Decimal {
  readonly negative: boolean;
  /** Without zeros in front and behind; empty for zero. */
  readonly digits: string;
  /** Of the first digit: the value is d.ddd × 10^exponent. */
  readonly exponent: number;
}

function decimalOf(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const padded = whole + fraction;
  const leading = padded.length - padded.replace(/^0+/, '').length;
  return {
    negative: sign === '-',
    digits: withoutTrailingZeros(padded.slice(leading)),
    exponent: whole.length - 1 - leading + Number(power),
  };
}

/** A loop, since `0+$` would try every run of zeros anew. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

/** The text of a number for DynamoDB. Throws RefusedError `dynamo.number` for what is none, or none that DynamoDB can keep. */
export function numberText(value: number | bigint | string, path: string): string {
  const text = String(value);
  const decimal = decimalOf(text);
  if (decimal === undefined) {
    const found = typeof value === 'number' ? text : 'a text that is none';
    throw new RefusedError('dynamo.number', { path, expected: `a decimal number, found ${found}` });
  }
  const { digits, exponent } = decimal;
  if (digits.length > DIGITS_MAX) {
    const expected = `a number of at most ${DIGITS_MAX} digits: DynamoDB keeps no more`;
    throw new RefusedError('dynamo.number', { path, expected, found: digits.length });
  }
  if (digits !== '' && (exponent < EXPONENT_MIN || exponent > EXPONENT_MAX)) {
    const expected = `zero or a number from 1e${EXPONENT_MIN} to below 1e${EXPONENT_MAX + 1}, of either sign`;
    throw new RefusedError('dynamo.number', { path, expected });
  }
  // Some servers take an open point, none needs it.
  return text.endsWith('.') ? text.slice(0, -1) : text;
}

/** How well a JavaScript number holds a stored one. */
export type Fit = 'exact' | 'rounded' | 'another whole number';

/** The nearest JavaScript number, and how well it fits. */
export function numberOf(text: string): { readonly value: number; readonly fit: Fit } {
  const value = Number(text);
  const [stored, held] = [decimalOf(text), decimalOf(String(value))];
  if (stored === undefined || held === undefined) return { value, fit: 'another whole number' };
  const isSame =
    stored.digits === held.digits &&
    (stored.digits === '' || (stored.exponent === held.exponent && stored.negative === held.negative));
  if (isSame) return { value: value === 0 ? 0 : value, fit: 'exact' };
  const isWhole = stored.digits.length <= stored.exponent + 1;
  return { value, fit: isWhole ? 'another whole number' : 'rounded' };
}

/** One text for equal numbers, to find the same key twice. */
export function canonicalNumber(text: string): string {
  const { negative, digits, exponent } = decimalOf(text) ?? { negative: false, digits: text, exponent: 0 };
  return digits === '' ? '0' : `${negative ? '-' : ''}${digits}e${exponent}`;
}
