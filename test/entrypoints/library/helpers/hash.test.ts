import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeHash } from '../../../../src/entrypoints/library/helpers.js';
import { codeOf, nested } from './refusal.js';

describe('a hash', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]): [string, unknown] => [key, reversed(item)])
        .reverse(),
    );
  };

  it('is the same for keys in any order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(makeHash(reversed(value))).toBe(makeHash(value));
      }),
    );
    expect(makeHash(new Set([1, { a: 2 }]))).toBe(makeHash(new Set([{ a: 2 }, 1])));
    expect(
      makeHash(
        new Map<string, number>([
          ['a', 1],
          ['b', 2],
        ]),
      ),
    ).toBe(
      makeHash(
        new Map([
          ['b', 2],
          ['a', 1],
        ]),
      ),
    );
    expect(makeHash({ a: -0 })).toBe(makeHash({ a: 0 }));
  });

  it('is the same in every process, and 64 hex digits', () => {
    expect(makeHash({ b: [2, null], a: 1 })).toBe('707793a5997bc36472bc894575c65f5f6f2125c91b868ec4b2d9a43dac3552ea');
  });

  it('D30: differs for whatever differs in value or kind', () => {
    const values: unknown[] = [
      1,
      -1,
      -2,
      1.5,
      '1',
      true,
      false,
      0,
      '',
      null,
      undefined,
      'null',
      'undefined',
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      'NaN',
      1n,
      [],
      {},
      new Set(),
      new Map(),
      [1],
      [[1]],
      new Set([1]),
      new Set(['1']),
      { a: 1 },
      { a: 2 },
      { a: undefined },
      [undefined],
      [null],
      [1, 2],
      [2, 1],
      new Map([['a', 1]]),
      new Date(0),
      new Date(1),
      new Date(Number.NaN),
      '0',
      new Date(0).toISOString(),
      ['list'],
      ['set'],
      ['date', '0'],
      ['undefined', 'undefined'],
      { '': 1 },
      { 'a,b': 1 },
      { a: 1, b: 1 },
      JSON.parse('{"__proto__": 1}'),
      '\ud800',
      '\ud801',
    ];
    const hashes = values.map(makeHash);
    expect(hashes.filter((hash, index) => hashes.indexOf(hash) !== index)).toEqual([]);
    const inMaps = values.map((k) => makeHash({ k }));
    expect(new Set([...hashes, ...inMaps]).size).toBe(2 * values.length);
  });

  it('is refused for what is no data, and for nesting without end', () => {
    const own: unknown[] = [];
    own.push(own);
    for (const value of [() => 1, Symbol('x'), /x/, new (class Own {})(), new Uint8Array(2)]) {
      expect(codeOf(() => makeHash({ a: value }))).toBe('helper.kind');
    }
    for (const value of [own, nested(501), nested(20_000)])
      expect(codeOf(() => makeHash(value))).toBe('helper.nesting');
    expect(makeHash(nested(500))).not.toBe(makeHash(nested(499)));
  });
});
