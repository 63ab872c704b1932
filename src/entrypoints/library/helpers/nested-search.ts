/** Search in nested maps and lists along a path with dots. In a list every element is tried, however deep lists lie in lists. */

import { isDeepStrictEqual } from 'node:util';
import type { RefusedError } from '../../../domain/errors.js';
import { isMap } from '../../../domain/job/json.js';
import { refusedArgument } from '../argument.js';
import {
  elementsOf,
  MAX_NESTING,
  ownValue,
  refused,
  refuseTooDeep,
  refuseUnlessOptions,
  textOf,
  tooDeep,
} from './values.js';

/** Settings of the searches. */
export interface SearchOptions {
  /** Between the keys of the path; default `.`, also for an empty one. */
  readonly separator?: string;
  /** With `excludeVal`: maps on the path's last level in which this key has that value are passed over. */
  readonly excludeKey?: string;
  readonly excludeVal?: unknown;
}

/**
 * Whether any element at the path has the value. A path that can't be followed to its end finds nothing.
 *
 * @param src Nested maps and lists.
 * @param key The path: `'a.b.c'`.
 * @param val The value, compared with its kind: 1, `'1'` and `true` differ; lists and maps are compared by content.
 * @param options The separator, and what is to be passed over.
 * @returns True when one element matches.
 * @throws RefusedError `helper.kind` for a path or an option of another kind, `helper.exclude` for one of `excludeKey` and `excludeVal`
 *   without the other, `helper.nesting` beyond 500 levels.
 * @example
 * ```ts
 * recursiveMatchesSoft({ pages: [{ id: 1 }, { id: 2 }] }, 'pages.id', 2); // true
 * ```
 */
export function recursiveMatchesSoft(src: unknown, key: string, val: unknown, options: SearchOptions = {}): boolean {
  return matches(src, searchOf(key, options), val);
}

/**
 * Like `recursiveMatchesSoft`, but a path that can't be followed is an error. Elements after the first match are not looked at.
 *
 * @param src Nested maps and lists.
 * @param key The path: `'a.b.c'`.
 * @param val The value, compared with its kind: 1, `'1'` and `true` differ; lists and maps are compared by content.
 * @param options The separator, and what is to be passed over.
 * @returns True when one element matches; false when none does, an empty list on the way included.
 * @throws RefusedError `helper.path` where a key is missing or the path meets what is neither map nor list, and whatever
 *   `recursiveMatchesSoft` throws.
 * @example
 * ```ts
 * recursiveMatchesStrict({ page: { id: 1 } }, 'page.id', 2); // false
 * ```
 */
export function recursiveMatchesStrict(src: unknown, key: string, val: unknown, options: SearchOptions = {}): boolean {
  return matches(src, { ...searchOf(key, options), isStrict: true }, val);
}

/**
 * The first value at the path that is not null.
 *
 * @param src Nested maps and lists.
 * @param key The path: `'a.b.c'`.
 * @param options The separator, and what is to be passed over.
 * @returns The value, zero, false and empty ones included; null when the path leads to none.
 * @throws RefusedError `helper.kind` for a path or an option of another kind, `helper.exclude` for one of `excludeKey` and `excludeVal`
 *   without the other, `helper.nesting` beyond 500 levels.
 * @example
 * ```ts
 * recursiveMatchesExtract({ pages: [{ id: 1 }, { id: 2 }] }, 'pages.id'); // 1
 * ```
 */
export function recursiveMatchesExtract(src: unknown, key: string, options: SearchOptions = {}): unknown {
  for (const value of valuesAt(src, searchOf(key, options))) if (value !== null && value !== undefined) return value;
  return null;
}

interface Search {
  readonly keys: readonly string[];
  readonly excluded: (element: object) => boolean;
  readonly isStrict: boolean;
}

function searchOf(key: unknown, options: SearchOptions): Search {
  refuseUnlessOptions(options);
  const { separator, excludeKey, excludeVal } = options;
  const divider = textOf(separator ?? '.', 'separator');
  const keys = textOf(key, 'key').split(divider === '' ? '.' : divider, MAX_NESTING + 1);
  if (keys.length > MAX_NESTING) throw tooDeep('key');
  if ((excludeKey === undefined) !== (excludeVal === undefined)) {
    throw refused('helper.exclude', 'options', 'excludeKey and excludeVal together, or neither');
  }
  if (excludeKey === undefined) return { keys, excluded: () => false, isStrict: false };
  const name = textOf(excludeKey, 'excludeKey');
  refuseTooDeep(excludeVal, 'excludeVal');
  return {
    keys,
    excluded: (element) => Object.hasOwn(element, name) && isEqual(ownValue(element, name), excludeVal),
    isStrict: false,
  };
}

function matches(src: unknown, search: Search, val: unknown): boolean {
  refuseTooDeep(val, 'val');
  for (const value of valuesAt(src, search)) if (isEqual(value, val)) return true;
  return false;
}

/** What stands at the path, element after element. */
function* valuesAt(src: unknown, search: Search, from = 0, level = 1): Generator<unknown> {
  let value = src;
  for (let index = from; index < search.keys.length; index++) {
    const elements = elementsOf(value);
    if (elements !== undefined) {
      if (level > MAX_NESTING) throw tooDeep('src');
      for (const element of elements) yield* valuesAt(element, search, index, level + 1);
      return;
    }
    const key = search.keys[index] ?? '';
    if (isMap(value) && index === search.keys.length - 1 && search.excluded(value)) return;
    if (!isMap(value) || !Object.hasOwn(value, key)) {
      if (search.isStrict) throw missing(search.keys.slice(0, index + 1), value);
      return;
    }
    value = value[key];
  }
  yield value;
}

function missing(keys: readonly string[], found: unknown): RefusedError {
  if (isMap(found)) return refused('helper.path', ['src', ...keys].join('.'), 'a key of the map');
  const argument = { code: 'helper.path', path: ['src', ...keys.slice(0, -1)].join('.') };
  return refusedArgument(argument, 'a map or a list', found);
}

/** Zero and minus zero are one number to whoever compares data. */
const isEqual = (one: unknown, other: unknown): boolean => one === other || isDeepStrictEqual(one, other);
