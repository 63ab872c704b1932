import { describe, expect, it } from 'vitest';
import { feelings, judge } from '../../../src/domain/ecology/feelings.js';

const PATH = 'health_metrics.CPU';
const feelingsOf = (operator: unknown, thresholds: unknown) =>
  feelings({ feelings: thresholds, feeling_comparison_operator: operator }, PATH);
const statusOf = (value: number, operator: string, thresholds: object) =>
  judge(feelingsOf(operator, thresholds), value).status;

describe('the status of a value', () => {
  it.each([
    [24, 4],
    [25, 4],
    [25.001, 3],
    [50, 3],
    [51, 0],
  ])('D11 gives %d under the documented feelings the status %d', (value, status) => {
    expect(statusOf(value, '<=', { 3: 50, 4: 25 })).toBe(status);
  });

  it.each([
    [90, '>=', 4],
    [80, '>=', 4],
    [80, '>', 3],
    [20, '>=', 2],
    [20, '>', 0],
  ])('D12 where more is better, %d with %s gives %d', (value, operator, status) => {
    expect(statusOf(value, operator, { 4: 80, 3: 50, 2: 20 })).toBe(status);
  });

  it('D23 takes a threshold of 0, and of equal thresholds the better status', () => {
    expect(statusOf(0, '<=', { 4: 0, 3: 10 })).toBe(4);
    expect(statusOf(25, '<=', { 4: 25, 3: 25, 2: 50 })).toBe(4);
    expect(statusOf(30, '<=', { 4: 25, 3: 25, 2: 50 })).toBe(2);
  });

  it('with eq is that of the equal threshold, in whatever order thresholds stand', () => {
    expect(statusOf(7, 'eq', { 4: 1, 3: 7, 2: 5 })).toBe(3);
    expect(statusOf(6, 'eq', { 4: 1, 3: 7, 2: 5 })).toBe(0);
  });

  it('is Bad without feelings', () => {
    expect(judge(feelingsOf('<', {}), 1)).toEqual({ status: 0 });
  });
});

describe('the reason of a status', () => {
  const documented = feelingsOf('<=', { 3: 50, 4: 25 });
  it.each([
    [20, { status: 4, operator: '<=', threshold: 25 }],
    [30, { status: 3, operator: '>', threshold: 25 }],
    [61, { status: 0, operator: '>', threshold: 50 }],
  ])('of %d is the threshold of the next better status, or of the best', (value, judgement) => {
    expect(judge(documented, value)).toEqual(judgement);
  });

  it('of an unmet eq is an inequality', () => {
    expect(judge(feelingsOf('==', { 4: 1 }), 2)).toEqual({ status: 0, operator: '!=', threshold: 1 });
  });
});

describe('settings', () => {
  it.each([
    ['<', 'lt', '__lt__'],
    ['<=', 'le', '__le__'],
    ['>', 'gt', '__gt__'],
    ['>=', 'ge', '__ge__'],
    ['==', 'eq', '__eq__'],
    ['==', '='],
  ])('take %s in each of its spellings', (sign, ...spellings) => {
    for (const spelling of [sign, ...spellings]) expect(feelingsOf(spelling, { 4: 1 }).operator).toBe(sign);
  });

  it.each(['=<', 'ne', 'LE', '', 'toString', undefined, null, 4])('refuse the operator %j', (operator) => {
    const refusal = { code: 'ecology.operator', path: `${PATH}.feeling_comparison_operator` };
    expect(() => feelingsOf(operator, { 4: 1 })).toThrow(expect.objectContaining(refusal));
  });

  it.each(['25', null, true, Number.NaN, Number.POSITIVE_INFINITY])('refuse the threshold %j', (threshold) => {
    const refusal = { code: 'ecology.threshold', path: `${PATH}.feelings.4` };
    expect(() => feelingsOf('<=', { 4: threshold })).toThrow(expect.objectContaining(refusal));
  });

  it.each([undefined, null, [25, 50], 'high'])('refuse the feelings %j', (thresholds) => {
    expect(() => feelingsOf('<=', thresholds)).toThrow(expect.objectContaining({ path: `${PATH}.feelings` }));
  });

  it('refuse a status above High', () => {
    expect(() => feelingsOf('<=', { 5: 1 })).toThrow(expect.objectContaining({ code: 'ecology.status' }));
  });

  it.each([
    ['<=', { 4: 50, 3: 25 }, '4'],
    ['lt', { 4: 10, 2: 60, 0: 50 }, '2'],
    ['>=', { 4: 25, 3: 50 }, '4'],
    ['gt', { 4: 80, 3: 50, 1: 60 }, '3'],
  ])('D45 refuse thresholds in the wrong order (%s %j) before any value is seen', (operator, thresholds, status) => {
    const refusal = { code: 'ecology.order', path: `${PATH}.feelings.${status}` };
    expect(() => feelingsOf(operator, thresholds)).toThrow(expect.objectContaining(refusal));
  });
});
