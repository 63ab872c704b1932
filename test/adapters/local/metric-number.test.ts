import { expect, it } from 'vitest';
import { metricNumber } from '../../../src/adapters/local/metric-number.js';

it.each([
  ['7', 7],
  [' -1.5\n', -1.5],
  ['+3', 3],
  ['.5', 0.5],
  ['2.', 2],
  ['1.2e3', 1200],
  ['6E-2', 0.06],
])('reads %j as %d', (text, number) => {
  expect(metricNumber(text)).toBe(number);
});

it.each(['', ' \n\t'])('finds no number in the blank text %j', (text) => {
  expect(metricNumber(text)).toBeUndefined();
});

it.each(['0x10', '1,5', '1 2', '5 %', 'NaN', 'Infinity', '1e999', 'e5', '.', '--1', '1_000'])('refuses %j', (text) => {
  expect(() => metricNumber(text)).toThrow('expected one number');
});
