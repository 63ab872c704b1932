import { describe, expect, it } from 'vitest';
import { type GridTask, jobGrid } from '../../../src/domain/job/job-grid.js';
import { payloadAttributes } from '../../../src/domain/job/payload-attributes.js';
import { taskId } from '../../../src/domain/ids.js';

const tasks = (...payloads: readonly unknown[]): GridTask[] =>
  payloads.map((payload, index) => ({
    taskId: taskId(`t${index}`),
    state: 'queued',
    attributes: payloadAttributes(typeof payload === 'string' ? payload : JSON.stringify(payload)),
  }));

const gridOf = (...payloads: readonly unknown[]) => jobGrid(tasks(...payloads), {}, 400);

describe('attributes of a payload', () => {
  const attributes = (payload: unknown) => Object.fromEntries(payloadAttributes(JSON.stringify(payload)) ?? []);

  it('lays nested maps and lists of one value flat', () => {
    expect(attributes({ shops: ['a'], place: { country: 'de', city: [{ name: 'Ulm' }] }, n: null, none: [] })).toEqual({
      shops: 'a',
      'place.country': 'de',
      'place.city.name': 'Ulm',
      n: 'null',
      none: '[]',
    });
  });

  it('has a list of names as one text, of a long one its ends and its length', () => {
    expect(attributes({ words: ['toyota', 'mazda'] })).toEqual({ words: 'toyota, mazda' });
    expect(attributes({ words: Array.from({ length: 30 }, (_, index) => `word${index}`) })).toEqual({
      words: 'word0 … word29 (30)',
    });
  });

  it('bounds texts and depth', () => {
    expect(attributes({ text: 'x'.repeat(1000) }).text).toHaveLength(80);
    expect(attributes({ a: { b: { c: { d: { e: 1 } } } } })).toEqual({ 'a.b.c.d': '{"e":1}' });
  });

  it.each(['', '[1]', '7', '{', undefined])('there are none in %j', (payload) => {
    expect(payloadAttributes(payload)).toBeUndefined();
  });
});

describe('dimensions', () => {
  it('are the attributes that differ or are not everywhere, dates first', () => {
    const { dimensions } = gridOf(
      { same: 1, shop: 'a', day: '2026-03-08' },
      { same: 1, shop: 'b', day: '2026-03-09', extra: true },
    );
    expect(dimensions).toEqual(['day', 'shop', 'extra']);
  });

  it('dates are days, months, weeks, instants and lists of them, and nothing else', () => {
    const isDate = (one: unknown, other: unknown) => gridOf({ x: 1, v: one }, { x: 2, v: other }).dimensions[0] === 'v';
    expect(isDate('2026-03', '2026-W10')).toBe(true);
    expect(isDate('2026-03-08T10:00:00Z', ['2026-03-08', '2026-03-09'])).toBe(true);
    expect(isDate('2026-03-08', '2026-03-08 backup')).toBe(false);
    expect(isDate('2026', '7')).toBe(false);
  });

  it('dates stand in their own order, other values in the job’s', () => {
    const grid = gridOf({ d: '2026-03-09', shop: 'z' }, { d: '2026-03-08', shop: 'a' });
    expect(grid).toMatchObject({ rows: ['z', 'a'], columns: ['2026-03-08', '2026-03-09'] });
  });

  it('without dates the last dimension is the columns; a single one stands in rows', () => {
    expect(gridOf({ a: 1, b: 1 }, { a: 2, b: 2 })).toMatchObject({ rowName: 'a', columnName: 'b' });
    expect(gridOf({ a: 1 }, { a: 2 })).toMatchObject({ rowName: 'a', columnName: '', columns: [''] });
  });

  it('tasks that don’t differ are one cell; payloads that can’t be read are one row', () => {
    expect(gridOf({ a: 1 }, { a: 1 })).toMatchObject({ dimensions: [], rows: [''], columns: [''] });
    const grid = gridOf({ a: 1, b: 1 }, { a: 2, b: 1 }, 'no JSON', 'none either');
    expect(grid.rows).toEqual(['1', '2', '?']);
    expect(grid.cells.flat().find((cell) => cell?.taskId === 't2')?.states).toEqual({ queued: 2 });
  });
});
