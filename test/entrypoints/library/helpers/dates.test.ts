import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constructDatesFromEvent,
  isValidDate,
  validateDateFromSomething as dateOf,
  validateDateListFromEventOrDaysBack as dateList,
  validateDatetimeFromSomething as instantOf,
  validateStringMatchesDatetimeFormat as checkFormat,
} from '../../../../src/entrypoints/library/helpers.js';
import { anything, codeOf, refusal } from './refusal.js';

const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

describe('an instant', () => {
  it('in seconds or milliseconds, as a Date or a text, is one and the same, in UTC', () => {
    fc.assert(
      fc.property(fc.integer({ min: 253_402_215, max: 253_402_214_399 }), (seconds) => {
        const iso = new Date(seconds * 1000).toISOString();
        const forms = [
          seconds,
          seconds * 1000,
          String(seconds),
          new Date(seconds * 1000),
          `${iso.slice(0, 10)} ${iso.slice(11, 19)}`,
        ];
        for (const form of forms) expect(instantOf(form).toISOString()).toBe(iso);
        expect(dateOf(seconds)).toBe(iso.slice(0, 10));
      }),
    );
  });

  it('is in milliseconds from 253402214400 on, in seconds below it; a text is always in seconds', () => {
    expect(instantOf(253_402_214_399).toISOString()).toBe('9999-12-30T23:59:59.000Z');
    expect(instantOf(253_402_214_400).toISOString()).toBe('1978-01-11T21:30:14.400Z');
    expect(dateOf('253402214400')).toBe('9999-12-31');
    expect(codeOf(() => dateOf('1600000000123'))).toBe('helper.date');
  });

  it('keeps its fraction to the nearest millisecond; a text loses it', () => {
    expect(instantOf(-1.5).toISOString()).toBe('1969-12-31T23:59:58.500Z');
    expect(instantOf('1.9999').toISOString()).toBe('1970-01-01T00:00:02.000Z');
    expect(instantOf('2016-10-24 05:06:07.891').toISOString()).toBe('2016-10-24T05:06:07.000Z');
  });

  it('is a new Date: changing it leaves the one given alone', () => {
    const given = new Date(0);
    instantOf(given).setTime(5);
    expect(given.getTime()).toBe(0);
  });

  it('lies in the years 1 to 9999', () => {
    expect([FIRST, LAST].map((ms) => dateOf(new Date(ms)))).toEqual(['0001-01-01', '9999-12-31']);
    expect(dateOf('0033-04-03')).toBe('0033-04-03');
    for (const d of [new Date(FIRST - 1), new Date(LAST + 1), new Date(Number.NaN), FIRST / 1000 - 1, LAST + 1]) {
      expect(codeOf(() => dateOf(d))).toBe('helper.date');
    }
    for (const d of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, '9'.repeat(400), '0000-01-01', '10000-01-01']) {
      expect(codeOf(() => instantOf(d))).toBe('helper.date');
    }
  });

  it.each([
    '2020-02-30',
    '2020-1-1',
    '2016-07-07T10:00:00',
    '2020-01-01 24:00:00',
    '2020-01-01 10:00:60',
    ' 2020-01-01',
    '',
    '-5',
  ])('is not %o', (text) => {
    expect(codeOf(() => instantOf(text))).toBe('helper.date');
  });

  it('has no offset but that of UTC, which would be lost without a word', () => {
    expect(instantOf('2020-01-01 10:00:00+00:00').toISOString()).toBe('2020-01-01T10:00:00.000Z');
    expect(codeOf(() => instantOf('2020-01-01 10:00:00+02:00'))).toBe('helper.date');
    expect(codeOf(() => instantOf('2020-01-01 10:00:00.5 -0530'))).toBe('helper.date');
  });

  it.each([null, undefined, true, [], {}, 5n])('is refused of the kind %o', (value) => {
    expect(refusal(() => instantOf(value))).toMatchObject({ code: 'helper.kind', path: 'd' });
  });
});

describe('the dates of an event', () => {
  const now = new Date('2024-03-01T23:59:59Z');

  it('are those of its list, else one before today in UTC', () => {
    expect(dateList({ date_list: ' 2018-02-01 ,2018-1-1' }, { now })).toEqual(['2018-02-01', '2018-01-01']);
    expect(dateList({ days: ['2018-01-01', new Date(0)] }, { keyName: 'days', now })).toEqual([
      '2018-01-01',
      '1970-01-01',
    ]);
    expect(dateList({ date_list: [] }, { daysBack: 1, now })).toEqual(['2024-02-29']);
    expect(dateList({}, { daysBack: 1.5, now })).toEqual(['2024-02-29']);
    expect(dateList({}, { daysBack: -1, now })).toEqual(['2024-03-02']);
  });

  it('have the present as their clock, unless told otherwise', () => {
    const [before, date, after] = [new Date(), dateList({})[0], new Date()];
    expect([before, after].map((instant) => instant.toISOString().slice(0, 10))).toContain(date);
  });

  it('are refused where one is no date, and name its place', () => {
    expect(refusal(() => dateList({ date_list: ['2018-01-01', '2018-02-30'] }))).toMatchObject({
      code: 'helper.date',
      path: 'input.date_list[1]',
    });
    expect(codeOf(() => dateList({ date_list: '2018-01-01,' }))).toBe('helper.date');
    for (const list of [5, true, [5], { '2018-01-01': 1 }])
      expect(codeOf(() => dateList({ date_list: list }))).toBe('helper.kind');
    expect(codeOf(() => dateList({}, { daysBack: 1e7, now }))).toBe('helper.date');
    for (const options of [
      { daysBack: Number.NaN },
      { daysBack: anything<number>('3') },
      { now: anything<Date>(5) },
      anything(5),
    ]) {
      expect(codeOf(() => dateList({}, anything(options)))).toBe('helper.kind');
    }
    expect(codeOf(() => dateList({}, { now: new Date(Number.NaN) }))).toBe('helper.date');
  });
});

