import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOfDate } from '../../../src/domain/job/calendar.js';
import { type CustomPeriods, datesOfPeriod, MAX_DAYS } from '../../../src/domain/job/periods.js';
import { refusal } from './refusal.js';

const day = (date: string) => dayOfDate(date) ?? Number.NaN;
const today = day('2024-05-15');
const refused = (period: unknown, custom?: CustomPeriods) => refusal(() => datesOfPeriod(period, { today, custom }));

describe('periods by name', () => {
  it.each([
    ['today', ['2024-05-15']],
    ['yesterday', ['2024-05-14']],
    ['last_3_days', ['2024-05-12', '2024-05-13', '2024-05-14']],
    ['last_003_days', ['2024-05-12', '2024-05-13', '2024-05-14']],
    ['0_days_back', ['2024-05-15']],
    ['75_days_back', ['2024-03-01']],
    ['previous_2_days', ['2024-05-11', '2024-05-12']],
  ])('%s', (period, dates) => {
    expect(datesOfPeriod(period, { today })).toEqual(dates);
  });

  it('D05 last_week is the Sunday-to-Saturday week before the one that holds today, on each of its seven days', () => {
    const lastWeek = ['05', '06', '07', '08', '09', '10', '11'].map((date) => `2024-05-${date}`);
    for (let offset = 0; offset < 7; offset++) {
      expect(datesOfPeriod('last_week', { today: day('2024-05-12') + offset })).toEqual(lastWeek);
    }
    expect(datesOfPeriod('last_week', { today: day('2024-05-19') })[0]).toBe('2024-05-12');
  });

  it('last_X, previous_X and X_days_back meet without gap or overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: day('1900-01-01'), max: day('2100-01-01') }),
        (x, now) => {
          const twice = datesOfPeriod(`last_${2 * x}_days`, { today: now });
          const both = [`previous_${x}_days`, `last_${x}_days`].flatMap((period) =>
            datesOfPeriod(period, { today: now }),
          );
          expect(both).toEqual(twice);
          expect(datesOfPeriod(`${2 * x}_days_back`, { today: now })).toEqual(twice.slice(0, 1));
        },
      ),
    );
  });

  it.each([
    'today_or_so',
    'last_3_days_and_more',
    'last_weekend',
    '3_days_backwards',
    'yesterdays',
    ' today',
    'today\n',
    'Today',
    'last_-1_days',
    'last_1.5_days',
    'last_٣_days',
    '',
  ])('D38 matches whole: %j is no period', (period) => {
    expect(refused(period)).toEqual({ code: 'job.period', path: 'job.period' });
  });

  it.each(['last_0_days', 'previous_0_days', 'last_00_days'])('D39 refuses %s: no days are no period', (period) => {
    expect(refused(period)?.code).toBe('job.period');
  });

  it.each([0, true, ['today'], Number.NaN])('refuses %j', (period) => {
    expect(refused(period)?.code).toBe('job.period');
  });

  it('has an upper bound of days, and stays within the years that four digits write', () => {
    expect(datesOfPeriod(`last_${MAX_DAYS}_days`, { today })).toHaveLength(MAX_DAYS);
    expect(refused(`last_${MAX_DAYS + 1}_days`)?.code).toBe('job.period');
    expect(refused(`previous_${'9'.repeat(400)}_days`)?.code).toBe('job.period');
    expect(datesOfPeriod(`${today - day('0001-01-01')}_days_back`, { today })).toEqual(['0001-01-01']);
    expect(refused(`${today - day('0001-01-01') + 1}_days_back`)?.code).toBe('job.period');
  });
});

describe('exact ranges', () => {
  it('includes both ends, across a leap day', () => {
    expect(datesOfPeriod({ from: '2024-02-28', to: '2024-03-01' }, { today })).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
  });

  it('may end on the last day that four digits write', () => {
    expect(datesOfPeriod({ from: '9999-12-30', to: '9999-12-31' }, { today })).toEqual(['9999-12-30', '9999-12-31']);
  });

  it('ends today unless told otherwise', () => {
    expect(datesOfPeriod({ from: '2024-05-14' }, { today })).toEqual(['2024-05-14', '2024-05-15']);
    expect(datesOfPeriod({ from: '2024-05-15', to: null }, { today })).toEqual(['2024-05-15']);
  });

  it.each([
    [{ from: '2024-05-16', to: '2024-05-15' }, 'job.period.from'],
    [{ from: '2024-05-16' }, 'job.period.from'],
    [{ from: '2023-02-29', to: '2024-05-15' }, 'job.period.from'],
    [{ from: '2024-05-15', to: '2024-06-31' }, 'job.period.to'],
    [{ to: '2024-05-15' }, 'job.period.from'],
    [{ from: 20240515 }, 'job.period.from'],
    [{ from: '2024-05-15', until: '2024-05-16' }, 'job.period.until'],
    [{ from: '0001-01-01' }, 'job.period.from'],
  ])('refuses %j', (period, path) => {
    expect(refused(period)).toEqual({ code: 'job.period', path });
  });
});

describe('custom periods', () => {
  const custom = new Map([
    ['month_start', (_: string, now: string) => [`${now.slice(0, 8)}01`]],
    ['every_[0-9]+_days', (period: string) => ['2024-05-01', `2024-05-0${period.split('_')[1]}`]],
    ['today', () => ['1999-01-01']],
  ]);

  it('are found by name or by a pattern that matches whole, and get the period and today', () => {
    expect(datesOfPeriod('month_start', { today, custom })).toEqual(['2024-05-01']);
    expect(datesOfPeriod('every_7_days', { today, custom })).toEqual(['2024-05-01', '2024-05-07']);
    expect(refused('every_7_days_or_so', custom)?.code).toBe('job.period');
  });

  it('are found by a name that would be another pattern', () => {
    const names = new Map([['week+1', () => ['2024-05-20']]]);
    expect(datesOfPeriod('week+1', { today, custom: names })).toEqual(['2024-05-20']);
  });

  it('have as many days as any other at most', () => {
    const days = (count: number) => new Map([['mine', () => Array.from({ length: count }, () => '2024-05-15')]]);
    expect(datesOfPeriod('mine', { today, custom: days(MAX_DAYS) })).toHaveLength(MAX_DAYS);
    expect(refused('mine', days(MAX_DAYS + 1))).toEqual({ code: 'job.period', path: 'job.period' });
  });

  it('do not take the place of built-in ones', () => {
    expect(datesOfPeriod('today', { today, custom })).toEqual(['2024-05-15']);
  });

  it.each([[[]], [['2024-02-30']], [['soon']]])('refuses %j as their dates', (dates) => {
    expect(refused('mine', new Map([['mine', () => dates]]))?.code).toBe('job.period');
  });

  it('refuses a pattern that is none', () => {
    expect(refused('mine', new Map([['(', () => ['2024-05-15']]]))?.code).toBe('config.value');
  });
});
