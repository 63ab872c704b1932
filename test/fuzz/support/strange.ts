/** Values and names that programs trip over, as JSON can hold them, and how a right input becomes a nearly right one. */

import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/domain/task.js';

/** Names that mean something to the language, to a file system, or to a reader of text. */
const STRANGE_TEXTS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  'a\nb',
  '\ud800',
  'x\udfff',
  '\u202eabc',
  'e\u0301',
  '💥',
  '.',
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  '..\\..\\windows',
  'C:\\windows',
  'file:///etc/passwd',
  '%2e%2e%2f',
  'null',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '0x10',
  'true',
  '{}',
  '[',
  '{"a":',
  'last_99999999999999999999_days',
  'last_100000_days',
  '0_days_back',
  'arn:aws:lambda:us-west-2:000000000000:function:some_function:3',
  ':'.repeat(50),
  'x'.repeat(171),
  'x'.repeat(300),
  'x'.repeat(100_000),
  '🙂'.repeat(10_000),
] as const;

const STRANGE_NUMBERS = [0, -0, 1, -1, 0.5, 1e-320, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e300, 1.7976931348623157e308];

/** A value by its recipe, so that a failing input prints as a few words and not as a megabyte. */
export type Strange =
  | { readonly json: Json }
  /** Lists or maps in one another. */
  | { readonly deep: number; readonly as: 'lists' | 'maps' }
  | { readonly entries: number; readonly as: 'lists' | 'maps' };

export const strangeText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...STRANGE_TEXTS) },
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 10 }),
);

const as = fc.constantFrom('lists' as const, 'maps' as const);

export const strange: fc.Arbitrary<Strange> = fc.oneof(
  { weight: 4, arbitrary: strangeText.map((json) => ({ json })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...STRANGE_NUMBERS, null, true, false, [], {}, [[]], [null], [{}])
      .map((json) => ({ json: json as Json })),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((json) => ({ json: json as Json })) },
  fc.record({ deep: fc.constantFrom(5, 40, 499, 501, 2000, 20_000), as }),
  fc.record({ entries: fc.constantFrom(101, 1001, 5000), as }),
);

/** The value of a recipe. Maps hold `__proto__` as a key of their own, as JSON's reader makes them. */
export function grown(recipe: Strange): Json {
  if ('json' in recipe) return recipe.json;
  if ('entries' in recipe) {
    const entries = Array.from({ length: recipe.entries }, (_, index) => [`key${index}`, index] as const);
    return recipe.as === 'lists' ? entries.map(([, index]) => index) : Object.fromEntries(entries);
  }
  let value: Json = 1;
  for (let level = 0; level < recipe.deep; level++) value = recipe.as === 'lists' ? [value] : { a: value };
  return value;
}

/** One slip: where (the how-manieth place of the value) and what becomes of it. */
interface Slip {
  readonly at: number;
  readonly change: 'drop' | 'rename' | 'repeat' | 'replace' | 'wrap' | 'exchange';
  readonly name: string;
  readonly value: Strange;
}

/** A right value, and what went wrong with it. */
export interface NearlyRight {
  readonly right: Json;
  readonly slips: readonly Slip[];
}

const slip: fc.Arbitrary<Slip> = fc.record({
  at: fc.nat(40),
  change: fc.constantFrom('drop', 'rename', 'repeat', 'replace', 'replace', 'wrap', 'exchange'),
  name: strangeText,
  value: strange,
});

/** Right values with no slip to three, and now and then something that was never right. */
export const nearlyRight = (right: fc.Arbitrary<Json>): fc.Arbitrary<NearlyRight> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.record({ right, slips: fc.array(slip, { maxLength: 3 }) }) },
    fc.jsonValue().map((json) => ({ right: json as Json, slips: [] })),
  );

/** The value with its slips made. */
export const withSlips = ({ right, slips }: NearlyRight): Json => slips.reduce<Json>(slipped, right);

/** Places below this level are left as they are: values may be deeper than any walk. */
const LEVELS = 8;

function slipped(root: Json, { at, change, name, value }: Slip): Json {
  let left = at % Math.max(placesIn(root, 0), 1);
  const walk = (inner: Json, level: number): Json => {
    if (typeof inner !== 'object' || inner === null || level > LEVELS) return inner;
    const entries = Object.entries(inner).flatMap(([key, part]): [string, Json][] =>
      left-- === 0 ? changed(key, part) : [[key, walk(part, level + 1)]],
    );
    return Array.isArray(inner) ? entries.map(([, part]) => part) : Object.fromEntries(entries);
  };
  const changed = (key: string, part: Json): [string, Json][] => {
    switch (change) {
      case 'drop':
        return [];
      case 'rename':
        return [[name, part]];
      case 'repeat':
        return [
          [key, part],
          [name, part],
        ];
      case 'replace':
        return [[key, grown(value)]];
      case 'wrap':
        return [[key, at % 2 === 0 ? [part] : { [name]: part }]];
      case 'exchange':
        return [[key, root]];
    }
  };
  return walk(root, 0);
}

function placesIn(value: Json, level: number): number {
  if (typeof value !== 'object' || value === null || level > LEVELS) return 0;
  return Object.values(value as JsonObject).reduce<number>((sum, part) => sum + 1 + placesIn(part, level + 1), 0);
}
