import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { isJsonList, isMap, kindOf, ownValue, refuseUnlessJsonMap, without } from '../../../src/domain/job/json.js';
import { refusal } from './refusal.js';

class Point {
  readonly x = 1;
}

describe('a JSON map', () => {
  it.each<[string, unknown]>([
    ['empty', {}],
    ['without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['of another realm', runInNewContext('({ a: { b: [1, "c", null, true, false, -0.5] } })')],
    ['with a map without a prototype in it', { a: Object.create(null) }],
    ['of every kind of value', { a: null, b: true, c: false, d: 0, e: -1.5, f: '', g: [], h: {}, i: [[{ j: [] }]] }],
  ])('may be one %s', (_, value) => {
    expect(refusal(() => refuseUnlessJsonMap(value, 'job'))).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['an instance of a class', { a: new Point() }, 'job.a'],
    ['a Map', { a: { b: new Map() } }, 'job.a.b'],
    ['a symbol', { a: ['x', Symbol('s')] }, 'job.a.1'],
    ['a hole of a list', { a: new Array(1) }, 'job.a.0'],
    ['not a number', { a: [[Number.NaN]] }, 'job.a.0.0'],
    ['undefined in the last place', { a: 1, b: [{ c: undefined }] }, 'job.b.0.c'],
  ])('may not hold %s', (_, value, path) => {
    expect(refusal(() => refuseUnlessJsonMap(value, 'job'))).toEqual({ code: 'job.kind', path });
  });
});

it('knows maps from lists and from nothing', () => {
  expect([{}, [], null, undefined, 'text', 7].map(isMap)).toEqual([true, false, false, false, false, false]);
  expect([[], {}, null, 'text'].map((value) => isJsonList(value))).toEqual([true, false, false, false]);
});

it('tells the kind of a value without showing it', () => {
  expect([null, [1], { a: 1 }, 'secret', 7, true, () => 1].map(kindOf)).toEqual([
    'null',
    'a list',
    'a map',
    'a text',
    'a number',
    'a boolean',
    'a function',
  ]);
});

it('finds under a key only what is the map’s own', () => {
  expect([ownValue({ a: 0 }, 'a'), ownValue({}, 'constructor'), ownValue({ a: null }, 'a')]).toEqual([
    0,
    undefined,
    null,
  ]);
});

it('leaves out one key, and the map as it was', () => {
  const map = { a: 1, b: 2 };
  expect([without(map, 'a'), without(map, 'c'), map]).toEqual([{ b: 2 }, map, { a: 1, b: 2 }]);
});
