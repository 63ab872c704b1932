/** Lists: in pieces, and their first element that fits. */

import { wrongKind } from './values.js';

/**
 * Cuts a list in pieces of at most `n` elements, in order.
 *
 * @param list Any list.
 * @param n A whole number from 1.
 * @returns The pieces; only the last one may be shorter. None for an empty list.
 * @throws RefusedError `helper.kind` when `list` is no list or `n` no whole number from 1.
 * @example
 * ```ts
 * chunks(['a', 'b', 'c'], 2); // [['a', 'b'], ['c']]
 * ```
 */
export function chunks<Item>(list: readonly Item[], n: number): Item[][] {
  if (!Array.isArray(list)) throw wrongKind('list', 'a list', list);
  if (!Number.isInteger(n) || n < 1) throw wrongKind('n', 'a whole number from 1', n);
  const items: readonly Item[] = list;
  return Array.from({ length: Math.ceil(items.length / n) }, (_, index) => items.slice(index * n, (index + 1) * n));
}

/**
 * The first element that meets a condition; without one, the first element.
 *
 * @param items Anything that can be gone through, a generator too: no more elements are taken than needed.
 * @param condition Its errors reach the caller as they are.
 * @returns The element, or null when there is none.
 * @throws RefusedError `helper.kind` when `items` can't be gone through or `condition` is no function.
 * @example
 * ```ts
 * firstOrNone([11, 7, 20], (number) => number > 11); // 20
 * ```
 */
export function firstOrNone<Item>(items: Iterable<Item>, condition: (item: Item) => boolean = () => true): Item | null {
  if (!isIterable(items)) throw wrongKind('items', 'a list or another iterable', items);
  if (typeof condition !== 'function') throw wrongKind('condition', 'a function', condition);
  for (const item of items) if (condition(item)) return item;
  return null;
}

const isIterable = (value: unknown): boolean =>
  value !== null && value !== undefined && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function';
