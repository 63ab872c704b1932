/** Golden vectors: what a line holds, and when two JSON values count as the same. */

import { isDeepStrictEqual } from 'node:util';
import { RefusedError } from '../../src/domain/errors.js';
import type { Json, JsonObject } from '../../src/domain/task.js';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.js';

/** The instant of a vector's clock. */
export const clockOf = ({ now }: Pick<Vector, 'now'>): EpochSeconds => epochSeconds(Date.parse(now) / 1000);

/** One line of an area's file. Exactly one of `expected` and `error` is there. */
export interface Vector {
  readonly id: string;
  readonly area: string;
  /** The whole world's clock: ISO, UTC. */
  readonly now: string;
  readonly input: JsonObject;
  readonly expected?: Json;
  /** The family of error that the old system raised; something must be raised. */
  readonly error?: string;
  readonly compare?: 'unordered_lists';
}

/** Runs one vector: undefined when it passes, otherwise what differs. An operation it does not know fails. */
export type AreaRunner = (vector: Vector) => Promise<string | undefined>;

/** What a vector's call comes to: its value compared, or its refusal where one is expected. Any other error fails. */
export function outcome<Value>(
  vector: Pick<Vector, 'expected' | 'error'>,
  call: () => Value,
  compare: (value: Value, expected: Json) => string | undefined,
): string | undefined {
  let value: Value;
  try {
    value = call();
  } catch (error) {
    if (!(error instanceof RefusedError)) return `failed: ${error instanceof Error ? error.stack : String(error)}`;
    if (vector.error === undefined) return `refused: ${error.message}`;
    const isJobs = error.code.startsWith('job.');
    return vector.error === 'invalid_job' && !isJobs ? `${error.code} does not speak of the job` : undefined;
  }
  if (vector.error !== undefined) return `${shown(value)}, expected to be refused (${vector.error})`;
  return vector.expected === undefined
    ? 'the vector expects neither a value nor an error'
    : compare(value, vector.expected);
}

/** Where the first difference lies, or undefined: numbers by value, keys in any order, null is not absent, lists as `compare` says. */
export function difference(
  found: unknown,
  expected: unknown,
  compare?: Vector['compare'],
  path = '',
): string | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) {
    if (compare === 'unordered_lists') return bagDifference(found, expected, path, { deep: true });
    if (found.length !== expected.length) return `${path}: ${found.length} elements, expected ${expected.length}`;
    return firstOf(expected.keys(), (index) => difference(found[index], expected[index], compare, `${path}[${index}]`));
  }
  if (isMap(expected) && isMap(found)) {
    return firstOf(new Set([...Object.keys(expected), ...Object.keys(found)]), (key) => {
      if (!Object.hasOwn(found, key)) return `${path}.${key}: missing, expected ${shown(expected[key])}`;
      if (!Object.hasOwn(expected, key)) return `${path}.${key}: ${shown(found[key])}, expected nothing`;
      return difference(found[key], expected[key], compare, `${path}.${key}`);
    });
  }
  return Object.is(found, expected) || found === expected
    ? undefined
    : `${path}: ${shown(found)}, expected ${shown(expected)}`;
}

/** The same for lists whose order carries no meaning; inside their elements order counts unless `deep`. */
export function bagDifference(
  found: readonly unknown[],
  expected: readonly unknown[],
  path: string,
  { deep }: { deep: boolean },
): string | undefined {
  const counts = new Map<string, number>();
  const count = (item: unknown, by: number) => {
    const text = canonicalText(item, { unordered: deep });
    counts.set(text, (counts.get(text) ?? 0) + by);
  };
  for (const item of expected) count(item, 1);
  for (const item of found) count(item, -1);
  for (const [text, excess] of counts) {
    if (excess > 0) return `${path}: misses ${excess} x ${cut(text)}`;
    if (excess < 0) return `${path}: has ${-excess} x ${cut(text)} too many`;
  }
  return undefined;
}

/**
 * Compares a result whose list of tasks (under `key`) has no order, and which may come with `sorted_order`: the permutation that
 * puts the canonical texts of the expected tasks in ascending order.
 */
export const taskListDifference =
  (key: 'tasks' | 'rows') =>
  (found: Readonly<Record<string, unknown>>, expected: Json): string | undefined => {
    const { [key]: foundTasks, ...foundRest } = found;
    const { [key]: tasks, sorted_order: order, ...rest } = mapIn({ expected }, 'expected');
    if (!Array.isArray(foundTasks) || !Array.isArray(tasks)) return `no list of ${key}`;
    return (
      difference(foundRest, rest) ??
      bagDifference(foundTasks, tasks, key, { deep: false }) ??
      (order === undefined ? undefined : sortedOrderDifference(tasks, order, 'sorted_order'))
    );
  };

/** A map in a vector, empty where there is none. */
export function mapIn(holder: object, key: string): JsonObject {
  const value: unknown = (holder as Record<string, unknown>)[key] ?? {};
  if (isMap(value)) return value as JsonObject;
  throw new TypeError(`the vector's ${key} is no map`);
}

export function listIn(holder: JsonObject, key: string): readonly Json[] {
  const value = holder[key];
  if (Array.isArray(value)) return value;
  throw new TypeError(`the vector's ${key} is no list`);
}

export const textsIn = (holder: JsonObject, key: string): string[] => listIn(holder, key).map(asText);
export const textIn = (holder: JsonObject, key: string): string => asText(holder[key]);

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`no text in the vector: ${shown(value)}`);
}

/** Whether `order` is the permutation that puts the canonical texts of `items` in ascending order. */
function sortedOrderDifference(items: readonly unknown[], order: unknown, path: string): string | undefined {
  const texts = items.map((item) => canonicalText(item));
  const expected = [...texts.keys()].sort((a, b) => byCodePoint(texts[a] ?? '', texts[b] ?? '') || a - b);
  return isDeepStrictEqual(order, expected) ? undefined : `${path}: ${shown(order)}, expected ${shown(expected)}`;
}

/** Keys sorted, no spaces; with `unordered` the elements of every list sorted too. */
function canonicalText(value: unknown, { unordered = false } = {}): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonicalText(item, { unordered }));
    return `[${(unordered ? items.sort() : items).join(',')}]`;
  }
  if (!isMap(value)) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item, { unordered })}`).join(',')}}`;
}

/** The order of Python, which wrote the vectors; JavaScript's own goes by UTF-16 units. */
function byCodePoint(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const step = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (step !== 0) return step;
  }
  return a.length - b.length;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function firstOf<T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const cut = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}...` : text);
const shown = (value: unknown): string => cut(JSON.stringify(value) ?? String(value));
