import { describe, expect, it } from 'vitest';
import { payloadsOf } from '../../../src/domain/job/compile-job.js';
import { schemaOf } from '../../../src/domain/job/job-schema.js';
import { chunkJob } from '../../../src/domain/job/scheduler-helpers.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { ATTRIBUTES, compiled } from './compiled.js';
import { refusal } from './refusal.js';

const tasks = (job: JsonObject, attributes = ATTRIBUTES) => chunkJob(job, schemaOf(attributes));
const refused = (job: JsonObject) => refusal(() => compiled(job));

describe('flags', () => {
  it.each([0, -1, 1.5, '2', true, []])('D20 a batch size of %j is refused', (size) => {
    const expected = { code: 'job.batch_size', path: 'job.max_sections_per_batch' };
    expect(refused({ sections: ['a', 'b'], max_sections_per_batch: size })).toEqual(expected);
    expect(refused({ sections: ['a', 'b'], max_sections_per_batch: size, isolate_sections: true })).toEqual(expected);
  });

  it('D35 a batch size in the singular spelling counts, below one in the plural', () => {
    const sections = ['a', 'b', 'c', 'd'];
    expect(tasks({ sections, max_section_per_batch: 2 }).map((task) => task.sections)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    const both = { sections, max_section_per_batch: 2, max_sections_per_batch: 3 };
    expect(tasks(both).map((task) => task.sections)).toEqual([['a', 'b', 'c'], ['d']]);
    expect(refused({ sections, max_section_per_batch: 0, max_sections_per_batch: 3 })?.code).toBe('job.batch_size');
  });

  it('D37 the texts true and false are read as such, any other text is refused', () => {
    const sections = ['a', 'b'];
    for (const yes of [true, 1, 'true', 'True', 'TRUE'])
      expect(tasks({ sections, isolate_sections: yes })).toHaveLength(2);
    for (const no of [false, 0, 'false', 'False', null])
      expect(tasks({ sections, isolate_sections: no })).toHaveLength(1);
    for (const other of ['yes', '', '1', 2, -1, [], {}]) {
      expect(refused({ sections, isolate_sections: other })).toEqual({
        code: 'job.flag',
        path: 'job.isolate_sections',
      });
    }
  });

  it.each<[JsonObject, string]>([
    [{ sections: { a: { isolate_stores: 'maybe' } } }, 'job.sections.a.isolate_stores'],
    [{ sections: [{ a: null }, { b: { isolate_stores: 'maybe' } }] }, 'job.sections.1.b.isolate_stores'],
    [
      { isolate_sections: true, sections: { a: { stores: { x: { max_products_per_batch: 0 } } } } },
      'job.sections.a.stores.x.max_products_per_batch',
    ],
    [
      { isolate_products: true, sections: { a: { stores: { x: { products: { p: { isolate_stores: 'maybe' } } } } } } },
      'job.sections.a.stores.x.products.p.isolate_stores',
    ],
  ])('are refused wherever they stand: %j', (job, path) => {
    expect(refused(job)?.path).toBe(path);
  });

  it('reach inwards, and a false inside takes nothing back', () => {
    const stores = ['x', 'y'];
    expect(tasks({ isolate_stores: true, sections: { a: { stores, isolate_stores: false } } })).toHaveLength(2);
  });

  it('of attributes that the schema does not chunk are passed on, with one warning each', () => {
    const sections = { a: { isolate_colours: true }, b: { isolate_colours: true } };
    const { warnings } = compiled({ isolate_sections: true, isolate_days: true, sections });
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'job.date_key_unused job.isolate_days',
      'job.flag_without_attribute job.sections.a.isolate_colours',
    ]);
    expect(tasks({ isolate_sections: true, sections })[0]).toMatchObject({ isolate_colours: true });
  });
});

it('warns a hundred times at most, and of the first', () => {
  const flags = Array.from({ length: 120 }, (_, index) => [`isolate_x${index}`, true] as const);
  const { warnings } = compiled(Object.fromEntries(flags));
  expect(warnings.map(({ path }) => path)).toEqual(flags.slice(0, 100).map(([flag]) => `job.${flag}`));
});

