import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  getListOfMultipleOrOneOrEmptyFromDict as getList,
  getOneFromDict as getOne,
  getOneOrNoneFromDict as getOneOrNone,
} from '../../../../src/entrypoints/library/helpers.js';
import { anything, codeOf, nested, refusal } from './refusal.js';

describe('one value from an event', () => {
  it('is the one under the name, before the list under its plural', () => {
    expect(getOne({ account: 'x', accounts: ['y'] }, 'account')).toBe('x');
    expect(getOne({ account: null, accounts: ['y'] }, 'account')).toBe('y');
  });

  it.each([0, false, -0, Number.NaN])('D50: %s is a value, not an absence', (value) => {
    expect(getOne({ k: value, ks: [5] }, 'k')).toBe(value);
    expect(getOne({ ks: [value] }, 'k')).toBe(value);
    expect(getList({ ks: value, k: 5 }, 'ks')).toEqual([value]);
  });

  it.each([null, undefined, '', [], {}, new Set()])('is absent where there is %o', (value) => {
    expect(getOneOrNone({ k: value }, 'k')).toBeNull();
    expect(getOneOrNone({ ks: value }, 'k')).toBeNull();
    expect(codeOf(() => getOne({ k: value }, 'k'))).toBe('helper.missing');
    expect(getList({ ks: value, k: 5 }, 'ks')).toEqual([5]);
    expect(getList({ ks: value }, 'ks')).toEqual([]);
  });

  it('is refused where the plural holds several, or is no list', () => {
    expect(refusal(() => getOneOrNone({ ks: [1, 2] }, 'k'))).toMatchObject({
      code: 'helper.ambiguous',
      path: 'input.ks',
    });
    expect(refusal(() => getOneOrNone({ ks: 'abc' }, 'k'))).toMatchObject({
      code: 'helper.kind',
      message: 'input.ks: expected a list, found "a text"',
    });
  });

  it('never is one that maps inherit', () => {
    for (const name of ['constructor', '__proto__', 'toString']) expect(getOneOrNone({}, name)).toBeNull();
  });

  it.each([null, [], 'x', 5, new Date(), new Map()])('is refused of %o, which is no plain map', (input) => {
    for (const get of [getOne, getOneOrNone, getList])
      expect(codeOf(() => get(anything(input), 'k'))).toBe('helper.kind');
    expect(codeOf(() => getOne({}, anything(5)))).toBe('helper.kind');
  });

  it('has the type of its conversion', () => {
    expectTypeOf(getOne({ k: 1 }, 'k', 'int')).toEqualTypeOf<number>();
    expectTypeOf(getOneOrNone({ k: 1 }, 'k', 'str')).toEqualTypeOf<string | null>();
    expectTypeOf(getList({ k: 1 }, 'ks', (value: unknown) => [value])).toEqualTypeOf<unknown[][]>();
    expectTypeOf(getOne({ k: 1 }, 'k')).toEqualTypeOf<unknown>();
    expect(getList({ k: 1 }, 'ks', (value) => [value])).toEqual([[1]]);
  });
});

describe('a conversion', () => {
  const as = (vtype: 'int' | 'float' | 'str') => (value: unknown) => getList({ ks: [value] }, 'ks', vtype)[0];
  const [int, float, str] = [as('int'), as('float'), as('str')];

  it.each([
    [1.9, 1],
    [-1.9, -1],
    [-0.5, 0],
    [' 7 ', 7],
    ['1_000', 1000],
    ['-5', -5],
    ['+5', 5],
    [true, 1],
    ['٣', 3],
    ['𝟙𝟚', 12],
    [1e21, 1e21],
    [12n, 12],
  ])('to int makes %o a whole number as Python does', (value, expected) => {
    expect(int(value)).toBe(expected);
  });

  it.each(['1.5', '', 'abc', '1__0', '_1', '1e3', '0x10', 'nan', Number.NaN, Number.POSITIVE_INFINITY, '½'])(
    'to int refuses %o',
    (value) => {
      expect(codeOf(() => int(value))).toBe('helper.number');
    },
  );

  it('to int refuses digits that a number would not keep', () => {
    expect(int('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    for (const value of ['9007199254740993', 2n ** 64n]) expect(codeOf(() => int(value))).toBe('helper.number');
  });

  it.each([
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    [' -1_0.5 ', -10.5],
    [false, 0],
  ])('to float makes %o a number as Python does', (value, expected) => {
    expect(float(value)).toBe(expected);
  });

  it.each(['nan', 'inf', 'Infinity', '1e999', '.', '', '1,5', Number.NEGATIVE_INFINITY])(
    'to float refuses %o',
    (value) => {
      expect(codeOf(() => float(value))).toBe('helper.number');
    },
  );

  it.each([
    [{ a: [1, null, true, "it's", 1.5] }, `{'a': [1, None, True, "it's", 1.5]}`],
    [['a"b', `'"`, '\n\\\u200b\u{e0001}é'], `['a"b', '\\'"', '\\n\\\\\\u200b\\U000e0001é']`],
    [1e16, '1e+16'],
    [1e15, '1000000000000000'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [-1.5e-7, '-1.5e-07'],
    [5e-324, '5e-324'],
    [false, 'False'],
    [undefined, 'None'],
    [new Set(['x']), "['x']"],
  ])('to str writes %o as Python does', (value, expected) => {
    expect(str(value)).toBe(expected);
  });

  it('refuses a kind that it can not convert, and one that is none', () => {
    for (const value of [[], {}, null]) expect(codeOf(() => int(value))).toBe('helper.kind');
    expect(codeOf(() => str(() => 1))).toBe('helper.kind');
    expect(codeOf(() => str(nested(501)))).toBe('helper.nesting');
    expect(codeOf(() => getOne({ k: 1 }, 'k', anything<'int'>('integer')))).toBe('helper.kind');
  });
});
