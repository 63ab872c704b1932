import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  validateListOfNumbersFromCsv as numbers,
  validateListOfWordsFromCsvOrList as words,
} from '../../../../src/entrypoints/library/helpers.js';
import { anything, refusal } from './refusal.js';

describe('numbers from comma-separated text', () => {
  it('D26: are in ascending order and each there once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (list) => {
        const sorted = [...new Set(list)].sort((one, other) => one - other);
        expect(numbers(list.join(' , '))).toEqual(sorted);
        expect(numbers(list)).toEqual(sorted);
      }),
    );
    expect(numbers('10, 9')).toEqual([9, 10]);
  });

  it('leave out what is no number', () => {
    expect(numbers('5, -3, +4, 1.5, x, , 12$, 0x10')).toEqual([5]);
    expect(numbers(['7', 1.9, -1.9, null, [], {}, Number.NaN, Number.POSITIVE_INFINITY, '8,9'])).toEqual([-1, 1, 7]);
    expect(numbers(null)).toEqual([]);
  });

  it('may be one number, a set, or the keys of a map', () => {
    expect(numbers(6.5)).toEqual([6]);
    expect(numbers(new Set(['2', 1]))).toEqual([1, 2]);
    expect(numbers({ 5: 'a', x: 'b' })).toEqual([5]);
  });

  it('are refused when a number would not keep their digits, and in data of another kind', () => {
    expect(refusal(() => numbers('1, 9007199254740993')).code).toBe('helper.number');
    for (const data of [() => 1, Symbol('1'), new Date()])
      expect(refusal(() => numbers(data)).code).toBe('helper.kind');
  });
});

describe('words from comma-separated text', () => {
  it('are split, also within the elements of a list', () => {
    expect(words(['a', ' b ,c'])).toEqual(['a', 'b', 'c']);
    expect(words('a,,b')).toEqual(['a', '', 'b']);
    expect(words(new Set(['x']))).toEqual(['x']);
  });

  it('are refused with a blank inside, and in data of another kind', () => {
    for (const text of ['a b', 'x,a\tb', 'a\u00a0b']) expect(refusal(() => words(text)).code).toBe('helper.words');
    expect(refusal(() => words(['a', anything<string>(5)]))).toMatchObject({ code: 'helper.kind', path: 'data[1]' });
    for (const data of [null, 42, { a: 'b' }]) expect(refusal(() => words(anything(data))).code).toBe('helper.kind');
  });
});
