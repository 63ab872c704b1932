import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunks, firstOrNone } from '../../../../src/entrypoints/library/helpers.js';
import { anything, refusal } from './refusal.js';

describe('chunks', () => {
  it('joined again are the list, and all but the last are full', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.integer({ min: 1, max: 20 }), (list, n) => {
        const pieces = chunks(list, n);
        expect(pieces.flat(1)).toEqual(list.flatMap((item) => [item]));
        expect(pieces.slice(0, -1).every(({ length }) => length === n)).toBe(true);
        expect(pieces.every(({ length }) => length > 0)).toBe(true);
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '2', true])('of %o elements are refused', (n) => {
    expect(refusal(() => chunks([1], anything<number>(n)))).toMatchObject({ code: 'helper.kind', path: 'n' });
  });

  it.each([null, 'abc', {}, new Set([1])])('of %o, which is no list, are refused', (list) => {
    expect(refusal(() => chunks(anything<number[]>(list), 2)).path).toBe('list');
  });
});

describe('the first element', () => {
  it('is the first that meets the condition, falsy ones included, else null', () => {
    expect(firstOrNone([0, 1])).toBe(0);
    expect(firstOrNone([1, 2, 3], (number) => number > 1)).toBe(2);
    expect(firstOrNone(new Set<number>())).toBeNull();
  });

  it('ends the search: an endless generator is gone through no further', () => {
    function* naturals(): Generator<number> {
      for (let number = 0; ; number++) yield number;
    }
    expect(firstOrNone(naturals(), (number) => number > 99)).toBe(100);
  });

  it('lets the errors of the condition pass, and refuses what is no list or no condition', () => {
    expect(() =>
      firstOrNone([1], () => {
        throw new TypeError('mine');
      }),
    ).toThrow(new TypeError('mine'));
    expect(refusal(() => firstOrNone(anything<number[]>(null))).path).toBe('items');
    expect(refusal(() => firstOrNone([1], anything<() => true>('x'))).path).toBe('condition');
  });
});
