import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochSeconds, epochSeconds, seconds } from '../../../src/domain/time.js';
import { flat, valueAt } from '../../../src/entrypoints/simulation/curve.js';
import { timeOfDay, timeSpan } from '../../../src/entrypoints/simulation/time-span.js';
import { secondOfDay } from '../../../src/entrypoints/simulation/zone-time.js';

const at = (text: string): EpochSeconds => epochSeconds(Date.parse(text) / 1000);
const HOUR = 3600;

describe('a curve', () => {
  const wave = { low: 30, high: 90, peak: seconds(14 * HOUR), zone: 'Europe/Berlin' };

  it('is highest at the peak by the clock of its zone, in winter and in summer', () => {
    const curve = { ...flat(0), wave };
    expect(valueAt(curve, at('2026-01-10T13:00:00Z'), 0)).toBeCloseTo(90, 9);
    expect(valueAt(curve, at('2026-07-10T12:00:00Z'), 0)).toBeCloseTo(90, 9);
    expect(valueAt(curve, at('2026-01-10T01:00:00Z'), 0)).toBeCloseTo(30, 9);
    expect(valueAt(curve, at('2026-01-10T07:00:00Z'), 0)).toBeCloseTo(60, 9);
  });

  it('adds level and wave, takes each step from its instant on, and lets incidents change the sum in their order', () => {
    const curve = {
      level: 10,
      wave: { ...wave, zone: 'UTC' },
      steps: [{ at: seconds(100), to: 20 }],
      incidents: [
        { from: seconds(200), lasts: seconds(100), factor: 2, add: 1 },
        { from: seconds(250), lasts: seconds(100), value: 7 },
      ],
    };
    const peak = at('2026-01-10T14:00:00Z');
    expect([0, 99, 100, 199, 200, 250, 349, 350].map((since) => valueAt(curve, peak, since))).toEqual([
      100, 100, 110, 110, 221, 7, 7, 110,
    ]);
  });

  it('reads the time of day as Intl does, at every quarter of an hour of a day on which clocks change', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC']) {
      const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });
      for (let now = at('2026-03-28T00:00:00Z'); now < at('2026-04-06T00:00:00Z'); now = epochSeconds(now + 877)) {
        const [hours, minutes, rest] = format
          .format(now * 1000)
          .split(':')
          .map(Number);
        expect(secondOfDay(now, zone)).toBe((hours ?? 0) * HOUR + (minutes ?? 0) * 60 + (rest ?? 0));
      }
    }
  });
});

describe('lengths of time', () => {
  it.each([
    [90, 90],
    ['90s', 90],
    ['30m', 1800],
    ['1d 2h 30m', 95_400],
    ['1.5h', 5400],
    ['2w', 1_209_600],
  ])('%j is %i seconds', (written, expected) => expect(timeSpan(written)).toBe(expected));

  it.each([-1, Number.NaN, '', '5', 'm', '1 h', '-1h', '1h30m', null, [], '1y'])('%j is refused', (written) =>
    expect(timeSpan(written)).toBeUndefined(),
  );

  it('no text makes it throw, or gives anything but a number of seconds', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const span = timeSpan(value);
        expect(span === undefined || (Number.isFinite(span) && span >= 0)).toBe(true);
      }),
    );
  });

  it('times of the day are from 00:00 to 23:59', () => {
    expect(timeOfDay('14:30')).toBe(52_200);
    for (const wrong of ['24:00', '9:00', '12:60', 14, undefined]) expect(timeOfDay(wrong)).toBeUndefined();
  });
});
