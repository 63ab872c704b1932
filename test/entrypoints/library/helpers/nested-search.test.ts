import { describe, expect, it } from 'vitest';
import {
  recursiveMatchesExtract as extract,
  recursiveMatchesSoft as soft,
  recursiveMatchesStrict as strict,
} from '../../../../src/entrypoints/library/helpers.js';
import { anything, codeOf, nested, refusal } from './refusal.js';

describe('a search', () => {
  it('D27: finds nothing where the path can not be followed; strict, it is refused', () => {
    for (const src of [{ a: 'text' }, { a: null }, { a: {} }, {}, null, 5]) {
      expect(soft(src, 'a.b.c', 1)).toBe(false);
      expect(extract(src, 'a.b.c')).toBeNull();
      expect(codeOf(() => strict(src, 'a.b.c', 1))).toBe('helper.path');
    }
    expect(refusal(() => strict({ a: { x: 1 } }, 'a.b', 1)).path).toBe('src.a.b');
    expect(refusal(() => strict({ a: 'secret' }, 'a.b', 1)).message).toBe(
      'src.a: expected a map or a list, found "a text"',
    );
  });

  it.each([0, false, '', [], {}])('D28: extracts %o, the first value found', (value) => {
    expect(extract({ l: [{ x: null }, { x: value }, { x: 5 }] }, 'l.x')).toBe(value);
  });

  it('D28: follows a separator of the caller', () => {
    expect(extract({ a: { 'b.c': 1 } }, 'a__b.c', { separator: '__' })).toBe(1);
    expect(soft({ a: { b: 1 } }, 'a/b', 1, { separator: '/' })).toBe(true);
  });

  it('tries every element of lists, of lists in lists, and of sets', () => {
    expect(soft({ l: [[{ x: 1 }], new Set([{ x: [2] }])] }, 'l.x', [2])).toBe(true);
    expect(strict({ l: [{ x: 1 }, 5] }, 'l.x', 1)).toBe(true);
    expect(codeOf(() => strict({ l: [{ x: 1 }, 5] }, 'l.x', 2))).toBe('helper.path');
    expect(strict({ l: [] }, 'l.x', 1)).toBe(false);
  });

  it('compares with the kind, and lists and maps by content', () => {
    for (const val of [true, '1', [1], null]) expect(soft({ a: 1 }, 'a', val)).toBe(false);
    expect(soft({ a: { x: [1, { y: 2 }] } }, 'a', { x: [1, { y: 2 }] })).toBe(true);
    expect(soft({ a: -0 }, 'a', 0)).toBe(true);
    expect(soft({}, 'constructor', Object)).toBe(false);
  });

  it('passes over maps of the last level that are excluded', () => {
    const src = {
      l: [
        { x: 1, id: 1 },
        { x: 2, id: 2 },
      ],
    };
    expect(extract(src, 'l.x', { excludeKey: 'id', excludeVal: 1 })).toBe(2);
    expect(soft(src, 'l.x', 1, { excludeKey: 'id', excludeVal: 1 })).toBe(false);
    expect(strict({ l: [{ id: 1 }] }, 'l.x', 1, { excludeKey: 'id', excludeVal: 1 })).toBe(false);
    expect(codeOf(() => soft(src, 'l.x', 1, { excludeKey: 'id' }))).toBe('helper.exclude');
    expect(codeOf(() => extract(src, 'l.x', { excludeVal: 1 }))).toBe('helper.exclude');
  });

  it('is bounded, also in what holds itself', () => {
    const [list, map]: [unknown[], Record<string, unknown>] = [[], {}];
    list.push(list);
    map.a = map;
    expect(codeOf(() => soft(list, 'a', 1))).toBe('helper.nesting');
    expect(extract(map, 'a.a.a')).toBe(map);
    expect(codeOf(() => soft({ a: 1 }, 'a', map))).toBe('helper.nesting');
    expect(codeOf(() => soft(map, 'a.'.repeat(100_000), 1))).toBe('helper.nesting');
    expect(soft(nested(500), 'a', 1)).toBe(false);
    expect(soft({ a: nested(20_000) }, 'a', nested(400))).toBe(false);
  });

  it('is refused for a path or an option of another kind', () => {
    expect(codeOf(() => soft({}, anything<string>(5), 1))).toBe('helper.kind');
    expect(codeOf(() => extract({}, 'a', { separator: anything<string>(5) }))).toBe('helper.kind');
    expect(codeOf(() => extract({}, 'a', anything(null)))).toBe('helper.kind');
  });
});
