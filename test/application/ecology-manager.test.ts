import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryLogger } from '../../src/adapters/memory/memory-logger.js';
import { MemoryMetricsSource } from '../../src/adapters/memory/memory-metrics-source.js';
import { EcologyManager } from '../../src/application/ecology-manager.js';
import { coefficients } from '../../src/domain/ecology/allowance.js';
import { decisionInWords, type EcologySettings } from '../../src/domain/ecology/health-decision.js';
import { healthMetrics } from '../../src/domain/ecology/health-metric.js';
import { metricDetails } from '../../src/domain/ecology/metric-query.js';
import { labourerId } from '../../src/domain/ids.js';
import { epochSeconds } from '../../src/domain/time.js';

const NOW = epochSeconds(1_700_000_000);

const watching = (name: string, details: object = {}) => ({
  details: { MetricName: name, Namespace: 'N', ...details },
  feelings: { 4: 50, 3: 75 },
  feeling_comparison_operator: '<=',
});
const labourer = (name: string, cap: number, metrics: Record<string, object>): EcologySettings => ({
  id: labourerId(name),
  cap,
  healthMetrics: healthMetrics(metrics, `labourers.${name}.health_metrics`),
});

let metrics: MemoryMetricsSource;
let logger: MemoryLogger;
let ecology: EcologyManager;
beforeEach(() => {
  metrics = new MemoryMetricsSource();
  logger = new MemoryLogger();
  ecology = new EcologyManager({ metrics, logger });
});

describe('decisions', () => {
  const importer = labourer('importer', 10, { CPU: watching('CPU'), Depth: watching('Depth') });
  const mailer = labourer('mailer', 4, { Load: watching('CPU') });
  const idler = labourer('idler', 2, {});

  it('are one a labourer, in their order, each by its own metrics', async () => {
    metrics.set('CPU', 60, 62);
    metrics.set('Depth', 80);
    const decisions = await ecology.decide([importer, mailer, idler], NOW);
    expect(decisions.map((decision) => `${decision.labourerId} ${decisionInWords(decision)}`)).toEqual([
      'importer allowed 0 of 10: Depth 80 > 75 → Bad',
      'mailer allowed 3 of 4: Load 61 > 50 → Good',
      'idler allowed 2 of 2: no health metrics → High',
    ]);
  });

  it('fetch the metrics of all labourers in one call, equal details once', async () => {
    await ecology.decide([importer, mailer, labourer('third', 1, { CPU: watching('CPU', { Period: 10 }) })], NOW);
    expect(metrics.calls).toBe(1);
    expect(metrics.lastQueries.map(({ fields, period, to }) => [fields.MetricName, period, to])).toEqual([
      ['CPU', 60, NOW],
      ['Depth', 60, NOW],
      ['CPU', 10, NOW],
    ]);
  });

  it('ask nobody when there is no metric', async () => {
    await ecology.decide([idler], NOW);
    expect(metrics.calls).toBe(0);
  });

  it('D13 go on without a metric that has no data or fails, with a warning in the log', async () => {
    metrics.set('CPU', 10);
    metrics.fail('Depth', 'access denied');
    const decisions = await ecology.decide([importer, mailer], NOW);
    expect(decisions.map(({ status, allowance }) => [status, allowance])).toEqual([
      [2, 5],
      [4, 4],
    ]);
    const context = { labourerId: 'importer', metric: 'Depth', countedAs: 2, reason: 'access denied' };
    expect(logger.entries).toEqual([{ level: 'warn', message: 'health metric without data', context }]);
  });

  it('count a metric without data when its source forgets to answer', async () => {
    const silent = new EcologyManager({ metrics: { values: async () => [] }, logger });
    expect((await silent.decide([mailer], NOW)).map(({ status }) => status)).toEqual([2]);
  });

  it('follow the configured coefficients', async () => {
    const careful = new EcologyManager({ metrics, logger, coefficients: coefficients({ '4': 0.1 }, 'coefficients') });
    expect((await careful.decide([labourer('worker', 10, {})], NOW)).map(({ allowance }) => allowance)).toEqual([1]);
  });
});

describe('the documented operations', () => {
  it('getLabourerStatus is the worst status of the metrics', async () => {
    metrics.set('CPU', 10);
    metrics.set('Depth', 60);
    const watcher = labourer('worker', 1, { CPU: watching('CPU'), Depth: watching('Depth') });
    expect(await ecology.getLabourerStatus(watcher, NOW)).toBe(3);
    expect(await ecology.getLabourerStatus(labourer('idler', 1, {}), NOW)).toBe(4);
  });

  it('getLabourerStatus warns of missing data too', async () => {
    expect(await ecology.getLabourerStatus(labourer('worker', 1, { CPU: watching('CPU') }), NOW)).toBe(2);
    expect(logger.entries).toHaveLength(1);
  });

  it('fetchMetricStats gives the datapoints of the slice that ends now', async () => {
    metrics.set('CPU', 1, 2);
    const details = metricDetails(watching('CPU', { MetricAggregationTimeSlice: 60 }).details, 'details');
    expect(await ecology.fetchMetricStats(details, NOW)).toEqual({ kind: 'datapoints', datapoints: [1, 2] });
    expect(metrics.lastQueries).toMatchObject([{ from: NOW - 60, to: NOW }]);
  });

  it('D13 fetchMetricStats of a metric without data is an empty list', async () => {
    const details = metricDetails({ MetricName: 'M', Namespace: 'N' }, 'details');
    expect(await ecology.fetchMetricStats(details, NOW)).toEqual({ kind: 'datapoints', datapoints: [] });
  });

  it('getHealth judges a value', () => {
    const [metric] = healthMetrics({ CPU: watching('CPU') }, 'health_metrics');
    expect(metric && ecology.getHealth(61, metric)).toBe(3);
  });
});
