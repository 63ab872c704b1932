import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusedError, SoswError } from '../../../../../src/domain/errors.js';
import { DynamoDbClient } from '../../../../../src/entrypoints/library/components/dynamo-db/dynamo-db-client.js';
import { anyRow, TYPED } from './rows.js';

const row_mapper = {
  hash_col: 'S',
  some_text: 'S',
  some_count: 'N',
  some_flag: 'BOOL',
  some_map: 'M',
  some_list: 'L',
  tags: 'SS',
  sizes: 'NS',
  bytes: 'B',
  blobs: 'BS',
} as const;
const client = new DynamoDbClient({ config: { table_name: 'tbl', hash_key: 'hash_col', row_mapper } });
const typed = (row: Record<string, unknown>) => client.dictToDynamo(row, { strict: false });

function refusal(call: () => unknown): { code: string; path: string; message: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof RefusedError) return { code: error.code, path: error.path, message: error.message };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a row that is written', () => {
  it('D31: a map or list in a text column is stored as JSON', () => {
    expect(typed({ some_text: { a: true, b: null } })).toEqual({ some_text: { S: '{"a":true,"b":null}' } });
    expect(typed({ some_text: ['x', 1.5] })).toEqual({ some_text: { S: '["x",1.5]' } });
  });

  it('D32: keeps fractions inside lists and maps', () => {
    expect(typed({ some_list: [1.5, { a: 0.1 }] })).toEqual({
      some_list: { L: [{ N: '1.5' }, { M: { a: { N: '0.1' } } }] },
    });
  });

  it('D51: refuses a boolean in a number column', () => {
    expect(refusal(() => typed({ some_count: true }))).toMatchObject({
      code: 'dynamo.value',
      path: 'row.some_count',
      message: expect.stringMatching(/the row_mapper says N.*found a boolean/),
    });
  });

  it('D52: keeps text in a column without a mapping as text, whatever it looks like', () => {
    const row = { free: '12', free2: 'TRUE', free3: '-7', free4: '1e3' };
    expect(typed(row)).toEqual({ free: { S: '12' }, free2: { S: 'TRUE' }, free3: { S: '-7' }, free4: { S: '1e3' } });
  });

  it('D53: keeps digits that are not ASCII as text, and refuses them as numbers', () => {
    expect(typed({ free: '½' })).toEqual({ free: { S: '½' } });
    expect(client.parseFilterExpression('free = ٣').values).toEqual({ ':v0': { S: '٣' } });
    expect(refusal(() => typed({ some_count: '٣' })).code).toBe('dynamo.number');
  });

  it('D54: types names inside maps, at every depth, by the row_mapper, and those inside lists by their values', () => {
    expect(typed({ free: { some_text: 5, deep: { some_text: 6 } }, some_list: [{ some_text: 5 }] })).toEqual({
      free: { M: { some_text: { S: '5' }, deep: { M: { some_text: { S: '6' } } } } },
      some_list: { L: [{ M: { some_text: { N: '5' } } }] },
    });
  });

  it('leaves out null and columns without a mapping where it is strict, and null becomes NULL where it is not', () => {
    const row = { some_count: null, free: 1 };
    expect(client.dictToDynamo(row)).toEqual({});
    expect(typed(row)).toEqual({ some_count: { NULL: true }, free: { N: '1' } });
  });

  it('puts the prefix before every name', () => {
    expect(client.dictToDynamo({ some_count: 1, free: 2 }, { addPrefix: ':', strict: false })).toEqual({
      ':some_count': { N: '1' },
      ':free': { N: '2' },
    });
  });

  it.each([[true], [1], ['1'], ['true'], ['TRUE']])('reads %j in a boolean column as true', (value) => {
    expect(typed({ some_flag: value })).toEqual({ some_flag: { BOOL: true } });
  });

  it.each([[false], [0], ['0'], ['False']])('reads %j in a boolean column as false', (value) => {
    expect(typed({ some_flag: value })).toEqual({ some_flag: { BOOL: false } });
  });

  it('takes sets as Sets or lists, each value once', () => {
    const bytes = new Uint8Array([1]);
    expect(
      typed({ tags: ['a', 'b', 'a'], sizes: new Set([1, 2.5]), bytes, blobs: [bytes], free: new Set(['x']) }),
    ).toEqual({
      tags: { SS: ['a', 'b'] },
      sizes: { NS: ['1', '2.5'] },
      bytes: { B: bytes },
      blobs: { BS: [bytes] },
      free: { SS: ['x'] },
    });
  });

  it('refuses a required column that strict would leave out', () => {
    const strict = new DynamoDbClient({ config: { row_mapper, required_fields: ['free', 'some_count'] } });
    expect(refusal(() => strict.dictToDynamo({ free: 1 }))).toMatchObject({
      code: 'dynamo.required_field',
      path: 'row.free',
    });
    expect(refusal(() => strict.dictToDynamo({ some_count: null })).code).toBe('dynamo.required_field');
    expect(strict.dictToDynamo({ some_count: 1, other: 1 })).toEqual({ some_count: { N: '1' } });
  });
});

