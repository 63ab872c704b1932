import { describe, expect, it } from 'vitest';
import { onlyStatistic, valueOver } from '../../../src/domain/ecology/datapoints.js';

describe('the value over the datapoints', () => {
  it.each([
    ['Average', 4],
    ['Maximum', 9],
    ['Minimum', 1],
    ['Sum', 12],
    ['SampleCount', 12],
    ['p50', 9],
    ['p99.9', 9],
  ] as const)('of %s is %d', (statistic, value) => {
    expect(valueOver(statistic, [2, 9, 1])).toBe(value);
  });

  it.each(['Average', 'Sum', 'Maximum', 'Minimum', 'p99'] as const)('of %s without datapoints is none', (statistic) => {
    expect(valueOver(statistic, [])).toBeUndefined();
    expect(valueOver(statistic, [Number.NaN, Number.POSITIVE_INFINITY])).toBeUndefined();
  });

  it('takes no notice of datapoints that are no finite number', () => {
    expect(valueOver('Average', [1, Number.NaN, Number.NEGATIVE_INFINITY, 3])).toBe(2);
  });

  it('of 0 is 0, which is a value', () => {
    expect(valueOver('Average', [0])).toBe(0);
  });

  it('meets a threshold that each datapoint meets: three times 0.1 is 0.1 in the mean', () => {
    expect(valueOver('Average', [0.1, 0.1, 0.1])).toBe(0.1);
  });
});

describe('Statistics', () => {
  it.each(['Average', 'SampleCount', 'p0', 'p5', 'p99', 'p99.9', 'p99.99', 'p100', 'p100.0'])('may be %s', (name) => {
    expect(onlyStatistic([name], 'details.Statistics')).toBe(name);
  });

  it.each([
    [['average']],
    [['p101']],
    [['p100.1']],
    [['p']],
    [['p9.']],
    [['p-1']],
    [[['p99']]],
    [['xp99']],
    [['p99x']],
    [['p100x']],
    [['p999']],
    [['Average', 'Maximum']],
    [[]],
    ['Average'],
    [null],
  ])('are refused as %j', (statistics) => {
    const refusal = { code: 'ecology.details', path: 'details.Statistics' };
    expect(() => onlyStatistic(statistics, 'details.Statistics')).toThrow(expect.objectContaining(refusal));
  });
});
