import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dunderToDict, nestedDictFromKeys, recursiveUpdate } from '../../../../src/entrypoints/library/helpers.js';
import { anything, codeOf, nestedMap } from './refusal.js';

describe('a nested map', () => {
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.array(fc.integer()));
  const key = fc.stringMatching(/^[a-z](_?[a-z]){0,3}$/);
  const { tree } = fc.letrec<{ tree: Record<string, unknown> }>((tie) => ({
    tree: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, leaf, tie('tree')), { minKeys: 1, maxKeys: 3 }),
  }));
  const flattened = (map: object, path: readonly string[] = []): [string, unknown][] =>
    Object.entries(map).flatMap(([name, value]): [string, unknown][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? flattened(value, [...path, name])
        : [[[...path, name].join('__'), value]],
    );

  it('flattened and nested again is the same', () => {
    fc.assert(
      fc.property(tree, (map) => {
        expect(dunderToDict(Object.fromEntries(flattened(map)))).toEqual(map);
      }),
    );
  });

  it('D48: is divided at "__" unless the caller names another separator', () => {
    expect(dunderToDict({ 'a.b': 1, a__b: 2 })).toEqual({ 'a.b': 1, a: { b: 2 } });
    expect(dunderToDict({ 'a.b': 1, a__b: 2 }, '.')).toEqual({ a: { b: 1 }, a__b: 2 });
    expect(dunderToDict({ a: { b__c: 1 } })).toEqual({ a: { b__c: 1 } });
    expect(dunderToDict({ x__y: { b__c: 1 } })).toEqual({ x: { y: { b: { c: 1 } } } });
  });

  it('D48: is refused when two keys claim one place, in either order, and joins maps in either order', () => {
    for (const data of [
      { a__b: 1, a: 2 },
      { a: 2, a__b: 1 },
      { a__b: 1, a: { b: 2 } },
      { a: null, a__b: 1 },
    ]) {
      expect(codeOf(() => dunderToDict(data))).toBe('helper.key');
    }
    for (const data of [
      { a: { b: 1 }, a__c: 2 },
      { a__c: 2, a: { b: 1 } },
    ]) {
      expect(dunderToDict(data)).toEqual({ a: { b: 1, c: 2 } });
    }
  });

  it('is refused with a separator at the ends of a key, of another kind, or too deep', () => {
    for (const name of ['__a', 'a__', '__', '__proto__']) {
      expect(codeOf(() => dunderToDict(Object.fromEntries([[name, 1]])))).toBe('helper.key');
    }
    expect(codeOf(() => dunderToDict({}, anything<string>(5)))).toBe('helper.kind');
    expect(codeOf(() => dunderToDict(anything<object>([])))).toBe('helper.kind');
    expect(codeOf(() => dunderToDict({ [`${'a__'.repeat(600)}a`]: 1 }))).toBe('helper.nesting');
    expect(codeOf(() => dunderToDict(nestedMap(20_000)))).toBe('helper.nesting');
  });

  it('is made of a list of keys', () => {
    expect(nestedDictFromKeys(['a', 1], 42)).toEqual({ a: { 1: 42 } });
    expect(nestedDictFromKeys([], 7)).toBe(7);
    expect(nestedDictFromKeys(['a'])).toEqual({ a: null });
    expect(codeOf(() => nestedDictFromKeys(anything('abc')))).toBe('helper.kind');
    expect(codeOf(() => nestedDictFromKeys(['a', anything<string>(null)]))).toBe('helper.kind');
    expect(codeOf(() => nestedDictFromKeys(new Array<string>(501).fill('a')))).toBe('helper.nesting');
  });

  it('never reaches a prototype, whatever its keys are called', () => {
    const evil = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}') as object;
    const made = [
      recursiveUpdate({}, evil),
      recursiveUpdate(evil, evil),
      dunderToDict({ '__proto__.polluted': 1, 'constructor.prototype.polluted': 1 }, '.'),
      nestedDictFromKeys(['__proto__', 'polluted'], 1) as object,
    ];
    for (const map of made) {
      expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
      expect(Object.hasOwn(map, '__proto__')).toBe(true);
    }
    expect('polluted' in {}).toBe(false);
    expect('polluted' in Object).toBe(false);
  });
});
