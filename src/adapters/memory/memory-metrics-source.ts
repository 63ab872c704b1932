/** Metrics whose values a test or a simulation sets. */

import type { MetricsSource } from '../../application/ports/metrics-source.js';
import type { MetricValues } from '../../domain/ecology/datapoints.js';
import type { MetricQuery } from '../../domain/ecology/metric-query.js';

/** Knows metrics by their `MetricName`. A metric that was never set has no data. */
export class MemoryMetricsSource implements MetricsSource {
  readonly #metrics = new Map<unknown, MetricValues>();
  /** Calls of `values` so far. */
  calls = 0;
  /** The queries of the newest call. */
  lastQueries: readonly MetricQuery[] = [];

  /** Gives the metric these datapoints whatever the window; none means that it has no data. */
  set(name: string, ...datapoints: readonly number[]): void {
    this.#metrics.set(name, { kind: 'datapoints', datapoints });
  }

  /** Makes the metric fail until it is set again. */
  fail(name: string, reason: string): void {
    this.#metrics.set(name, { kind: 'failed', reason });
  }

  async values(queries: readonly MetricQuery[]): Promise<readonly MetricValues[]> {
    this.calls += 1;
    this.lastQueries = queries;
    return queries.map(({ fields }) => this.#metrics.get(fields.MetricName) ?? { kind: 'datapoints', datapoints: [] });
  }
}
