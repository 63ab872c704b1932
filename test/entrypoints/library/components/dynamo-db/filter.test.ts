import { describe, expect, it } from 'vitest';
import { DynamoDbClient } from '../../../../../src/entrypoints/library/components/dynamo-db/dynamo-db-client.js';
import type { Filter } from '../../../../../src/entrypoints/library/components/dynamo-db/filter.js';
import { recordedClient } from '../../../../reference/dynamo/recorded-client.js';

const config = {
  table_name: 'tbl',
  hash_key: 'hash_col',
  row_mapper: {
    hash_col: 'S',
    some_text: 'S',
    some_count: 'N',
    some_flag: 'BOOL',
    some_map: 'M',
    some_list: 'L',
    tags: 'SS',
  },
} as const;
const client = new DynamoDbClient({ config });

/** The expression with names and values in their places. */
function shown(filter: Filter): string {
  const { expression, names, values } = client.parseFilterExpression(filter);
  return expression
    .replace(/#\w+/g, (name) => names[name] ?? '?')
    .replace(/:\w+/g, (value) => JSON.stringify(values[value]));
}

describe('a filter as text', () => {
  it.each([
    ['some_count <= 42', 'some_count <= {"N":"42"}'],
    ['  some_count   >=  7 ', 'some_count >= {"N":"7"}'],
    ['name <> marta', 'name <> {"S":"marta"}'],
    ['foo between 10 and 20', 'foo BETWEEN {"N":"10"} AND {"N":"20"}'],
    ['foo BETWEEN a AND b', 'foo BETWEEN {"S":"a"} AND {"S":"b"}'],
    ['attribute_exists status', 'attribute_exists(status)'],
    ['ATTRIBUTE_NOT_EXISTS a.b', 'attribute_not_exists(a.b)'],
    ['between = and', 'between = {"S":"and"}'],
    ['some_flag = FALSE', 'some_flag = {"BOOL":false}'],
    ['some_map = {"a":1}', 'some_map = {"M":{"a":{"N":"1"}}}'],
  ])('%s', (filter, expected) => expect(shown(filter)).toBe(expected));

  it('D34: types its values by the row_mapper, in a query range too', async () => {
    expect(shown('some_text = 42')).toBe('some_text = {"S":"42"}');
    expect(shown('some_text between 10 and true')).toBe('some_text BETWEEN {"S":"10"} AND {"S":"true"}');
    expect(shown('some_count = -4.2e1')).toBe('some_count = {"N":"-4.2e1"}');
    const { client: recording, requests } = recordedClient([]);
    await new DynamoDbClient({ config, client: recording }).getByQuery({
      hash_col: 'h',
      st_between_some_text: '10',
      en_between_some_text: '20',
    });
    const values = Object.values(requests[0]?.input.ExpressionAttributeValues as object);
    expect(values).toEqual([{ S: 'h' }, { S: '10' }, { S: '20' }]);
  });

  it.each([
    ['free = 42', '{"N":"42"}'],
    ['free = 1.', '{"N":"1"}'],
    ['free = .5', '{"N":".5"}'],
    ['free = TRUE', '{"BOOL":true}'],
    ['free = -7', '{"S":"-7"}'],
    ['free = 1e3', '{"S":"1e3"}'],
    ['free = 1.2.3', '{"S":"1.2.3"}'],
    ['free = .', '{"S":"."}'],
  ])('D52: types the values of columns without a mapping by their looks: %s', (filter, value) => {
    expect(shown(filter)).toBe(`free = ${value}`);
  });

  it.each([
    '',
    'foo',
    'foo ~ 1',
    'key == 42',
    'key 23 between 21',
    'key between 42',
    'foo between 1 or 2',
    'exists foo',
    'name = marta smith',
    'a < 1 and b > 2',
  ])('is refused: %j', (filter) => {
    expect(() => client.parseFilterExpression(filter)).toThrow(expect.objectContaining({ code: 'dynamo.filter' }));
  });

  it('is refused where its value does not fit the column', () => {
    expect(() => client.parseFilterExpression('some_count = many')).toThrow(
      expect.objectContaining({ code: 'dynamo.number' }),
    );
    expect(() => client.parseFilterExpression('some_flag = yes')).toThrow(
      expect.objectContaining({ code: 'dynamo.value' }),
    );
    expect(() => client.parseFilterExpression('attribute_exists __proto__')).toThrow(
      expect.objectContaining({ code: 'dynamo.name' }),
    );
    const digits = '9'.repeat(39);
    expect(() => client.parseFilterExpression(`free = ${digits}`)).toThrow(
      expect.objectContaining({ code: 'dynamo.number' }),
    );
  });
});

describe('a filter as objects', () => {
  it('says what a text cannot, and keeps the kinds of its values', () => {
    expect(shown({ attribute: 'full name', operator: '=', value: 'marta smith' })).toBe(
      'full name = {"S":"marta smith"}',
    );
    expect(shown({ attribute: 'free', operator: '=', value: '42' })).toBe('free = {"S":"42"}');
    expect(shown({ attribute: 'some_count', operator: 'between', from: 1, to: '2' })).toBe(
      'some_count BETWEEN {"N":"1"} AND {"N":"2"}',
    );
    expect(shown({ attribute: 'free', operator: 'in', values: [1, 'a'] })).toBe('free IN ({"N":"1"}, {"S":"a"})');
    expect(shown({ attribute: 'some_text', operator: 'begins_with', value: 'a' })).toBe(
      'begins_with(some_text, {"S":"a"})',
    );
  });

  it('looks in a set for one of its elements, in a list for anything', () => {
    expect(shown({ attribute: 'tags', operator: 'contains', value: 'a' })).toBe('contains(tags, {"S":"a"})');
    expect(shown({ attribute: 'some_list', operator: 'contains', value: 5 })).toBe('contains(some_list, {"N":"5"})');
    expect(shown({ attribute: 'some_text', operator: 'contains', value: 5 })).toBe('contains(some_text, {"S":"5"})');
  });

  it('holds where all conditions of a list hold', () => {
    expect(
      shown([
        { attribute: 'a', operator: 'attribute_exists' },
        { attribute: 'b', operator: '>', value: 1 },
      ]),
    ).toBe('attribute_exists(a) AND b > {"N":"1"}');
  });

  it.each<[unknown]>([
    [null],
    [5],
    [[]],
    [{}],
    [{ attribute: 'a', operator: 'like', value: 1 }],
    [{ attribute: 5, operator: '=', value: 1 }],
    [{ attribute: 'a', operator: '=' }],
    [{ attribute: 'a', operator: 'between', from: 1 }],
    [{ attribute: 'a', operator: 'in', values: [] }],
    [{ attribute: 'a', operator: 'in', values: new Array(101).fill(1) }],
  ])('is refused: %j', (filter) => {
    expect(() => client.parseFilterExpression(filter as Filter)).toThrow(
      expect.objectContaining({ code: 'dynamo.filter' }),
    );
  });
});
