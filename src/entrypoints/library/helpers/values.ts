/** What the helpers ask of the values that they are given, and how they refuse them. */

import { RefusedError } from '../../../domain/errors.js';
import { mapArgument, optionsArgument, refusedArgument } from '../argument.js';

/** The code of every refusal for an argument's kind alone. */
const KIND = 'helper.kind';

/** Deepest nesting of maps and lists that a helper follows, as in jobs: far below what a call stack bears. */
export const MAX_NESTING = 500;

/** The refusal of an argument's kind. */
export const wrongKind = (path: string, expected: string, found: unknown): RefusedError =>
  refusedArgument({ code: KIND, path }, expected, found);

/** A refusal for what the value says, not for its kind. The value itself is not shown: it may be part of a payload. */
export const refused = (code: `helper.${string}`, path: string, expected: string, hint?: string): RefusedError =>
  new RefusedError(code, { path, expected, ...(hint === undefined ? {} : { hint }) });

/** A text, the empty one included; refuses any other kind. */
export function textOf(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw wrongKind(path, 'a text', value);
}

/** A plain map; nothing that a class made, such as a Date. */
export const mapOf = (value: unknown, path: string): Readonly<Record<string, unknown>> =>
  mapArgument({ code: KIND, path }, value);

/** Refuses options that are no map; JavaScript lets anything through. */
export const refuseUnlessOptions = (options: unknown): void => optionsArgument(KIND, options);

/** The value under a key of the map's own: nothing that maps inherit, such as `constructor`, counts. */
export const ownValue = (map: object, key: string): unknown =>
  Object.hasOwn(map, key) ? (map as Readonly<Record<string, unknown>>)[key] : undefined;

/** Whether a value is a map that no class made. */
export const isPlainMap = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The prototype of plain maps has none of its own, in whatever realm the map was made.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

/** The elements of a list or a set; undefined for everything else. */
export function elementsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof Set ? [...value] : undefined;
}

/** Null, an empty text, list, set or map: as good as not given. Zero and false are values. */
export function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return elementsOf(value)?.length === 0 || (isPlainMap(value) && Object.keys(value).length === 0);
}

/** Refuses what is nested deeper than `MAX_NESTING`, and so what holds itself. */
export function refuseTooDeep(value: unknown, path: string, level = 1): void {
  const children = childrenOf(value);
  if (children === undefined) return;
  if (level > MAX_NESTING) throw tooDeep(path);
  for (const child of children) refuseTooDeep(child, path, level + 1);
}

/** The refusal of nesting without end. */
export const tooDeep = (path: string): RefusedError =>
  refused('helper.nesting', path, `at most ${MAX_NESTING} levels of maps and lists`);

function childrenOf(value: unknown): Iterable<unknown> | undefined {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  if (Array.isArray(value) || value instanceof Set) return value;
  return value instanceof Map ? [...value].flat(1) : Object.values(value);
}
