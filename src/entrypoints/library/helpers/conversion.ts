/** Conversion of a value from an event to a whole number, a number or a text, read as Python's `int`, `float` and `str` read it. */

import { trimmed, withAsciiDigits } from './blanks.js';
import { pythonText } from './python-text.js';
import { refused, wrongKind } from './values.js';

/** What a value is to be converted to: by name, or by a function of the caller's own, whose errors reach the caller as they are. */
export type Conversion = 'int' | 'float' | 'str' | ((value: unknown) => unknown);

/** The type that a conversion gives; without one nothing is known of the value. */
export type Converted<C extends Conversion | undefined> = C extends 'int' | 'float'
  ? number
  : C extends 'str'
    ? string
    : C extends (value: unknown) => infer Value
      ? Value
      : unknown;

/** Underscores may stand between digits. */
const DIGITS = '\\d+(?:_\\d+)*';
const WHOLE = new RegExp(`^[+-]?${DIGITS}$`);
const FRACTION = new RegExp(`^[+-]?(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:e[+-]?${DIGITS})?$`, 'i');

/** `path` names the value in refusals (`helper.kind`, `helper.number`). */
export function converted<C extends Conversion | undefined>(value: unknown, to: C, path: string): Converted<C> {
  return valueAs(value, to, path) as Converted<C>;
}

function valueAs(value: unknown, to: Conversion | undefined, path: string): unknown {
  if (to === undefined) return value;
  if (typeof to === 'function') return to(value);
  if (to === 'int') return wholeNumber(value, path);
  if (to === 'float') return fraction(value, path);
  if (to === 'str') return pythonText(value, path);
  throw wrongKind('vtype', "'int', 'float', 'str' or a function", to);
}

/**
 * Python's `int`: a fraction is cut off, a text may have a sign, blanks around it and underscores between its digits, but no
 * fraction. Refuses with `helper.number` what reads as none, and digits that a number of JavaScript can't keep.
 */
export function wholeNumber(value: unknown, path: string): number {
  const number = numberOf(value, path, WHOLE, 'a whole number');
  // Minus zero is no whole number of its own.
  return Math.trunc(number) + 0;
}

/** The digits of a text as a whole number. */
export function exactWholeNumber(digits: string, path: string): number {
  const number = Number(digits);
  if (Number.isSafeInteger(number)) return number;
  throw refused('helper.number', path, `a whole number up to ${Number.MAX_SAFE_INTEGER}`);
}

const fraction = (value: unknown, path: string): number => numberOf(value, path, FRACTION, 'a number');

function numberOf(value: unknown, path: string, form: RegExp, expected: string): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return exactWholeNumber(String(value), path);
  if (typeof value !== 'number' && typeof value !== 'string') throw wrongKind(path, expected, value);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw refused('helper.number', path, expected);
  }
  const text = withAsciiDigits(trimmed(value));
  if (!form.test(text)) throw refused('helper.number', path, `${expected}, or the text of one`);
  const digits = text.replaceAll('_', '');
  if (form === WHOLE) return exactWholeNumber(digits, path);
  const number = Number(digits);
  if (Number.isFinite(number)) return number;
  throw refused('helper.number', path, expected);
}