describe('attributes', () => {
  it('D36 below the first are not looked for at the root', () => {
    const job = { stores: ['x', 'y'], isolate_stores: true };
    expect(tasks(job)).toEqual([job]);
    expect([...payloadsOf(compiled(job))]).toEqual([job]);
  });

  it('in both spellings at once are refused once their level is chunked', () => {
    const job = { section: 'a', sections: ['b'] };
    expect(refused({ ...job, isolate_sections: true })).toEqual({ code: 'job.attribute_twice', path: 'job.section' });
    expect(tasks(job)).toEqual([job]);
    const unasked = { section: { a: null }, sections: { b: null } };
    expect(tasks(unasked)).toEqual([unasked]);
  });

  it('in the singular become lists under the plural', () => {
    expect(tasks({ section: ['a', 'b'] })).toEqual([{ sections: ['a', 'b'] }]);
    expect(tasks({ section: { a: { store: 'x', isolate_store: true } } })).toEqual([
      { sections: ['a'], stores: ['x'], isolate_store: true },
    ]);
  });

  it('that nobody asked to chunk stay together up to a million values', () => {
    const sections = Array.from({ length: 1_000_001 }, (_, index) => index);
    expect(tasks({ sections }, ['section']).map((task) => (task.sections as Json[]).length)).toEqual([1_000_000, 1]);
  });

  it.each<[Json, string]>([
    [{ a: 'text' }, 'job.sections.a'],
    [{ a: null, b: ['text'] }, 'job.sections.b'],
    [{ a: 0 }, 'job.sections.a'],
    [[['a']], 'job.sections.0'],
    [['a', null], 'job.sections.1'],
    [['a', { b: null }], 'job.sections.1'],
    [[{ a: null }, { b: 'text' }], 'job.sections.1.b'],
  ])('are refused with the values %j', (sections, path) => {
    expect(refused({ sections, isolate_sections: true })).toEqual({ code: 'job.values', path });
  });

  it('are not looked into where nothing is chunked', () => {
    const job = { sections: { a: { stores: 'text', attempts: 1, 'a\nb': 1 } } };
    expect([...payloadsOf(compiled(job))]).toEqual([job]);
  });

  it('with no value at all leave the task as it is, and no task vanishes', () => {
    for (const sections of [null, [], {}, [{}]]) {
      const job = { sections, isolate_sections: true, foo: 1 };
      expect(tasks(job)).toEqual([job]);
    }
  });

  it('take zero, false and the empty text for values', () => {
    expect(tasks({ sections: [0, '', false], isolate_sections: true }).map((task) => task.sections)).toEqual([
      [0],
      [''],
      [false],
    ]);
    expect(tasks({ sections: 0, isolate_sections: true })).toEqual([{ isolate_sections: true, sections: [0] }]);
  });

  it('of several maps in a list are chunked map by map', () => {
    const sections = [{ a: null, b: null, c: null }, { d: { foo: 1 }, e: null, f: null }, {}];
    expect(tasks({ sections, max_sections_per_batch: 2 }).map((task) => task.sections)).toEqual([
      ['a', 'b'],
      ['c'],
      ['d'],
      ['e'],
      ['f'],
    ]);
  });
});

describe('keys of a job', () => {
  it.each(['task_id', 'created_at', 'greenfield', 'attempts', 'labourer_id'])('may not be called %s', (key) => {
    expect(refused({ [key]: 1 })).toEqual({ code: 'job.automatic_field', path: `job.${key}` });
    expect(refused({ isolate_sections: true, sections: { a: { [key]: null } } })?.path).toBe(`job.sections.a.${key}`);
    expect(
      refused({ isolate_products: true, sections: { a: { stores: { x: { products: { p: { [key]: 1 } } } } } } })?.code,
    ).toBe('job.automatic_field');
  });

  it('may not hold the labourer’s name in another field of every task', () => {
    expect(refused({ task_id: 'worker' })).toEqual({ code: 'job.automatic_field', path: 'job.task_id' });
  });

  it('may name the labourer itself, and anything inside data of the user’s own', () => {
    expect(refused({ labourer_id: 'worker', custom: { task_id: 1, attempts: [] } })).toBeUndefined();
  });

  it('may not hold control characters, nor may names of values', () => {
    expect(refused({ 'a\nb': 1 })).toEqual({ code: 'job.name', path: 'job' });
    expect(refused({ isolate_sections: true, sections: { 'a\u0000': null } })).toEqual({
      code: 'job.name',
      path: 'job.sections',
    });
    expect(refused({ isolate_sections: true, sections: ['a\nb'], text: 'c\nd' })).toBeUndefined();
  });

  it('are safe when they are called like parts of objects', () => {
    const job = JSON.parse(
      '{"isolate_sections":true,"__proto__":{"x":1},"sections":{"__proto__":{"constructor":1},"toString":null}}',
    );
    const found = tasks(job).map((task) => JSON.stringify(task));
    expect(found).toEqual([
      '{"isolate_sections":true,"__proto__":{"x":1},"sections":["__proto__"],"constructor":1}',
      '{"isolate_sections":true,"__proto__":{"x":1},"sections":["toString"]}',
    ]);
    expect(tasks({ isolate_constructors: true }, ['constructor'])).toEqual([{ isolate_constructors: true }]);
  });

  it('inside win over those outside, the skeleton over all', () => {
    const job = { a: 0, b: 0, isolate_sections: true, sections: { x: { b: 1, c: 1 }, y: null } };
    const found = [...payloadsOf(compiled(job, { skeleton: { c: 2 } }))];
    expect(found).toEqual([
      { a: 0, b: 1, c: 2, isolate_sections: true, sections: ['x'] },
      { a: 0, b: 0, c: 2, isolate_sections: true, sections: ['y'] },
    ]);
  });
});

describe('nesting', () => {
  const nested = (levels: number): JsonObject => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

  it('is refused beyond 500 levels, in chunked and in other values', () => {
    expect(refused(nested(500))).toBeUndefined();
    expect(refused(nested(501))?.code).toBe('job.nesting');
    expect(refused(nested(100_000))?.code).toBe('job.nesting');
    const chunked = (levels: number) =>
      JSON.parse(`${'{"x0":1,"sections":{"n":'.repeat(levels)}null${'}}'.repeat(levels)}`);
    expect(refused({ ...chunked(300), isolate_sections: true })?.code).toBe('job.nesting');
  });

  it('may use as many attributes as fit', () => {
    const attributes = Array.from({ length: 249 }, (_, level) => `level_${level}`);
    const job = attributes.reduceRight<JsonObject>((inner, name) => ({ [`${name}s`]: { v: inner } }), { end: 1 });
    const [task, ...others] = payloadsOf(compiled({ ...job, [`isolate_${attributes.at(-1)}s`]: true }, { attributes }));
    expect(others).toEqual([]);
    expect(Object.keys(task ?? {})).toHaveLength(251);
  });
});
