import { describe, expect, it } from 'vitest';
import { inChange, inDollars, inPercent, inTime } from '../../../../src/entrypoints/simulation/report/amounts.js';

describe('amounts of a report', () => {
  it.each([
    [0, '0 s'],
    [6.44, '6.4 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7199, '120 min'],
    [7200, '2 h'],
    [3 * 3600 + 20 * 60, '3 h 20 min'],
    [47 * 3600 + 59.9 * 60, '48 h'],
    [49 * 3600, '2 d 1 h'],
    [30 * 86_400, '30 d'],
  ])('%d seconds are %s', (seconds, text) => expect(inTime(seconds)).toBe(text));

  it.each([
    [0, '$0'],
    [0.00001, '<$0.0001'],
    [0.0148, '$0.0148'],
    [1.5, '$1.50'],
    [12_345.678, '$12,345.68'],
  ])('%d dollars are %s', (dollars, text) => expect(inDollars(dollars)).toBe(text));

  it('never round a share up to the whole', () => expect(inPercent(0.9999)).toBe('99.9 %'));

  it('tell a change from what was there before', () => {
    expect([inChange(5, 5), inChange(0, 3), inChange(100, 20), inChange(100, 104.5)]).toEqual([
      'same',
      'new',
      '−80 %',
      '+4.5 %',
    ]);
  });
});
