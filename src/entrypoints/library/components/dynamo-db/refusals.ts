/** Refusals of what callers of the DynamoDbClient give: they tell where and of what kind it is, never the value itself. */

import { RefusedError } from '../../../../domain/errors.js';
import { kindOf } from '../../../../domain/job/json.js';

/** Where a value stands, and what it should have been. */
export interface RefusedValue {
  readonly path: string;
  readonly expected: string;
  readonly found: unknown;
  readonly hint?: string;
}

/** Code `dynamo.value` unless another is given. */
export function refusedValue({ path, expected, found, hint }: RefusedValue, code = 'dynamo.value'): RefusedError {
  return new RefusedError(code, {
    path,
    expected: `${expected}, found ${shownKind(found)}`,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Lone halves of surrogate pairs have no UTF-8: another text would be stored. */
const LONE_SURROGATE = /\p{Surrogate}/u;
export const isWholeText = (text: string): boolean => !LONE_SURROGATE.test(text);

/** DynamoDB's limit of an attribute's name, bytes. */
const NAME_BYTES_MAX = 65_535;

/** Throws RefusedError `dynamo.name` unless an attribute may have this name. Reserved words and any characters may be in it. */
export function refuseName(name: string, path: string): void {
  const refuse = (expected: string, found?: string) => {
    throw new RefusedError('dynamo.name', { path, expected, found });
  };
  if (name === '') refuse('a name of an attribute that is not empty');
  if (name === '__proto__') refuse('a name of an attribute that objects can hold', name);
  if (!isWholeText(name)) refuse('a name of whole characters');
  if (Buffer.byteLength(name) > NAME_BYTES_MAX) refuse(`a name of at most ${NAME_BYTES_MAX} bytes`);
}

function shownKind(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isPlainMap(value)) return kindOf(value);
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== '' ? `a ${name}` : 'an object of a class';
}

/** A map as `{}` makes it, in whatever realm: nothing that a class made. */
export function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
