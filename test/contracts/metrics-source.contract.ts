/** What every MetricsSource promises. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricsSource } from '../../src/application/ports/metrics-source.js';
import type { MetricQuery } from '../../src/domain/ecology/metric-query.js';

export interface OpenMetricsSource {
  readonly source: MetricsSource;
  /** A query that is answered with this number as its only datapoint. */
  answering(value: number): MetricQuery;
  /** A query that the source knows and has no value for. */
  empty(): MetricQuery;
  /** A query that fails in the source's own way: refused, unreachable, not understood. */
  failing(): MetricQuery;
  dispose(): Promise<void>;
}

export function metricsSourceContract(name: string, open: () => Promise<OpenMetricsSource>): void {
  describe(`MetricsSource: ${name}`, () => {
    let opened: OpenMetricsSource;
    let source: MetricsSource;
    beforeEach(async () => {
      opened = await open();
      source = opened.source;
    });
    afterEach(() => opened.dispose());

    for (const promise of metricsSourcePromises) it(promise.says, () => promise.holdsFor(source, opened));
  });
}

interface MetricsSourcePromise {
  readonly says: string;
  holdsFor(source: MetricsSource, queries: OpenMetricsSource): Promise<void>;
}

/** Each promise alone, so that a test of this suite can show that it catches a source which breaks it. */
export const metricsSourcePromises: readonly MetricsSourcePromise[] = [
  {
    says: 'answers no query with nothing',
    holdsFor: async (source) => expect(await source.values([])).toEqual([]),
  },
  {
    says: 'answers each query at its place',
    holdsFor: async (source, { answering }) => {
      const numbers = [30, 0, -1.5, 20, 10];
      expect(await source.values(numbers.map(answering))).toEqual(numbers.map(oneDatapoint));
    },
  },
  {
    says: 'answers equal queries each time',
    holdsFor: async (source, { answering }) => {
      const query = answering(7);
      expect(await source.values([query, query])).toEqual([oneDatapoint(7), oneDatapoint(7)]);
    },
  },
  {
    says: 'has no datapoint where the metric has no value, which is no failure',
    holdsFor: async (source, { answering, empty }) => {
      expect(await source.values([empty(), answering(1)])).toEqual([
        { kind: 'datapoints', datapoints: [] },
        oneDatapoint(1),
      ]);
    },
  },
  {
    says: 'lets a metric that fails disturb no other, and says why it failed',
    holdsFor: async (source, { answering, failing }) => {
      expect(await source.values([answering(1), failing(), answering(2), failing()])).toEqual([
        oneDatapoint(1),
        { kind: 'failed', reason: expect.stringMatching(/./) },
        oneDatapoint(2),
        { kind: 'failed', reason: expect.stringMatching(/./) },
      ]);
    },
  },
  {
    says: 'answers more queries than it sends at once, in their order',
    holdsFor: async (source, { answering }) => {
      const numbers = Array.from({ length: 30 }, (_, index) => 1000 - index);
      expect(await source.values(numbers.map(answering))).toEqual(numbers.map(oneDatapoint));
    },
  },
];

const oneDatapoint = (value: number) => ({ kind: 'datapoints', datapoints: [value] });
