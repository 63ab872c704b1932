/** Nested maps made of flat ones, and of lists of keys. */

import {
  elementsOf,
  isPlainMap,
  MAX_NESTING,
  mapOf,
  refused,
  refuseTooDeep,
  textOf,
  tooDeep,
  wrongKind,
} from './values.js';

/** A map under construction. Keys never touch a prototype, whatever they are called. */
class Branch {
  readonly #entries = new Map<string, unknown>();

  get(key: string): unknown {
    return this.#entries.get(key);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: unknown): void {
    this.#entries.set(key, value);
  }

  toMap(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.#entries].map(([key, value]) => [key, value instanceof Branch ? value.toMap() : value]),
    );
  }
}

/**
 * Makes a nested map of a flat one whose keys are paths. Below a key that is a path, the keys of a map are paths too; below a plain
 * key everything stays as it is. Keys that share a beginning meet in one map.
 *
 * @param data The flat map.
 * @param separator Between the keys of a path; default `__`, also for null and an empty one.
 * @returns A new map; lists in it are those of `data`.
 * @throws RefusedError `helper.key` when a path begins or ends with the separator, or two keys claim the same place; `helper.kind` when
 *   `data` is no map or the separator no text; `helper.nesting` beyond 500 levels.
 * @example
 * ```ts
 * dunderToDict({ a: 'v1', b__c: 'v2', b__d__e: 'v3' }); // { a: 'v1', b: { c: 'v2', d: { e: 'v3' } } }
 * ```
 */
export function dunderToDict(data: object, separator: string | null = '__'): Record<string, unknown> {
  const map = mapOf(data, 'data');
  refuseTooDeep(map, 'data');
  const divider = textOf(separator ?? '__', 'separator');
  const root = new Branch();
  fill(root, map, divider === '' ? '__' : divider, 1);
  return root.toMap();
}

/** A map with one key, in which a map with one key, and so on. */
export interface NestedDict<Value> {
  readonly [key: string]: NestedDict<Value> | Value;
}

/**
 * Makes a map with the first key, in it one with the second, and so on.
 *
 * @param keys Texts or numbers, outermost first; 500 at most.
 * @param value What stands under the last key; default null.
 * @returns The map; the value itself when there is no key.
 * @throws RefusedError `helper.kind` when `keys` is no list of texts and numbers, `helper.nesting` when they are too many.
 * @example
 * ```ts
 * nestedDictFromKeys(['a', 'b', 'c'], 42); // { a: { b: { c: 42 } } }
 * ```
 */
export function nestedDictFromKeys(keys: readonly (string | number)[], value?: null): NestedDict<null> | null;
export function nestedDictFromKeys<Value>(keys: readonly (string | number)[], value: Value): NestedDict<Value> | Value;
export function nestedDictFromKeys(keys: readonly (string | number)[], value: unknown = null): unknown {
  const names = elementsOf(keys);
  if (names === undefined) throw wrongKind('keys', 'a list of keys', keys);
  if (names.length > MAX_NESTING) throw tooDeep('keys');
  return names.map(keyOf).reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
}

/** Without a separator the keys stand for themselves. `level` counts the keys of paths too. */
function fill(
  branch: Branch,
  map: Readonly<Record<string, unknown>>,
  separator: string | undefined,
  level: number,
): void {
  for (const [key, value] of Object.entries(map)) {
    const isPath = separator !== undefined && key.includes(separator);
    if (isPath && (key.startsWith(separator) || key.endsWith(separator))) {
      throw refused('helper.key', `data.${key}`, `a key that does not begin or end with ${separator}`);
    }
    const path = isPath ? key.split(separator, MAX_NESTING + 1) : [key];
    if (level + path.length > MAX_NESTING) throw tooDeep('data');
    place({ branch, path, value, name: key }, isPath ? separator : undefined, level + path.length);
  }
}

function place(
  { branch, path, value, name }: { branch: Branch; path: readonly string[]; value: unknown; name: string },
  separator: string | undefined,
  level: number,
): void {
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce((parent, key) => branchAt(parent, key, name), branch);
  if (isPlainMap(value)) fill(branchAt(holder, last, name), value, separator, level);
  else if (holder.has(last)) throw overlap(name);
  else holder.set(last, value);
}

function branchAt(parent: Branch, key: string, name: string): Branch {
  const found = parent.get(key);
  if (found instanceof Branch) return found;
  if (parent.has(key)) throw overlap(name);
  const branch = new Branch();
  parent.set(key, branch);
  return branch;
}

const overlap = (name: string) => refused('helper.key', `data.${name}`, 'a place that no other key has taken');

function keyOf(key: unknown, index: number): string {
  if (typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key))) return String(key);
  throw wrongKind(`keys[${index}]`, 'a text or a number', key);
}
