import { describe, expect, it } from 'vitest';
import { MemoryMetricsSource } from '../../../src/adapters/memory/memory-metrics-source.js';
import type { MetricsSource } from '../../../src/application/ports/metrics-source.js';
import { metricDetails, metricQuery } from '../../../src/domain/ecology/metric-query.js';
import { epochSeconds } from '../../../src/domain/time.js';
import {
  metricsSourceContract,
  metricsSourcePromises,
  type OpenMetricsSource,
} from '../../contracts/metrics-source.contract.js';

const queryOf = (name: string) =>
  metricQuery(metricDetails({ MetricName: name, Namespace: 'N' }, 'details'), epochSeconds(1_700_000_000));

async function open(): Promise<OpenMetricsSource & { source: MemoryMetricsSource }> {
  const source = new MemoryMetricsSource();
  source.fail('broken', 'told to fail');
  return {
    source,
    answering: (value) => {
      source.set(`is ${value}`, value);
      return queryOf(`is ${value}`);
    },
    empty: () => queryOf('unknown'),
    failing: () => queryOf('broken'),
    dispose: async () => {},
  };
}

metricsSourceContract('memory', open);

it('gives the datapoints that were set last, and the reason it was told to fail with', async () => {
  const { source } = await open();
  source.set('CPU', 1, 2, 3);
  expect(await source.values([queryOf('CPU')])).toEqual([{ kind: 'datapoints', datapoints: [1, 2, 3] }]);
  source.fail('CPU', 'throttled');
  expect(await source.values([queryOf('CPU')])).toEqual([{ kind: 'failed', reason: 'throttled' }]);
  source.set('CPU');
  expect(await source.values([queryOf('CPU')])).toEqual([{ kind: 'datapoints', datapoints: [] }]);
});

describe('the contract catches a source that', () => {
  type Wrong = (source: MetricsSource) => MetricsSource['values'];
  it.each<[string, Wrong]>([
    [
      'leaves out what failed',
      (source) => async (all) => (await source.values(all)).filter(({ kind }) => kind !== 'failed'),
    ],
    ['answers in the order in which answers come', (source) => async (all) => (await source.values(all)).toReversed()],
    ['answers equal queries once', (source) => (all) => source.values([...new Set(all)])],
    ['answers only what it sends at once', (source) => (all) => source.values(all.slice(0, 20))],
    [
      'fails as a whole',
      (source) => async (all) => {
        const values = await source.values(all);
        if (values.some(({ kind }) => kind === 'failed')) throw new Error('one of them failed');
        return values;
      },
    ],
    [
      'takes a lack of data for a failure',
      (source) => async (all) =>
        (await source.values(all)).map((values) =>
          values.kind === 'datapoints' && values.datapoints.length === 0
            ? { kind: 'failed', reason: 'no data' }
            : values,
        ),
    ],
  ])('%s', async (_, wrong) => {
    const opened = await open();
    const source: MetricsSource = { values: wrong(opened.source) };
    const kept = await Promise.allSettled(metricsSourcePromises.map((promise) => promise.holdsFor(source, opened)));
    expect(kept.map(({ status }) => status)).toContain('rejected');
  });
});
