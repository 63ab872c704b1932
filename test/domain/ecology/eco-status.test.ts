import { expect, it } from 'vitest';
import { ecoStatus, ecoStatusName, HIGH, worstStatus } from '../../../src/domain/ecology/eco-status.js';

it('names the statuses of the manual', () => {
  expect([0, 1, 2, 3, 4].map((status) => ecoStatusName(ecoStatus(status, 'status')))).toEqual([
    'Bad',
    'Poor',
    'Moderate',
    'Good',
    'High',
  ]);
});

it('reads a status from a number and from its digit', () => {
  expect([ecoStatus(3, 'status'), ecoStatus('3', 'status')]).toEqual([3, 3]);
});

it.each([5, -1, 2.5, '5', '03', ' 3', 'Good', true, null, undefined])('refuses the status %j', (value) => {
  expect(() => ecoStatus(value, 'feelings')).toThrow(
    expect.objectContaining({ code: 'ecology.status', path: 'feelings' }),
  );
});

it('takes the worst of several statuses, and High of none', () => {
  expect(worstStatus([3, 1, 4])).toBe(1);
  expect(worstStatus([])).toBe(HIGH);
});
