/** One map laid over another, as the layers of a configuration are. */

import type { Json, JsonObject } from '../../../domain/task.js';
import { mergedDocuments } from '../../config/merged-documents.js';
import { elementsOf, isPlainMap, mapOf, MAX_NESTING, tooDeep, wrongKind } from './values.js';

type Collection = readonly unknown[] | ReadonlySet<unknown>;
type ElementOf<List> = List extends readonly (infer Item)[] | ReadonlySet<infer Item> ? Item : never;

/** The type of `Weak` with `Strong` laid over it. */
export type Updated<Weak, Strong> = Strong extends Collection
  ? Weak extends Collection
    ? (ElementOf<Weak> | ElementOf<Strong>)[]
    : ElementOf<Strong>[]
  : Strong extends object
    ? Weak extends Collection
      ? Strong
      : Weak extends object
        ? { [Key in keyof Weak | keyof Strong]: UpdatedEntry<Weak, Strong, Key> }
        : Strong
    : Strong;

type UpdatedEntry<Weak, Strong, Key> = Key extends keyof Strong
  ? Key extends keyof Weak
    ? undefined extends Strong[Key]
      ? Weak[Key] | Updated<Weak[Key], Exclude<Strong[Key], undefined>>
      : Updated<Weak[Key], Strong[Key]>
    : Strong[Key]
  : Key extends keyof Weak
    ? Weak[Key]
    : never;

/**
 * Lays one map over another: maps merge, lists (sets too) are joined with each value once, everything else of `u` replaces what `d`
 * has, null included. Keys whose value is undefined count as absent.
 *
 * @param d The weaker map; it stays as it is.
 * @param u The stronger map; it stays as it is.
 * @returns A new map that shares nothing with either. Keys such as `__proto__` are ordinary keys of it.
 * @throws RefusedError `helper.kind` when either is no map or holds what JSON can't (a function, a Date, NaN), `helper.nesting` beyond 500
 *   levels of maps and lists.
 * @example
 * ```ts
 * recursiveUpdate({ a: { x: 1 }, l: [1, 2] }, { a: { y: 2 }, l: [2, 3] }); // { a: { x: 1, y: 2 }, l: [1, 2, 3] }
 * ```
 */
export function recursiveUpdate<D extends object, U extends object>(d: D, u: U): Updated<D, U> {
  return mergedDocuments(documentOf(d, 'd'), documentOf(u, 'u')) as Updated<D, U>;
}

const documentOf = (value: unknown, path: string): JsonObject => mapCopy(mapOf(value, path), path, 1);

/** Copied as JSON holds it, so that the merge meets nothing else. */
function copyOf(value: unknown, path: string, level: number): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (isPlainMap(value)) return mapCopy(value, path, level + 1);
  const elements = elementsOf(value);
  if (elements === undefined) throw wrongKind(path, 'a value that JSON can hold', value);
  if (level >= MAX_NESTING) throw tooDeep(path);
  return Array.from(elements, (element, index) => copyOf(element, `${path}[${index}]`, level + 1));
}

function mapCopy(map: Readonly<Record<string, unknown>>, path: string, level: number): JsonObject {
  if (level > MAX_NESTING) throw tooDeep(path);
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, copyOf(value, `${path}.${key}`, level)]));
}
