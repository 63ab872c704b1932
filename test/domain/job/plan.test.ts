import { describe, expect, it } from 'vitest';
import { planOf, refuseTooLargePayloads, refuseTooManyTasks } from '../../../src/domain/job/plan.js';
import { compiled } from './compiled.js';
import { refusal } from './refusal.js';

describe('the plan of a job', () => {
  const job = { period: 'last_2_days', isolate_days: true, isolate_sections: true, sections: ['a', 'bé', 3] };

  it('tells the tasks, their sizes, the first and the last of them, and the dates', () => {
    const shell = '{"date_list":["2024-05-13"],"isolate_sections":true,"sections":[]}'.length;
    expect(planOf(compiled(job), { first: 2, last: 1 })).toEqual({
      labourerId: 'worker',
      tasks: 6,
      payloadBytes: { min: shell + 1, max: shell + 5, total: 6 * shell + 2 * (3 + 5 + 1) },
      first: [
        { date_list: ['2024-05-13'], isolate_sections: true, sections: ['a'] },
        { date_list: ['2024-05-13'], isolate_sections: true, sections: ['bé'] },
      ],
      last: [{ date_list: ['2024-05-14'], isolate_sections: true, sections: [3] }],
      dates: ['2024-05-13', '2024-05-14'],
      chunkableAttrs: ['section', 'store', 'product'],
      warnings: [],
    });
  });

  it('shows all tasks twice when there are few, and none when none are wanted', () => {
    const { first, last } = planOf(compiled({ a: 1 }));
    expect([first, last]).toEqual([[{ a: 1 }], [{ a: 1 }]]);
    const { first: none, last: nothing } = planOf(compiled({ a: 1 }), { first: 0, last: 0 });
    expect([none, nothing]).toEqual([[], []]);
  });

  it('measures every length that UTF-8 has', () => {
    for (const value of [
      '\u007f',
      '\u0080',
      '\u07ff',
      '\u0800',
      '\uffff',
      '😀',
      '\u{10000}',
      '\u{103ff}',
      '\ud800',
      'a😀é',
    ]) {
      const bytes = Buffer.byteLength(JSON.stringify({ value }));
      expect(planOf(compiled({ value })).payloadBytes).toEqual({ min: bytes, max: bytes, total: bytes });
    }
  });

  it('measures an empty payload as the two braces', () => {
    expect(planOf(compiled({})).payloadBytes).toEqual({ min: 2, max: 2, total: 2 });
  });

  it('is made for any number of tasks, and warns of more than may be scheduled, which are refused', () => {
    const plan = planOf(compiled(job), { maxTasks: 5 });
    expect(plan.warnings.map(({ code }) => code)).toEqual(['job.too_many_tasks']);
    expect(planOf(compiled(job), { maxTasks: 6 }).warnings).toEqual([]);
    expect(refusal(() => refuseTooManyTasks(plan, 5))).toEqual({ code: 'job.too_many_tasks', path: 'job' });
    expect(refusal(() => refuseTooManyTasks(plan, 6))).toBeUndefined();
    expect(refusal(() => refuseTooManyTasks({ tasks: 1_000_000 }))).toBeUndefined();
    expect(refusal(() => refuseTooManyTasks({ tasks: 1_000_001 }))?.code).toBe('job.too_many_tasks');
  });

  it('lets payloads be refused that are too large to carry', () => {
    const plan = planOf(compiled(job));
    expect(refusal(() => refuseTooLargePayloads(plan, plan.payloadBytes.max))).toBeUndefined();
    expect(refusal(() => refuseTooLargePayloads(plan, plan.payloadBytes.max - 1))?.code).toBe('job.payload_too_large');
  });
});
