/** Jobs of every shape, for property tests: five levels, flags anywhere, keys that collide across levels. */

import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/domain/task.js';

export const LEVELS = ['region', 'store', 'shelf', 'product', 'size'];

const NAMES = ['a', 'b', 'ü', '7', '"', '__proto__', 'constructor', '\u2028', '😀', '\ud800', 'long name of a value'];
const name = fc.constantFrom(...NAMES);
const value: fc.Arbitrary<Json> = fc.oneof(
  name,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);

const map = <T extends Json>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<T>, maxKeys: number, minKeys = 0) =>
  fc.dictionary(keys, values, { minKeys, maxKeys, noNullPrototype: true, size: 'max' });

/** Attributes beside the chunked ones. Some are called like the plural of an outer level, or like the dates. */
const others = map(
  fc.constantFrom('note', 'ü"\\', '__proto__', 'date_list', 'regions', 'stores', 'labourer', 'isolate_colours'),
  fc.constantFrom<Json>(null, 0, -0, 1e300, 'text', [], [{ a: [null] }], { deep: { er: 'ü' } }),
  2,
);

const flag: fc.Arbitrary<[string, Json]> = fc.oneof(
  fc.tuple(
    fc.constantFrom(...LEVELS.flatMap((name) => [`isolate_${name}s`, `isolate_${name}`])),
    fc.constantFrom<Json>(true, true, 'True', 1, false, null),
  ),
  fc.tuple(
    fc.constantFrom(...LEVELS.flatMap((name) => [`max_${name}s_per_batch`, `max_${name}_per_batch`])),
    fc.integer({ min: 1, max: 4 }),
  ),
);

/** What may stand under an attribute: all shapes of the manual, and the empty ones. */
function values(level: number): fc.Arbitrary<Json> {
  const nulls = map(name, fc.constant(null), 5);
  const subJob = level + 1 < LEVELS.length ? job(level + 1) : others;
  const subJobs = map(
    name,
    fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: subJob }),
    3,
    1,
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.array(value, { maxLength: 6, size: 'max' }) },
    { weight: 1, arbitrary: nulls },
    { weight: 6, arbitrary: subJobs },
    { weight: 1, arbitrary: fc.array(fc.oneof(nulls, subJobs), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.oneof(value, fc.constant(null)) },
  );
}

function job(level: number): fc.Arbitrary<JsonObject> {
  const attribute = LEVELS[level] ?? '';
  const spelling = fc.constantFrom(`${attribute}s`, `${attribute}s`, attribute);
  const own = fc.option(fc.tuple(spelling, values(level)), { nil: undefined, freq: 15 });
  const flags = fc.array(flag, level === 0 ? { minLength: 1, maxLength: 3, size: 'max' } : { maxLength: 1 });
  return fc.tuple(flags, others, own, fc.boolean()).map(([asked, beside, given, attributeFirst]) => {
    // Both spellings of an attribute at once are refused, and so are values of the wrong kind.
    const rest = [...Object.entries(beside).filter(([key]) => key !== `${attribute}s`), ...asked];
    return Object.fromEntries(given === undefined ? rest : attributeFirst ? [given, ...rest] : [...rest, given]);
  });
}

const dates = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      period: fc.constantFrom<Json>('today', 'last_3_days', 'last_week', { from: '2024-02-28', to: '2024-03-02' }),
      isolate_days: fc.boolean(),
    },
    { requiredKeys: ['period'] },
  ),
);

/** A whole job, with or without a period. */
export const arbitraryJob: fc.Arbitrary<JsonObject> = fc
  .tuple(job(0), dates)
  .map(([attributes, period]) => ({ ...attributes, ...period }) as JsonObject);

export const arbitrarySkeleton: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constant({}),
  map(
    fc.constantFrom('note', 'stores', 'date_list', 'sizes', '__proto__'),
    fc.constantFrom<Json>('skeleton', null, ['ü']),
    2,
  ),
);
