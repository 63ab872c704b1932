/** Rows for tests of the DynamoDbClient: a table's config, values of every kind, and names that are hard to write. */

import fc from 'fast-check';

export const TYPED = {
  table_name: 'autotest_rows',
  hash_key: 'col_hash',
  row_mapper: {
    col_hash: 'S',
    col_text: 'S',
    col_number: 'N',
    col_flag: 'BOOL',
    col_map: 'M',
    col_list: 'L',
    col_texts: 'SS',
    col_numbers: 'NS',
    col_bytes: 'B',
    col_byte_sets: 'BS',
    col_null: 'NULL',
  },
  dont_json_loads_results: true,
} as const;

/** Reserved words of DynamoDB, and characters that mean something in its expressions or in JavaScript. */
export const ODD_NAMES = [
  'name',
  'status',
  'size',
  'between',
  'AND',
  'attribute_exists',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '0',
  '1st',
  'with-dash',
  'a.b',
  'a[0]',
  '#hash',
  ':colon',
  'quote"s',
  'back\\slash',
  'ünïcödé',
  '🐈',
  'st_between',
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('12', '-7', '1e3', 'TRUE', 'false', '½', '{"a": 1}', '[1]', ''),
);
/** A zero without a sign: DynamoDB has no other. */
const number = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => (value === 0 || Math.abs(value) < 1e-129 || Math.abs(value) > 1e125 ? 0 : value));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 8 });
const name = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).filter((found) => found !== '__proto__'),
  fc.constantFrom(...ODD_NAMES),
);
const setOf = <Value>(value: fc.Arbitrary<Value>) =>
  fc.uniqueArray(value, { minLength: 1, maxLength: 4 }).map((list) => new Set(list));

const { plain, map } = fc.letrec<{ plain: unknown; map: Record<string, unknown> }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    bytes,
    setOf(text),
    setOf(number),
    tie('map'),
    fc.array(tie('plain'), { maxLength: 3 }),
  ),
  map: fc.dictionary(name, tie('plain'), { maxKeys: 3, noNullPrototype: true }),
}));

/** A row without its key: any of the columns, and columns without a mapping. */
export const anyRow: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(
    fc.record(
      {
        col_text: text,
        col_number: number,
        col_flag: fc.boolean(),
        col_map: map,
        col_list: fc.array(plain, { maxLength: 3 }),
        col_texts: setOf(text),
        col_numbers: setOf(number),
        col_bytes: bytes,
        col_byte_sets: fc.array(bytes, { minLength: 1, maxLength: 1 }).map((list) => new Set(list)),
        col_null: fc.constant(null),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    map,
  )
  .map(([mapped, unmapped]) => ({ ...unmapped, ...mapped }));
