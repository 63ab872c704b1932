import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompiledJob, linesOf, payloadsOf, rowsOf } from '../../../src/domain/job/compile-job.js';
import { planOf } from '../../../src/domain/job/plan.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { arbitraryJob, arbitrarySkeleton, LEVELS } from './arbitrary-job.js';
import { compiled } from './compiled.js';
import { naiveTasks } from './naive-chunker.js';

const compile = (job: JsonObject, skeleton: JsonObject = {}): CompiledJob =>
  compiled(job, { attributes: LEVELS, skeleton });

/** Every job, compiled, and its payloads. */
const holds = (
  rule: (job: CompiledJob, payloads: JsonObject[], source: JsonObject, skeleton: JsonObject) => void,
  numRuns = 1000,
) =>
  fc.assert(
    fc.property(arbitraryJob, arbitrarySkeleton, (source, skeleton) => {
      const job = compile(source, skeleton);
      rule(job, [...payloadsOf(job)], source, skeleton);
    }),
    { numRuns },
  );

describe('the tasks of any job', () => {
  it('are those of a naive chunker, in the same order', () => {
    holds((job, payloads, { period, isolate_days, ...rest }, skeleton) => {
      const { dates, isolated } = job.chunks.dates;
      const lists = dates === undefined ? [undefined] : isolated ? dates.map((date) => [date]) : [dates];
      const unresolved: JsonObject = isolate_days === undefined ? {} : { isolate_days };
      const expected = lists.flatMap((list) =>
        naiveTasks({ ...rest, ...(list === undefined ? unresolved : { date_list: list }) }, LEVELS, skeleton),
      );
      deepStrictEqual(payloads, expected);
    });
  });

  it('are the same as objects and as lines of text', () => {
    holds((job) => {
      deepStrictEqual(
        [...linesOf(job)].map((line) => JSON.parse(line)),
        [...rowsOf(job)].map((row) => JSON.parse(JSON.stringify(row))),
      );
    });
  });

  it('are written without a key twice', () => {
    holds((job, payloads) => {
      const lengths = [...linesOf(job)].map((line) => line.length);
      const tag = ',"labourer_id":"worker"'.length;
      const expected = payloads.map(
        (payload) => JSON.stringify(payload).length + (Object.keys(payload).length > 0 ? tag : tag - 1),
      );
      expect(lengths).toEqual(expected);
    });
  });

  it('are as many, and as large, as their plan says', () => {
    holds((job, payloads) => {
      const sizes = payloads.map((payload) => Buffer.byteLength(JSON.stringify(payload)));
      const plan = planOf(job, { first: 2, last: 2 });
      expect(plan.tasks).toBe(payloads.length);
      expect(plan.payloadBytes).toEqual({
        min: Math.min(...sizes),
        max: Math.max(...sizes),
        total: sizes.reduce((sum, size) => sum + size, 0),
      });
      deepStrictEqual(plan.first, payloads.slice(0, 2));
      deepStrictEqual(plan.last, payloads.slice(-2));
    });
  });

  it('can be entered at any of them', () => {
    holds((job, payloads) => {
      for (let from = 0; from <= payloads.length; from++)
        deepStrictEqual([...payloadsOf(job, from)], payloads.slice(from));
    }, 200);
  });

  it('are unchanged by generating them, and nothing of the job is', () => {
    holds((job, payloads, source) => {
      const before = JSON.stringify(source);
      deepStrictEqual([...payloadsOf(job)], payloads);
      expect(JSON.stringify(source)).toBe(before);
    }, 200);
  });
});

describe('a job’s tasks partition its input', () => {
  /** Four levels of names, no two values alike. */
  const shape = fc.array(
    fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  const asMap = fc.boolean();
  const flags = fc.dictionary(
    fc.constantFrom(...LEVELS.slice(0, 4).flatMap((name) => [`isolate_${name}s`, `max_${name}s_per_batch`])),
    fc.integer({ min: 1, max: 3 }),
    { maxKeys: 3 },
  );
  const days = fc.record({
    period: fc.integer({ min: 1, max: 9 }).map((x) => `last_${x}_days`),
    isolate_days: fc.boolean(),
  });

  it('each value on each date in exactly one of them', () => {
    fc.assert(
      fc.property(shape, asMap, flags, flags, days, (regions, map, outer, inner, period) => {
        const values: string[] = [];
        const leaves = (count: number): Json => {
          const names = Array.from({ length: count }, () => `value ${values.push('') - 1}`);
          return map ? Object.fromEntries(names.map((name) => [name, null])) : names;
        };
        const nest = <T>(items: T[], name: string, inside: (item: T) => JsonObject): JsonObject =>
          Object.fromEntries(items.map((item, index) => [`${name} ${index}`, inside(item)]));
        const job = {
          ...period,
          ...switches(outer),
          regions: nest(regions, 'region', (stores) => ({
            stores: nest(stores, 'store', (shelves) => ({
              ...switches(inner),
              shelfs: nest(shelves, 'shelf', (count) => ({ products: leaves(count) })),
            })),
          })),
        };
        const seen = new Map<string, number>();
        for (const payload of payloadsOf(compile(job))) {
          const names = JSON.stringify(payload).match(/value \d+/g) ?? [];
          for (const date of payload.date_list as string[]) {
            for (const name of names) seen.set(`${date} ${name}`, (seen.get(`${date} ${name}`) ?? 0) + 1);
          }
        }
        const { dates } = planOf(compile(job));
        expect(seen.size).toBe(dates.length * values.length);
        expect([...seen.values()].every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  /** Isolation as a switch, batch sizes as they are. */
  const switches = (given: Readonly<Record<string, number>>): JsonObject =>
    Object.fromEntries(Object.entries(given).map(([key, size]) => [key, key.startsWith('isolate_') ? size > 1 : size]));
});
