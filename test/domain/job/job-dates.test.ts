import { describe, expect, it } from 'vitest';
import { payloadsOf } from '../../../src/domain/job/compile-job.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { at, compiled } from './compiled.js';
import { refusal } from './refusal.js';

const payloads = (job: JsonObject, options?: Parameters<typeof compiled>[1]) => [...payloadsOf(compiled(job, options))];
const warnings = (job: JsonObject) => compiled(job).warnings.map(({ code, path }) => `${code} ${path}`);

describe('the dates of a job', () => {
  it('go together in one date_list, or one a task with isolate_days', () => {
    expect(payloads({ period: 'last_2_days', a: 1 })).toEqual([{ a: 1, date_list: ['2024-05-13', '2024-05-14'] }]);
    expect(payloads({ period: 'last_2_days', isolate_days: 'True', a: 1 })).toEqual([
      { a: 1, date_list: ['2024-05-13'] },
      { a: 1, date_list: ['2024-05-14'] },
    ]);
  });

  it('D08 are resolved even when no attribute is chunked, and nothing else changes', () => {
    const sections = { a: null, b: null };
    expect(payloads({ period: 'yesterday', sections })).toEqual([{ date_list: ['2024-05-14'], sections }]);
  });

  it('D40 leave isolate_days alone without a period, with a warning', () => {
    expect(payloads({ isolate_days: true, a: 1 })).toEqual([{ isolate_days: true, a: 1 }]);
    expect(warnings({ isolate_days: true })).toEqual(['job.date_key_unused job.isolate_days']);
  });

  it('may be given by st_date and en_date, which leave the job as a period does', () => {
    expect(payloads({ st_date: '2024-05-13', en_date: '2024-05-14', a: 1 })).toEqual([
      { a: 1, date_list: ['2024-05-13', '2024-05-14'] },
    ]);
    expect(warnings({ st_date: '2024-05-13', en_date: '2024-05-14' })).toEqual([]);
    expect(payloads({ st_date: '2024-05-15' })).toEqual([{ date_list: ['2024-05-15'] }]);
    expect(refusal(() => compiled({ st_date: '2024-05-16' }))?.code).toBe('job.period');
    expect(refusal(() => compiled({ st_date: 'soon' }))).toEqual({ code: 'job.period', path: 'job.st_date' });
    expect(refusal(() => compiled({ st_date: '2024-05-13', en_date: 'late' }))).toEqual({
      code: 'job.period',
      path: 'job.en_date',
    });
  });

  it('are those of the period when st_date stands beside it, which is passed on with a warning', () => {
    const job = { period: 'today', st_date: '2024-01-01' };
    expect(payloads(job)).toEqual([{ date_list: ['2024-05-15'], st_date: '2024-01-01' }]);
    expect(warnings(job)).toEqual(['job.date_key_unused job.st_date']);
    expect(warnings({ en_date: '2024-01-01' })).toEqual(['job.date_key_unused job.en_date']);
  });

  it('count from today in the time zone: the job’s, else the configured one, else UTC', () => {
    const now = at('2024-05-15T23:30:00Z');
    expect(payloads({ period: 'today' }, { now })).toEqual([{ date_list: ['2024-05-15'] }]);
    expect(payloads({ period: 'today' }, { now, timeZone: 'Europe/Paris' })).toEqual([{ date_list: ['2024-05-16'] }]);
    expect(payloads({ period: 'today', time_zone: 'America/New_York' }, { now, timeZone: 'Europe/Paris' })).toEqual([
      { date_list: ['2024-05-15'] },
    ]);
    expect(refusal(() => compiled({ period: 'today', time_zone: 'Nowhere' }))).toEqual({
      code: 'job.time_zone',
      path: 'job.time_zone',
    });
    expect(refusal(() => compiled({ period: 'today', time_zone: 1 }))?.code).toBe('job.time_zone');
  });

  it('lie over a date_list of the job, and a null period is none', () => {
    expect(payloads({ period: 'today', date_list: 7 })).toEqual([{ date_list: ['2024-05-15'] }]);
    expect(payloads({ period: null, date_list: 7 })).toEqual([{ period: null, date_list: 7 }]);
  });

  it('may come from a custom period', () => {
    const customPeriods = new Map([['launch', () => ['2020-02-29']]]);
    expect(payloads({ period: 'launch' }, { customPeriods })).toEqual([{ date_list: ['2020-02-29'] }]);
  });

  it.each(['maybe', '', 2, [], {}])('are refused with isolate_days %j', (isolate_days) => {
    expect(refusal(() => compiled({ period: 'today', isolate_days }))).toEqual({
      code: 'job.flag',
      path: 'job.isolate_days',
    });
  });
});
