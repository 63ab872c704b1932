/** One hash for equal data, whatever order its keys were written in. */

import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';
import { isPlainMap, refuseTooDeep, wrongKind } from './values.js';

/** Every value as a text, or a list that begins with its kind: no two kinds give the same JSON. */
type Tagged = string | number | boolean | null | readonly Tagged[] | { readonly [key: string]: Tagged };

const stringify = /* @__PURE__ */ configure({ strict: true });

/**
 * Hashes data of any depth. Equal data gives the same hash: maps with their keys in any order, sets with their elements in any order.
 * Data that differs in value or kind gives another one: 1, `'1'`, `true`, null and undefined, -1 and -2, a list and a set. The hash is
 * the same in every process; it is not that of the Python product.
 *
 * @param o Values of JSON, and undefined, NaN, infinities, bigints, Dates, Maps and Sets.
 * @returns SHA-256 in 64 hex digits.
 * @throws RefusedError `helper.kind` for functions, symbols and instances of other classes, `helper.nesting` beyond 500 levels.
 * @example
 * ```ts
 * makeHash({ a: 1, b: [2] }) === makeHash({ b: [2], a: 1 }); // true
 * ```
 */
export function makeHash(o: unknown): string {
  refuseTooDeep(o, 'o');
  return createHash('sha256').update(textOf(o)).digest('hex');
}

const textOf = (value: unknown): string => stringify(tagged(value)) ?? '';

function tagged(value: unknown): Tagged {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  // JSON has one zero, and so have comparisons.
  if (typeof value === 'number') return Number.isFinite(value) ? value : ['number', String(value)];
  if (typeof value === 'undefined' || typeof value === 'bigint') return [typeof value, String(value)];
  if (Array.isArray(value)) return ['list', ...Array.from(value, tagged)];
  if (value instanceof Set) return ['set', ...Array.from(value, textOf).sort()];
  if (value instanceof Map) return ['map', ...Array.from(value, textOf).sort()];
  if (value instanceof Date) return ['date', String(value.getTime())];
  if (!isPlainMap(value)) throw wrongKind('o', 'data: values of JSON, Dates, Maps and Sets', value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tagged(item)]));
}
