import { describe, expect, it } from 'vitest';
import { dayAt, dayOfDate, FIRST_DAY, isoDate, LAST_DAY, weekday } from '../../../src/domain/job/calendar.js';
import { at } from './compiled.js';
import { refusal } from './refusal.js';

describe('days of the calendar', () => {
  it.each(['0001-01-01', '1969-12-31', '1970-01-01', '2000-02-29', '9999-12-31'])(
    'writes back %s as it was',
    (date) => {
      expect(isoDate(dayOfDate(date) ?? Number.NaN)).toBe(date);
    },
  );

  it.each([
    '2023-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '0000-12-31',
    '2024-1-1',
    '24-01-01',
    ' 2024-01-01',
    20240101,
    null,
  ])('knows no day %j', (text) => {
    expect(dayOfDate(text)).toBeUndefined();
  });

  it('counts the days of a week from Sunday, before 1970 too', () => {
    const days = ['2024-04-28', '2024-05-04', '1969-12-28', '0001-01-01'].map((date) => weekday(dayOfDate(date) ?? 0));
    expect(days).toEqual([0, 6, 0, 1]);
  });

  it('ends where four digits end', () => {
    expect([isoDate(FIRST_DAY), isoDate(LAST_DAY)]).toEqual(['0001-01-01', '9999-12-31']);
  });
});

describe('the date in a time zone', () => {
  it.each([
    ['2024-05-15T23:30:00Z', 'UTC', '2024-05-15'],
    ['2024-05-15T23:30:00Z', 'Europe/Paris', '2024-05-16'],
    ['2024-05-15T03:30:00Z', 'America/New_York', '2024-05-14'],
    ['2024-12-31T10:00:00Z', 'Pacific/Kiritimati', '2025-01-01'],
    // The clocks of Paris go forward at 01:00 UTC that night, those of Havana skip midnight itself.
    ['2024-03-30T22:59:59Z', 'Europe/Paris', '2024-03-30'],
    ['2024-03-30T23:00:00Z', 'Europe/Paris', '2024-03-31'],
    ['2024-03-31T22:00:00Z', 'Europe/Paris', '2024-04-01'],
    ['2024-03-10T04:59:59Z', 'America/Havana', '2024-03-09'],
    ['2024-03-10T05:00:00Z', 'America/Havana', '2024-03-10'],
  ])('is at %s in %s the %s', (now, zone, date) => {
    expect(isoDate(dayAt(at(now), zone))).toBe(date);
  });

  it('refuses a zone that does not exist', () => {
    expect(refusal(() => dayAt(at('2024-05-15T00:00:00Z'), 'Mars/Olympus'))).toEqual({
      code: 'job.time_zone',
      path: 'time_zone',
    });
  });
});
