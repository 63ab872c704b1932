import { expect, it } from 'vitest';
import { groupedBy, inBatches } from '../../../src/adapters/shared/batches.js';

const batchesOf = (sizes: readonly number[], limits: { count: number; bytes: number }) =>
  inBatches(sizes, limits, (size) => size);

it('fills batches in order, up to the count', () => {
  expect(batchesOf([1, 2, 3, 4, 5], { count: 2, bytes: 100 })).toEqual([[1, 2], [3, 4], [5]]);
  expect(batchesOf([], { count: 2, bytes: 100 })).toEqual([]);
});

it('fills batches up to the bytes and not over them', () => {
  expect(batchesOf([6, 4, 1, 9, 1], { count: 10, bytes: 10 })).toEqual([[6, 4], [1, 9], [1]]);
});

it('gives an item above the bytes a batch of its own', () => {
  expect(batchesOf([1, 11, 1], { count: 10, bytes: 10 })).toEqual([[1], [11], [1]]);
});

it('groups by key, in the order in which keys and items come', () => {
  const groups = groupedBy([5, 2, 3, 4], (number) => number % 2);
  expect([...groups]).toEqual([
    [1, [5, 3]],
    [0, [2, 4]],
  ]);
});
