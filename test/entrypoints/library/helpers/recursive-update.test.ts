import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { makeHash, recursiveUpdate } from '../../../../src/entrypoints/library/helpers.js';
import { anything, codeOf, nested, nestedMap, refusal } from './refusal.js';

describe('an update', () => {
  const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
  const scalar = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const { map } = fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
    map: fc.dictionary(key, tie('value')),
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.uniqueArray(scalar, { selector: (item) => JSON.stringify(item) }),
      tie('map'),
    ),
  }));

  it('with nothing changes nothing, nor does one with itself', () => {
    fc.assert(
      fc.property(map, (layer) => {
        const plain = JSON.parse(JSON.stringify(layer)) as object;
        expect(isDeepStrictEqual(recursiveUpdate(plain, {}), plain)).toBe(true);
        expect(isDeepStrictEqual(recursiveUpdate({}, plain), plain)).toBe(true);
        expect(isDeepStrictEqual(recursiveUpdate(plain, plain), plain)).toBe(true);
      }),
    );
  });

  it('lets the later layer win for scalars, null included', () => {
    fc.assert(
      fc.property(map, key, fc.oneof(scalar), (layer, name, value) => {
        const updated: object = recursiveUpdate(layer, Object.fromEntries([[name, value]]));
        expect(Object.getOwnPropertyDescriptor(updated, name)?.value).toStrictEqual(value);
      }),
    );
    expect(recursiveUpdate({ a: null }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
  });

  it('D29: joins lists, each value once, the weaker layer first', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (weak, strong) => {
        const { l } = recursiveUpdate({ l: weak }, { l: strong });
        const texts = l.map((item) => makeHash(item));
        expect(new Set(texts).size).toBe(texts.length);
        expect(new Set(texts)).toEqual(new Set([...weak, ...strong].map((item) => makeHash(item))));
      }),
    );
    expect(recursiveUpdate({ l: new Set([1, 2]) }, { l: [2, 3] })).toEqual({ l: [1, 2, 3] });
  });

  it('D16: replaces whatever is of another kind', () => {
    for (const weak of [null, 5, 'x', [1], false]) expect(recursiveUpdate({ a: weak }, { a: {} })).toEqual({ a: {} });
    expect(recursiveUpdate({ a: { b: 1 } }, { a: [1] })).toEqual({ a: [1] });
  });

  it('counts undefined as absent, and shares nothing with its layers', () => {
    const weak = { a: { b: [1] }, c: 1 };
    const updated = recursiveUpdate(weak, { c: undefined });
    expect(updated).toEqual(weak);
    expect(updated.a).not.toBe(weak.a);
    expect(updated.a.b).not.toBe(weak.a.b);
  });

  it('is refused for what is no map, and for what JSON can not hold', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, new Date(), 5n, Symbol('x'), new Map()]) {
      expect(refusal(() => recursiveUpdate({}, { a: [value] }))).toMatchObject({ code: 'helper.kind', path: 'u.a[0]' });
    }
    for (const layer of [null, [], 'x', 5]) {
      expect(codeOf(() => recursiveUpdate({}, anything<object>(layer)))).toBe('helper.kind');
      expect(codeOf(() => recursiveUpdate(anything<object>(layer), {}))).toBe('helper.kind');
    }
  });

  it('is bounded at 500 levels', () => {
    expect(recursiveUpdate({}, nestedMap(500))).toEqual(nestedMap(500));
    for (const layer of [nestedMap(501), nestedMap(20_000), { a: nested(500) }]) {
      expect(codeOf(() => recursiveUpdate({}, layer))).toBe('helper.nesting');
      expect(codeOf(() => recursiveUpdate(layer, {}))).toBe('helper.nesting');
    }
  });

  it('has the type of both layers', () => {
    const updated = recursiveUpdate({ a: { x: 1 }, l: [1], s: 'x' }, { a: { y: 'z' }, l: ['a'], s: 5 });
    expectTypeOf(updated.a).toEqualTypeOf<{ x: number; y: string }>();
    expectTypeOf(updated.l).toEqualTypeOf<(number | string)[]>();
    expectTypeOf(updated.s).toEqualTypeOf<number>();
  });
});
