import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowance,
  coefficients,
  DEFAULT_COEFFICIENTS,
  flooredCaps,
  invocationCap,
  toInvoke,
} from '../../../src/domain/ecology/allowance.js';

describe('coefficients', () => {
  it('D25 count under text keys as they do under numbers', () => {
    const fromJson: unknown = JSON.parse('{"4": 0.1, "2": 0.25}');
    expect(coefficients(fromJson, 'coefficients')).toEqual({ 0: 0, 1: 0, 2: 0.25, 3: 0.75, 4: 0.1 });
    expect(allowance(10, coefficients(fromJson, 'coefficients')[4])).toBe(1);
  });

  it('may be all or nothing', () => {
    expect(coefficients({ 4: 0, 1: 1 }, 'coefficients')).toEqual({ 0: 0, 1: 1, 2: 0.5, 3: 0.75, 4: 0 });
  });

  it('are the documented ones without settings', () => {
    expect(DEFAULT_COEFFICIENTS).toEqual({ 0: 0, 1: 0, 2: 0.5, 3: 0.75, 4: 1 });
    expect(coefficients(undefined, 'coefficients')).toEqual(DEFAULT_COEFFICIENTS);
  });

  it.each([
    [{ 4: 1.5 }, 'coefficients.4'],
    [{ 3: -0.5 }, 'coefficients.3'],
    [{ 2: '0.5' }, 'coefficients.2'],
    [{ 2: Number.NaN }, 'coefficients.2'],
    [{ 5: 1 }, 'coefficients'],
    [[1], 'coefficients'],
  ])('are refused as %j', (settings, path) => {
    expect(() => coefficients(settings, 'coefficients')).toThrow(expect.objectContaining({ path }));
  });
});

describe('the allowance', () => {
  it.each([
    [10, 0.75, 7],
    [1, 0.75, 0],
    [100, 0.29, 29],
    [1000, 0.001, 1],
    [3, 1 / 3, 1],
    [1_000_000, 0.999999, 999_999],
    [0, 1, 0],
  ])('of a cap of %d at %d is %d', (cap, coefficient, allowed) => {
    expect(allowance(cap, coefficient)).toBe(allowed);
  });

  it('is the exact floor for each cap and each coefficient of three digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 1000 }), (cap, thousandths) => {
        expect(allowance(cap, thousandths / 1000)).toBe(Math.floor((cap * thousandths) / 1000));
      }),
    );
  });

  it('less what runs is never negative', () => {
    expect([toInvoke(7, 3), toInvoke(7, 12)]).toEqual([4, 0]);
  });
});

describe('caps that are floored to 0', () => {
  it('are those of each status whose coefficient is above 0', () => {
    expect(flooredCaps(1, DEFAULT_COEFFICIENTS)).toEqual([
      { status: 2, coefficient: 0.5, cap: 1 },
      { status: 3, coefficient: 0.75, cap: 1 },
    ]);
  });

  it('are none of a cap that is large enough, and none of a pause', () => {
    expect([...flooredCaps(2, DEFAULT_COEFFICIENTS), ...flooredCaps(0, DEFAULT_COEFFICIENTS)]).toEqual([]);
  });
});

describe('the cap', () => {
  it("is the labourer's own, else that of the task config, else 1", () => {
    const shared = { max_simultaneous_invocations: 8 };
    expect(invocationCap({ max_simultaneous_invocations: 0 }, shared, 'labourers.a')).toBe(0);
    expect(invocationCap({}, shared, 'labourers.a')).toBe(8);
    expect(invocationCap({}, {}, 'labourers.a')).toBe(1);
  });

  it('D46 takes no notice of default_simultaneous_invocations', () => {
    expect(invocationCap({}, { default_simultaneous_invocations: 5 }, 'labourers.a')).toBe(1);
  });

  it.each([-1, 1.5, '10', true, Number.NaN])('is refused as %j', (cap) => {
    const refusal = { path: 'labourers.a.max_simultaneous_invocations' };
    expect(() => invocationCap({ max_simultaneous_invocations: cap }, {}, 'labourers.a')).toThrow(
      expect.objectContaining(refusal),
    );
  });
});