describe('bad values are refused, saying where they stand and of what kind they are', () => {
  it.each<[string, Record<string, unknown>, string, string, RegExp]>([
    ['NaN', { some_count: Number.NaN }, 'dynamo.number', 'row.some_count', /found NaN/],
    ['Infinity', { free: [Number.POSITIVE_INFINITY] }, 'dynamo.number', 'row.free[0]', /found Infinity/],
    ['NaN in a text column', { some_text: Number.NaN }, 'dynamo.number', 'row.some_text', /found NaN/],
    ['NaN in JSON text', { some_text: { a: Number.NaN } }, 'dynamo.value', 'row.some_text.a', /found NaN/],
    ['undefined', { some_text: undefined }, 'dynamo.value', 'row.some_text', /found undefined.*give null/],
    ['undefined in a map', { free: { a: { b: undefined } } }, 'dynamo.value', 'row.free.a.b', /found undefined/],
    ['a hole in a list', { free: new Array(1) }, 'dynamo.value', 'row.free[0]', /found undefined/],
    [
      'a number of 39 digits',
      { some_count: `1${'0'.repeat(37)}1` },
      'dynamo.number',
      'row.some_count',
      /38 digits.*found 39/,
    ],
    ['a bigint of 39 digits', { free: 10n ** 38n + 1n }, 'dynamo.number', 'row.free', /38 digits/],
    ['a number too large', { some_count: 1e126 }, 'dynamo.number', 'row.some_count', /below 1e126/],
    ['a number too small', { some_count: 1e-131 }, 'dynamo.number', 'row.some_count', /from 1e-130/],
    [
      'text that is no number',
      { some_count: 'secret' },
      'dynamo.number',
      'row.some_count',
      /found a text that is none/,
    ],
    ['empty text as a number', { some_count: '' }, 'dynamo.number', 'row.some_count', /decimal number/],
    ['a number that is no boolean', { some_flag: 2 }, 'dynamo.value', 'row.some_flag', /says BOOL.*found a number/],
    ['a list in a map column', { some_map: [] }, 'dynamo.value', 'row.some_map', /says M.*found a list/],
    ['a map in a list column', { some_list: {} }, 'dynamo.value', 'row.some_list', /says L.*found a map/],
    ['an empty set', { tags: [] }, 'dynamo.value', 'row.tags', /not empty/],
    ['a set of mixed kinds', { tags: ['a', 1] }, 'dynamo.value', 'row.tags', /list of texts/],
    ['text as bytes', { bytes: 'x' }, 'dynamo.value', 'row.bytes', /Uint8Array/],
    ['a Date', { free: new Date(0) }, 'dynamo.value', 'row.free', /found a Date.*ISO text/],
    ['a Map', { free: new Map() }, 'dynamo.value', 'row.free', /found a Map/],
    ['a function', { free: () => 1 }, 'dynamo.value', 'row.free', /found a function/],
    ['half a character', { free: '\ud800' }, 'dynamo.value', 'row.free', /lone halves/],
    ['an empty name', { '': 1 }, 'dynamo.name', 'row.', /not empty/],
    ['an empty name in a map', { free: { '': 1 } }, 'dynamo.name', 'row.free.', /not empty/],
    ['__proto__ as a name', JSON.parse('{"__proto__": 1}'), 'dynamo.name', 'row.__proto__', /that objects can hold/],
    [
      '__proto__ in a map',
      { some_map: JSON.parse('{"__proto__": 1}') },
      'dynamo.name',
      'row.some_map.__proto__',
      /objects/,
    ],
    [
      '__proto__ in JSON text',
      { some_text: JSON.parse('{"__proto__": 1}') },
      'dynamo.name',
      'row.some_text.__proto__',
      /objects/,
    ],
  ])('%s', (_, row, code, path, message) => {
    expect(refusal(() => typed(row))).toEqual({ code, path, message: expect.stringMatching(message) });
  });

  it('what is nested deeper than 32 levels, and so what contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.again = loop;
    expect(refusal(() => typed({ free: loop })).message).toMatch(/at most 32 levels/);
    expect(refusal(() => typed({ some_text: loop })).message).toMatch(/at most 32 levels/);
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(() => typed({ free: nested(31) })).not.toThrow();
    expect(() => typed({ free: nested(32) })).toThrow();
  });

  it.each([[null], ['text'], [[]], [new Map()]])('%j as a row', (row) => {
    expect(refusal(() => client.dictToDynamo(row as never))).toMatchObject({ code: 'dynamo.value', path: 'row' });
  });

  it('and no value is shown', () => {
    for (const row of [{ some_count: 'secret' }, { some_flag: 'secret' }, { tags: { secret: 1 } }]) {
      expect(refusal(() => typed(row)).message).not.toContain('secret');
    }
  });
});