describe('the period of an event', () => {
  const now = new Date('2024-03-01T12:00:00Z');

  it('ends at en_date or today and begins at st_date or that many days before', () => {
    expect(constructDatesFromEvent({ days_back: ' 2 ' }, { now })).toEqual(['2024-02-28', '2024-03-01']);
    expect(constructDatesFromEvent({ st_date: '2020-01-01 23:00:00', en_date: '2020-01-02 01:00:00' })).toEqual([
      '2020-01-01',
      '2020-01-02',
    ]);
  });

  it('D50: zero days back is a value: start and end are one day', () => {
    expect(constructDatesFromEvent({ days_back: 0 }, { now })).toEqual(['2024-03-01', '2024-03-01']);
    expect(constructDatesFromEvent({ st_date: 0 }, { now })).toEqual(['1970-01-01', '2024-03-01']);
    expect(codeOf(() => constructDatesFromEvent({ st_date: '2020-01-01', days_back: 0 }))).toBe('helper.dates');
  });

  it.each([
    [{}, 'helper.dates'],
    [{ st_date: '2020-01-01', days_back: 1 }, 'helper.dates'],
    [{ st_date: '2020-01-01', en_date: '2020-01-01' }, 'helper.dates'],
    [{ days_back: -1 }, 'helper.dates'],
    [{ days_back: 'x' }, 'helper.number'],
    [{ days_back: '1.5' }, 'helper.number'],
    [{ days_back: Number.NaN }, 'helper.number'],
    [{ days_back: 1e9 }, 'helper.date'],
    [{ days_back: 1, en_date: null }, 'helper.kind'],
    [{ st_date: '2020-02-30' }, 'helper.date'],
    [null, 'helper.kind'],
  ])('is refused of %o with %s', (event, code) => {
    expect(codeOf(() => constructDatesFromEvent(anything(event), { now }))).toBe(code);
  });
});

describe('a format of strptime', () => {
  it.each([
    ['2018/9/6', '%Y/%m/%d'],
    ['201896', '%Y%m%d'],
    ['JAN  1 20', '%b %d %y'],
    ['29 February 2024 12:05PM', '%d %B %Y %I:%M%p'],
    ['Mon Jan  1 10:20:30 2020', '%c'],
    ['10.123456', '%S.%f'],
    ['366 2020', '%j %Y'],
    ['100% [x.y]', '%j%% [x.y]'],
    ['２０２０', '%Y'],
    ['2020\u00a001', '%Y %m'],
    ['2020-W01-1 +01:00', '%G-W%V-%u %z'],
    ['𝟚𝟘𝟚𝟘-1', '%Y-%m'],
  ])('accepts %o as %s', (text, format) => {
    expect(checkFormat(text, format)).toBeUndefined();
    expect(isValidDate(text, ['%Q', format])).toBe(true);
  });

  it.each([
    ['018/09/06', '%Y/%m/%d'],
    ['2018-00-06', '%Y-%m-%d'],
    ['2019-02-29', '%Y-%m-%d'],
    ['02-29', '%m-%d'],
    ['10:20:60', '%H:%M:%S'],
    ['13:00 PM', '%I:%M %p'],
    ['2', '%y'],
    ['2020 ', '%Y'],
    ['2020-01-01 trailing', '%Y-%m-%d'],
    ['axb', 'a.b'],
    ['2020 1', '%G %V'],
    ['2020 1 1', '%Y %V %u'],
    ['9999 366', '%Y %j'],
    ['2020-１-01', '%Y-%m-%d'],
    ['', '%Y'],
  ])('does not accept %o as %s', (text, format) => {
    expect(codeOf(() => checkFormat(text, format))).toBe('helper.date');
    expect(isValidDate(text, [format])).toBe(false);
  });

  it.each(['', '%', '%Q', '%-d', '%Y %Y', '%c %M', 'x'.repeat(1001)])('is not %o', (format) => {
    expect(refusal(() => checkFormat('2020', format))).toMatchObject({
      code: 'helper.date_format',
      path: 'dateFormat',
    });
    expect(isValidDate('2020', [format])).toBe(false);
  });

  it('is checked by kind, and the field is called what the caller calls it', () => {
    expect(refusal(() => checkFormat('x', '%Y', 'start')).path).toBe('start');
    expect(codeOf(() => checkFormat(anything(5), '%Y'))).toBe('helper.kind');
    expect(isValidDate(5, ['%Y'])).toBe(false);
    for (const formats of ['%Y', null, 5])
      expect(codeOf(() => isValidDate('2020', anything(formats)))).toBe('helper.kind');
  });

  it('accepts every date that it wrote itself', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(FIRST), max: new Date(LAST), noInvalidDate: true }), (date) => {
        expect(isValidDate(date.toISOString(), ['%Y-%m-%dT%H:%M:%S.%fZ'])).toBe(true);
      }),
    );
  });
});
