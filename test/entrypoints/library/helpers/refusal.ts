/** What a helper refuses: the code of the error that it throws. */

import { expect } from 'vitest';
import { RefusedError } from '../../../../src/entrypoints/library/helpers.js';

/** Fails unless a RefusedError is thrown. */
export function refusal(call: () => unknown): RefusedError {
  try {
    call();
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
  return expect.fail('nothing was refused');
}

/** The code of that error. */
export const codeOf = (call: () => unknown): string => refusal(call).code;

/** What JavaScript callers may give: a value of any type. */
export const anything = <Type>(value: unknown): Type => value as Type;

/** A list in a list in a list. */
export function nested(levels: number): unknown[] {
  let list: unknown[] = [];
  for (let level = 1; level < levels; level++) list = [list];
  return list;
}

/** A map in a map in a map. */
export function nestedMap(levels: number): object {
  let map: object = {};
  for (let level = 1; level < levels; level++) map = { a: map };
  return map;
}
