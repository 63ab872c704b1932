import { describe, expect, it } from 'vitest';
import { linesOf, payloadsOf, rowsOf } from '../../../src/domain/job/compile-job.js';
import { at, compiled } from './compiled.js';
import { refusal } from './refusal.js';

const TUTORIAL = {
  topics: {
    cars: { words: ['toyota', 'mazda', 'nissan', 'racing', 'automobile', 'car'] },
    food: { words: ['recipe', 'cooking', 'eating', 'food', 'meal', 'tasty'] },
    shows: { words: ['opera', 'cinema', 'movie', 'concert', 'show', 'musical'] },
  },
  period: 'last_2_days',
  isolate_days: true,
  isolate_words: true,
};

describe('a compiled job', () => {
  it('D41 of the tutorial has the two days of its payload, 36 tasks', () => {
    const job = compiled(TUTORIAL, { attributes: ['topic', 'word'], now: at('2019-07-10T08:00:00Z') });
    expect(job.tasks).toBe(36);
    expect(new Set([...payloadsOf(job)].map(({ date_list }) => JSON.stringify(date_list)))).toEqual(
      new Set(['["2019-07-08"]', '["2019-07-09"]']),
    );
  });

  it('gives its tasks dates first, then in the order of the job, as objects and as lines', () => {
    const job = compiled(
      { ...TUTORIAL, topics: { cars: { words: ['car', 'bus'] }, gifts: null } },
      { attributes: ['topic', 'word'] },
    );
    expect([...rowsOf(job)].map(({ date_list, topics, words }) => [date_list, topics, words].join())).toEqual([
      '2024-05-13,cars,car',
      '2024-05-13,cars,bus',
      '2024-05-13,gifts,',
      '2024-05-14,cars,car',
      '2024-05-14,cars,bus',
      '2024-05-14,gifts,',
    ]);
    expect([...linesOf(job)][2]).toBe(
      '{"date_list":["2024-05-13"],"isolate_words":true,"topics":["gifts"],"labourer_id":"worker"}',
    );
  });

  it('leaves a job that asks for no chunking exactly as it is', () => {
    const job = { sections: { a: null, b: null }, max_stores_per_batch: 2, job_id: 'x' };
    expect([...rowsOf(compiled(job))]).toEqual([{ ...job, labourer_id: 'worker' }]);
    expect([...linesOf(compiled({}))]).toEqual(['{"labourer_id":"worker"}']);
  });

  it('D07 is one task where no attributes are configured to be chunked', () => {
    const job = { sections: ['a', 'b'], isolate_sections: true };
    expect([...payloadsOf(compiled(job, { attributes: [] }))]).toEqual([job]);
  });

  it('goes by the schema that the job names, which stays in the tasks', () => {
    const schemas = { job_schema_variants: { default: {}, by_word: { chunkable_attrs: ['word'] } } };
    const job = { job_schema_name: 'by_word', words: ['a', 'b'], isolate_words: true };
    expect([...payloadsOf(compiled(job, { schemas }))]).toEqual([
      { ...job, words: ['a'] },
      { ...job, words: ['b'] },
    ]);
    expect(refusal(() => compiled({ ...job, job_schema_name: 'other' }, { schemas }))?.code).toBe('job.schema');
  });

  it('is refused as a whole before its first task', () => {
    const sections = { good: { stores: ['x'] }, bad: { stores: { y: 'text' } } };
    expect(refusal(() => compiled({ isolate_stores: true, sections }))).toEqual({
      code: 'job.values',
      path: 'job.sections.bad.stores.y',
    });
  });

  it.each([[[]], ['job'], [null]])('is refused when it is no map but %j', (job) => {
    expect(refusal(() => compiled(job as never))?.code).toBe('job.kind');
  });

  it('costs nothing of its tasks: ten thousand million of them are compiled and entered anywhere at once', () => {
    const products = Array.from({ length: 100_000 }, (_, index) => index);
    const job = compiled({ period: 'last_100000_days', isolate_days: true, isolate_sections: true, section: products });
    expect(job.tasks).toBe(10_000_000_000);
    expect(rowsOf(job, 9_999_999_999).next().value).toMatchObject({ date_list: ['2024-05-14'], sections: [99_999] });
    expect(rowsOf(job, 10_000_000_000).next().done).toBe(true);
  });
});
