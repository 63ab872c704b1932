import { describe, expect, it } from 'vitest';
import { DEFAULT_COEFFICIENTS } from '../../../src/domain/ecology/allowance.js';
import type { MetricValues } from '../../../src/domain/ecology/datapoints.js';
import { decisionInWords, healthDecision, underOperatorCap } from '../../../src/domain/ecology/health-decision.js';
import { healthMetrics } from '../../../src/domain/ecology/health-metric.js';
import { labourerId } from '../../../src/domain/ids.js';

const metricOf = (name: string, feelings: object, more: object = {}) => ({
  details: { MetricName: name, Namespace: 'N' },
  feelings,
  feeling_comparison_operator: '<=',
  ...more,
});
const CPU = metricOf('CPU', { 4: 50, 3: 75 });
const DEPTH = metricOf('Depth', { 4: 100, 2: 1000 });

/** The decision for a labourer with these metrics; a metric that is not in `values` has no datapoints. */
function decide(cap: number, metrics: Record<string, object>, values: Record<string, number | MetricValues>) {
  const labourer = { id: labourerId('worker'), cap, healthMetrics: healthMetrics(metrics, 'health_metrics') };
  const fetched = new Map(
    labourer.healthMetrics.flatMap(({ name, details }): [string, MetricValues][] => {
      const value = values[name];
      if (value === undefined) return [];
      return [[details.key, typeof value === 'number' ? { kind: 'datapoints', datapoints: [value] } : value]];
    }),
  );
  return healthDecision(labourer, fetched, DEFAULT_COEFFICIENTS);
}

describe('a decision', () => {
  it('holds what each metric said and what follows', () => {
    expect(decide(10, { CPU, DEPTH }, { CPU: 61, DEPTH: 20 })).toEqual({
      labourerId: 'worker',
      status: 3,
      allowance: 7,
      coefficient: 0.75,
      cap: 10,
      metrics: [
        { name: 'CPU', noData: false, value: 61, status: 3, operator: '>', threshold: 50 },
        { name: 'DEPTH', noData: false, value: 20, status: 4, operator: '<=', threshold: 100 },
      ],
      warnings: [],
    });
  });

  it('allows the whole cap without metrics', () => {
    expect(decide(10, {}, {})).toMatchObject({ status: 4, allowance: 10, metrics: [], warnings: [] });
  });

  it('D13 counts a metric without datapoints as its no_data_status, with a warning, and lets the others decide too', () => {
    const reason = 'no datapoints';
    expect(decide(10, { CPU }, {})).toEqual({
      labourerId: 'worker',
      status: 2,
      allowance: 5,
      coefficient: 0.5,
      cap: 10,
      metrics: [{ name: 'CPU', status: 2, noData: true, reason }],
      warnings: [{ kind: 'no-data', metric: 'CPU', status: 2, reason }],
    });
    expect(decide(10, { CPU, DEPTH }, { DEPTH: 5000 }).status).toBe(0);
    expect(decide(10, { CPU: { ...CPU, no_data_status: 4 }, DEPTH }, { DEPTH: 500 }).status).toBe(2);
  });

  it('counts a metric that failed as one without data, and keeps the reason', () => {
    const { status, warnings } = decide(10, { CPU }, { CPU: { kind: 'failed', reason: 'access denied' } });
    expect(status).toBe(2);
    expect(warnings).toEqual([{ kind: 'no-data', metric: 'CPU', status: 2, reason: 'access denied' }]);
  });

  it('warns of a cap so small that the status floors it to 0', () => {
    const { allowance, warnings } = decide(1, { CPU }, { CPU: 61 });
    expect(allowance).toBe(0);
    expect(warnings).toEqual([{ kind: 'floored-cap', status: 3, coefficient: 0.75, cap: 1 }]);
  });
});

describe("a decision under an operator's cap", () => {
  it('allows the share of it that the health does, whatever the configured one is', () => {
    for (const configured of [0, 10]) {
      const decision = decide(configured, { CPU }, { CPU: 61 });
      expect(underOperatorCap(decision, 5)).toEqual({ ...decision, allowance: 3, cap: 5, configuredCap: configured });
    }
  });

  it('warns anew of a cap that is too small, and keeps what it said of the metrics', () => {
    const { warnings } = underOperatorCap(decide(10, { CPU, DEPTH }, { CPU: 61 }), 1);
    expect(warnings.map(({ kind }) => kind)).toEqual(['no-data', 'floored-cap']);
  });

  it('is the same without one', () => {
    const decision = decide(10, { CPU }, { CPU: 61 });
    expect(underOperatorCap(decision, undefined)).toBe(decision);
  });

  it('says in words whose the cap is', () => {
    expect(decisionInWords(underOperatorCap(decide(10, { CPU }, { CPU: 61 }), 5))).toBe(
      'allowed 3 of 5 (set by an operator; configured 10): CPU 61 > 50 → Good',
    );
  });
});

describe('a decision in words', () => {
  const words = (...parameters: Parameters<typeof decide>) => decisionInWords(decide(...parameters));

  it('says which threshold kept the labourer from a better status', () => {
    expect(words(10, { CPU }, { CPU: 61 })).toBe('allowed 7 of 10: CPU 61 > 50 → Good');
    expect(words(10, { CPU }, { CPU: 99 })).toBe('allowed 0 of 10: CPU 99 > 75 → Bad');
    expect(words(10, { CPU }, { CPU: 8 })).toBe('allowed 10 of 10: CPU 8 <= 50 → High');
  });

  it('names the metrics that set the status, and only those', () => {
    const values = { CPU: 20, DEPTH: 500, MORE: 101 };
    expect(words(10, { CPU, DEPTH, MORE: metricOf('More', { 4: 100, 2: 200 }) }, values)).toBe(
      'allowed 5 of 10: DEPTH 500 > 100, MORE 101 > 100 → Moderate',
    );
  });

  it('says that there is no data, and that there is no metric', () => {
    expect(words(10, { CPU }, {})).toBe('allowed 5 of 10: CPU without data (no datapoints) → Moderate');
    expect(words(3, {}, {})).toBe('allowed 3 of 3: no health metrics → High');
    expect(words(3, { CPU: metricOf('CPU', {}) }, { CPU: 5 })).toBe('allowed 0 of 3: CPU 5 → Bad');
  });

  it('shortens fractions, but never over the threshold', () => {
    expect(words(10, { CPU }, { CPU: 61.333333333333336 })).toContain('CPU 61.3333 > 50');
    expect(words(10, { CPU }, { CPU: 50.00000001 })).toContain('CPU 50.00000001 > 50');
    expect(words(10, { DEPTH }, { DEPTH: 123_456_789 })).toContain('DEPTH 123456789 > 1000');
  });
});
