import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/task.js';
import { mergedDocuments } from '../../../src/entrypoints/config/merged-documents.js';
import { settingsByPrefix } from '../../../src/entrypoints/config/settings-by-prefix.js';

describe('documents laid one over another', () => {
  it.each<[string, JsonObject[], JsonObject]>([
    ['maps merge at every depth', [{ a: { b: { c: 1 } } }, { a: { b: { d: 2 } } }], { a: { b: { c: 1, d: 2 } } }],
    ['the later value wins', [{ a: 1 }, { a: 2 }, { a: 'x' }], { a: 'x' }],
    ['null replaces', [{ a: { b: 1 } }, { a: null }], { a: null }],
    ['a null is replaced by a map', [{ a: null }, { a: { b: 1 } }], { a: { b: 1 } }],
    [
      'a map replaces what is none, and the other way round',
      [
        { a: 1, b: {} },
        { a: {}, b: 1 },
      ],
      { a: {}, b: 1 },
    ],
    ['lists are joined without repeats', [{ a: ['x', 'y'] }, { a: ['y', 'z'] }], { a: ['x', 'y', 'z'] }],
    [
      'lists of lists too',
      [
        { a: [['x', {}]] },
        {
          a: [
            ['x', {}],
            ['y', {}],
          ],
        },
      ],
      {
        a: [
          ['x', {}],
          ['y', {}],
        ],
      },
    ],
    ['a list of one layer stays as it is', [{ a: [1, 1] }, {}], { a: [1, 1] }],
  ])('%s', (_rule, layers, expected) => {
    expect(mergedDocuments(...layers)).toEqual(expected);
  });

  it('takes a key called __proto__ for a key', () => {
    const merged = mergedDocuments(JSON.parse('{"__proto__": {"a": 1}}'), JSON.parse('{"__proto__": {"b": 2}}'));
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1,"b":2}}');
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});

describe('settings by prefix', () => {
  it('are those whose names begin with it and an underscore', () => {
    const stored = Object.entries({ db_user: 'john', db_opts: { ssl: true }, dbx_user: 'no', db: 1 });
    expect(settingsByPrefix(stored, 'db')).toEqual({ user: 'john', opts: { ssl: true } });
    expect(settingsByPrefix(stored, 'db_')).toEqual({ user: 'john', opts: { ssl: true } });
  });
});
