import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../../../src/domain/ecology/settings-map.js';
import type { Json } from '../../../../src/domain/task.js';
import { changesBetween } from '../../../../src/entrypoints/cli/aws/document-diff.js';

const paths = (before: Json | undefined, after: Json) =>
  changesBetween(before, after).map(({ kind, path }) => `${kind} ${path}`);

describe('the changes between two documents', () => {
  it('are told key by key, lists and empty maps as one value', () => {
    const before = { kept: 1, list: [1, 2], gone: { inner: 1 }, map: {}, leaf: 1 };
    const after = { list: [1, 2, 3], kept: 1, map: { a: 1 }, leaf: { b: 2 }, new: { c: { d: null } } };
    expect(paths(before, after)).toEqual([
      'changed list',
      'changed map',
      'changed leaf',
      'added new.c.d',
      'removed gone.inner',
    ]);
  });

  it('of a new document are all of its keys', () => {
    expect(paths(undefined, { a: { b: 1, c: {} } })).toEqual(['added a.b', 'added a.c']);
    expect(paths(undefined, 'text')).toEqual(['added ']);
  });

  it('are none exactly where the documents say the same', () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(changesBetween(one, one)).toEqual([]);
        const isSame = canonicalText({ value: one }) === canonicalText({ value: other });
        expect(changesBetween(one, other).length === 0).toBe(isSame);
      }),
    );
  });
});
