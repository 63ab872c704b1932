/** What a job may be made of: JSON, and not nested without end. */

import { RefusedError } from '../errors.js';
import type { Json, JsonObject } from '../task.js';

/**
 * Deepest nesting of maps and lists, the job itself being level 1. Far below what any reader along the way (Python's `json`
 * gives up at about 1,000, DynamoDB at 32 for typed maps) or a call stack can bear, far above any job that people write.
 */
const MAX_NESTING = 500;

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same for a value that is known to be JSON. */
export const isJsonMap = (value: Json | undefined): value is JsonObject => isMap(value);

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The value under a key of the map's own: nothing that maps inherit, such as `constructor`, counts. */
export const ownValue = (map: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** A map without one of its keys. */
export const without = (map: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));

/** Refuses what is no map, and whatever in it JSON can't write or is nested deeper than `MAX_NESTING`. */
export function refuseUnlessJsonMap(value: unknown, path: string): asserts value is JsonObject {
  if (!isMap(value)) throw new RefusedError('job.kind', { path, expected: 'a map', found: kindOf(value) });
  const flaw = flawIn(value, 1);
  if (flaw === undefined) return;
  if (flaw.kind !== undefined) {
    throw new RefusedError('job.kind', {
      path: [path, ...flaw.path].join('.'),
      expected: 'a JSON value',
      found: flaw.kind,
    });
  }
  throw new RefusedError('job.nesting', {
    path: `${[path, ...flaw.path.slice(0, 2)].join('.')}…`,
    expected: `at most ${MAX_NESTING} levels of maps and lists`,
  });
}

/** Where a container is not as it should be: the kind of what does not belong there, or none where it is nested too deep. */
interface Flaw {
  readonly path: readonly string[];
  readonly kind: string | undefined;
}

function flawIn(container: object, level: number): Flaw | undefined {
  if (level > MAX_NESTING) return { path: [], kind: undefined };
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index++) {
      const flaw = flawAt(index, container[index], level);
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  }
  for (const key of Object.keys(container)) {
    const flaw = flawAt(key, (container as Readonly<Record<string, unknown>>)[key], level);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function flawAt(key: string | number, value: unknown, level: number): Flaw | undefined {
  if (typeof value === 'string' || value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return undefined;
  const isContainer = Array.isArray(value) || isPlainMap(value);
  const flaw = isContainer ? flawIn(value, level + 1) : { path: [], kind: kindOf(value) };
  return flaw === undefined ? undefined : { path: [String(key), ...flaw.path], kind: flaw.kind };
}

/** Dates, Maps and other objects of the language have no JSON of their own. */
function isPlainMap(value: unknown): value is object {
  if (!isMap(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What an error may say of a value without showing it: payloads do not belong into logs. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a map';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
