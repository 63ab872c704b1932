import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../../src/domain/job/job-schema.js';
import {
  chunkDates,
  constructJobData,
  getIndexFromList,
  getIsolateAttributesFromJob,
  getNextChunkableAttr,
  needsChunking,
  validateListOfVals,
} from '../../../src/domain/job/scheduler-helpers.js';
import { WEDNESDAY } from './compiled.js';
import { refusal } from './refusal.js';

const schema = schemaOf(['section', 'store']);

describe('the helpers of the manual', () => {
  it('find attributes in either spelling', () => {
    expect(getIndexFromList('stores', ['section', 'store'])).toBe(1);
    expect(getIndexFromList('sections', ['section', 'store'])).toBe(0);
    expect(getNextChunkableAttr('section', schema)).toBe('store');
    expect(getIndexFromList('store', ['sections', 'stores'])).toBe(1);
    expect(refusal(() => getIndexFromList('shelf', ['section']))?.code).toBe('schema.attribute');
    expect(getNextChunkableAttr('sections', schema)).toBe('store');
    expect(getNextChunkableAttr('store', schema)).toBeUndefined();
    expect(getNextChunkableAttr('shelf', schema)).toBeUndefined();
  });

  it('tell flags from what looks alike', () => {
    const flags = { isolate_x: 0, max_x_per_batch: 2, isolate_shops: true, max_shops_per_batch: 3 };
    const alike = {
      is_isolate_x: 1,
      per_batch: 2,
      max_x: 3,
      'isolate_x y': 4,
      max_x_per_batches: 5,
      imax_x_per_batch: 6,
    };
    expect(getIsolateAttributesFromJob({ ...flags, ...alike, 'max_x y_per_batch': 7 })).toEqual(flags);
  });

  it('take lists of names, and maps of nulls for lists of names', () => {
    expect(validateListOfVals([1, 'a', 2.5])).toEqual([1, 'a', 2.5]);
    expect(validateListOfVals({ a: null, b: null })).toEqual(['a', 'b']);
    for (const bad of ['a', 4, null, ['a', null], [['a']], { a: {} }]) {
      expect(refusal(() => validateListOfVals(bad))?.code).toBe('job.values');
    }
  });

  it('know a level to be chunked by any flag here or in a sub-job', () => {
    expect(needsChunking('sections', { sections: { a: { isolate_stores: 1 } } }, schema)).toBe(true);
    expect(needsChunking('sections', { isolate_stores: true, sections: { a: null } }, schema)).toBe(false);
    expect(needsChunking('stores', { isolate_stores: true }, schema)).toBe(true);
    expect(refusal(() => needsChunking('stores', { isolate_stores: 'x' }, schema))?.path).toBe('data.isolate_stores');
    expect(needsChunking('shelves', { isolate_shelves: true }, schema)).toBe(false);
  });

  it('lay the skeleton over the job and, when dates alone are chunked, the dates over both', () => {
    const job = { period: 'today', a: 1, b: 1 };
    const skeleton = { b: 2, date_list: 3 };
    expect(chunkDates(job, { now: WEDNESDAY }, skeleton)).toEqual([{ a: 1, b: 2, date_list: ['2024-05-15'] }]);
    expect(constructJobData(job, schema, { now: WEDNESDAY, skeleton })).toEqual([{ a: 1, b: 2, date_list: 3 }]);
  });
});
