import { describe, expect, it } from 'vitest';
import { epochSeconds, later, seconds, wholeSecond } from '../../src/domain/time.js';

describe('an instant', () => {
  it.each([0, 1_700_000_000, 1_700_000_000.5, 1e11])('may be %s', (value) => {
    expect(epochSeconds(value)).toBe(value);
  });

  it.each([-0.001, 1e11 + 1, 1_700_000_000_000, Number.NaN, Number.POSITIVE_INFINITY])('may not be %s', (value) => {
    expect(() => epochSeconds(value)).toThrow(new RangeError(`not epoch seconds: ${value}`));
  });

  it('is moved by a length, and lies in a whole second', () => {
    expect(later(epochSeconds(100), seconds(20))).toBe(120);
    expect(later(epochSeconds(100), seconds(-20))).toBe(80);
    expect([100, 100.001, 100.999].map((value) => wholeSecond(epochSeconds(value)))).toEqual([100, 100, 100]);
  });
});

describe('a length of time', () => {
  it.each([-1, 0, 0.5, 1e12])('may be %s', (value) => {
    expect(seconds(value)).toBe(value);
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])('may not be %s', (value) => {
    expect(() => seconds(value)).toThrow(new RangeError(`not a number of seconds: ${value}`));
  });
});
