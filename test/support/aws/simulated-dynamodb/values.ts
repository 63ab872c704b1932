/** DynamoDB's values compared as DynamoDB compares them, and its numbers in one spelling each. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalid, notSimulated } from './service-errors.js';

export type ValueType = 'S' | 'N' | 'BOOL' | 'NULL' | 'M' | 'L';
const TYPES: readonly ValueType[] = ['S', 'N', 'BOOL', 'NULL', 'M', 'L'];

/** Sets and binaries, which the product never writes, are refused. */
export function typeOf(value: AttributeValue): ValueType {
  for (const type of TYPES) if (value[type] !== undefined) return type;
  throw notSimulated(`a value of the type ${Object.keys(value).join()}`);
}

/** Digits that a number may have, and the exponents of its first one. */
const DIGITS_MAX = 38;
const EXPONENTS = { min: -130, max: 125 };

interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Without zeros at either end. */
  readonly digits: string;
  /** Of the first digit. */
  readonly exponent: number;
}

const NUMBER = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;

function decimalOf(text: string): Decimal {
  const [, minus, whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  const all = whole + fraction;
  if (all === '') throw invalid(`not a number: ${text}`);
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits, exponent: 0 };
  const exponent = whole.length - 1 - leading + Number(power);
  if (digits.length > DIGITS_MAX || exponent > EXPONENTS.max || exponent < EXPONENTS.min) {
    throw invalid(`not a number that DynamoDB can hold: ${text}`);
  }
  return { sign: minus === '-' ? -1 : 1, digits, exponent };
}

/** Plain decimals of few digits are what they are; everything else is spelt anew. */
const PLAIN = /^(?:0|-?[1-9]\d{0,30}(?:\.\d{0,6}[1-9])?)$/;

/** A number in the one spelling that DynamoDB answers with: `1.50e1` is `15`. Throws ValidationException for what is none. */
export function numberText(text: string): string {
  if (PLAIN.test(text)) return text;
  const { sign, digits, exponent } = decimalOf(text);
  if (sign === 0) return '0';
  const minus = sign < 0 ? '-' : '';
  if (exponent < 0) return `${minus}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return minus + whole + (fraction === '' ? '' : `.${fraction}`);
}

/** Negative where the first comes before the second. Doubles tell most numbers apart; the digits tell the others. */
function compareNumbers(one: string, other: string): number {
  const difference = Number(one) - Number(other);
  if (difference !== 0 || one === other) return difference;
  const [a, b] = [decimalOf(one), decimalOf(other)];
  if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.sign * (a.exponent - b.exponent);
  return a.sign * (a.digits < b.digits ? -1 : Number(a.digits > b.digits));
}

const FIRST_SURROGATE = 0xd800;

/** In the order of their bytes in UTF-8, which is not that of JavaScript where characters beyond 16 bits meet. */
export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (a === b) continue;
    return a >= FIRST_SURROGATE && b >= FIRST_SURROGATE ? Buffer.compare(Buffer.from(one), Buffer.from(other)) : a - b;
  }
  return one.length - other.length;
}

/** Undefined for values that have no order: of two types, or of a type that has none. */
export function compareValues(one: AttributeValue, other: AttributeValue): number | undefined {
  if (one.N !== undefined && other.N !== undefined) return compareNumbers(one.N, other.N);
  if (one.S !== undefined && other.S !== undefined) return compareTexts(one.S, other.S);
  return undefined;
}

export function areEqual(one: AttributeValue, other: AttributeValue): boolean {
  const type = typeOf(one);
  if (type !== typeOf(other)) return false;
  switch (type) {
    case 'S':
    case 'BOOL':
    case 'NULL':
      return one[type] === other[type];
    case 'N':
      return compareNumbers(one.N as string, other.N as string) === 0;
    case 'L':
      return sameLists(one.L ?? [], other.L ?? []);
    case 'M':
      return sameMaps(one.M ?? {}, other.M ?? {});
  }
}

const sameLists = (one: readonly AttributeValue[], other: readonly AttributeValue[]): boolean =>
  one.length === other.length && one.every((value, index) => areEqual(value, other[index] as AttributeValue));

function sameMaps(one: Readonly<Record<string, AttributeValue>>, other: Readonly<Record<string, AttributeValue>>) {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => {
      const [a, b] = [one[name], other[name]];
      return a !== undefined && b !== undefined && areEqual(a, b);
    })
  );
}