describe('a row that is read', () => {
  it('D33: understands numbers in exponent form', () => {
    expect(client.dynamoToDict({ some_count: { N: '1E+2' } })).toEqual({ some_count: 100 });
    expect(client.dynamoToDict({ some_count: { N: '1e-7' } })).toEqual({ some_count: 1e-7 });
  });

  it('has only the mapped columns, unless all are asked for', () => {
    const item = { some_count: { N: '1' }, extra: { SS: ['a'] } };
    expect(client.dynamoToDict(item)).toEqual({ some_count: 1 });
    expect(client.dynamoToDict(item, { fetchAllFields: true })).toEqual({ some_count: 1, extra: new Set(['a']) });
  });

  it('has JSON maps parsed, in maps too, but not where the config keeps text', () => {
    const item = { some_text: { S: '{"a":[1]}' }, some_map: { M: { b: { S: '{}' }, c: { S: '{no json}' } } } };
    expect(client.dynamoToDict(item)).toEqual({ some_text: { a: [1] }, some_map: { b: {}, c: '{no json}' } });
    const keeping = new DynamoDbClient({ config: { row_mapper, dont_json_loads_results: true } });
    expect(keeping.dynamoToDict(item)).toEqual({ some_text: '{"a":[1]}', some_map: { b: '{}', c: '{no json}' } });
  });

  it('is refused where a mapped column holds another type; NULL may stand in any', () => {
    expect(() => client.dynamoToDict({ some_text: { N: '5' } })).toThrow(
      expect.objectContaining({ code: 'dynamo.stored_type', message: expect.stringMatching(/some_text.*S.*N/) }),
    );
    expect(client.dynamoToDict({ some_text: { NULL: true } })).toEqual({ some_text: null });
  });

  it('keeps a name __proto__ as a name', () => {
    const item = JSON.parse('{"some_map": {"M": {"__proto__": {"M": {"polluted": {"BOOL": true}}}}}}');
    const { some_map: map } = client.dynamoToDict(item);
    expect(Object.keys(map ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
    expect((map as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('refuses a whole number that would change, or gives its text, or rounds it, as large_numbers says', () => {
    const [id, fraction] = ['9007199254740993', '0.12345678901234567890123'];
    const reading = (large_numbers?: 'text' | 'number' | 'refuse') => {
      const config = { row_mapper, ...(large_numbers === undefined ? {} : { large_numbers }) };
      return new DynamoDbClient({ config }).dynamoToDict({ some_list: { L: [{ N: fraction }] }, sizes: { NS: [id] } });
    };
    expect(() => reading()).toThrow(
      expect.objectContaining({ code: 'dynamo.number', message: expect.stringContaining('sizes') }),
    );
    expect(reading('text')).toEqual({ some_list: [fraction], sizes: new Set([id]) });
    expect(reading('number')).toEqual({ some_list: [0.12345678901234568], sizes: new Set([9007199254740992]) });
    expect(client.dynamoToDict({ some_count: { N: fraction } })).toEqual({ some_count: 0.12345678901234568 });
    expect(client.dynamoToDict({ some_count: { N: '100000000000000000000.00' } })).toEqual({ some_count: 1e20 });
  });
});

describe('any row', () => {
  it('comes back as it was, through the typed form', () => {
    const keeping = new DynamoDbClient({ config: TYPED });
    fc.assert(
      fc.property(anyRow, (row) => {
        const item = keeping.dictToDynamo(row, { strict: false });
        expect(keeping.dynamoToDict(item, { fetchAllFields: true })).toEqual(row);
      }),
    );
  });

  it('whatever it is made of, is converted or refused with a code', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: true,
    });
    const rows = (value: unknown) => [
      value,
      { some_text: value },
      { some_map: { M: value } },
      { some_list: { L: [value] } },
    ];
    fc.assert(
      fc.property(
        anything.chain((value) => fc.constantFrom(...rows(value))),
        (row) => {
          for (const convert of [typed, client.dynamoToDict.bind(client)]) {
            try {
              convert(row as never);
            } catch (error) {
              expect(error).toBeInstanceOf(SoswError);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('numbers as text keep their digits', () => {
    const digits = fc.stringMatching(/^-?[1-9][0-9]{0,37}$/);
    fc.assert(
      fc.property(digits, (number) => {
        expect(typed({ some_count: number, free: BigInt(number) })).toEqual({
          some_count: { N: number },
          free: { N: number },
        });
      }),
    );
  });
});
