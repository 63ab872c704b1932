import { describe, expect, it } from 'vitest';
import { customPeriods } from '../../../src/entrypoints/config/custom-periods.js';

const datesOn = (today: string, form: unknown): readonly string[] =>
  customPeriods({ mine: form }, 'custom_period_patterns').get('mine')?.('mine', today) ?? [];

describe("a period of one's own", () => {
  it('counts days from today, both ends included', () => {
    expect(datesOn('2024-03-02', { from: -3, to: -1 })).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(datesOn('2024-03-02', { from: -1 })).toEqual(['2024-03-01', '2024-03-02']);
  });

  it('takes dates for its ends', () => {
    expect(datesOn('2024-03-02', { from: '2024-02-29', to: '2024-03-01' })).toEqual(['2024-02-29', '2024-03-01']);
    expect(datesOn('2024-03-02', { from: '2024-03-01' })).toEqual(['2024-03-01', '2024-03-02']);
  });

  it('is a whole month, counted from this one', () => {
    const february = datesOn('2024-03-31', { month: -1 });
    expect([february.length, february[0], february.at(-1)]).toEqual([29, '2024-02-01', '2024-02-29']);
    expect(datesOn('2024-01-15', { month: -1 })[0]).toBe('2023-12-01');
    expect(datesOn('2024-12-15', { month: 0 }).at(-1)).toBe('2024-12-31');
  });

  it('keeps only the weekdays it names', () => {
    const dates = datesOn('2024-03-11', { from: -7, to: -1, weekdays: ['monday', 'friday'] });
    expect(dates).toEqual(['2024-03-04', '2024-03-08']);
  });

  it('is another name for a built-in one', () => {
    expect(datesOn('2024-03-02', 'yesterday')).toEqual(['2024-03-01']);
  });

  it('may be taken away by null', () => {
    expect(customPeriods({ mine: null }, 'custom_period_patterns').size).toBe(0);
  });

  it('that ends before it begins is refused when a job asks for it', () => {
    expect(() => datesOn('2024-03-02', { from: 0, to: -1 })).toThrow(/job\.period/);
  });
});
