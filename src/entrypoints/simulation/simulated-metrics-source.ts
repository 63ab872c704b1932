/** The metrics of a simulated world, as the EcologyManager asks for them. */

import type { MetricsSource } from '../../application/ports/metrics-source.js';
import type { MetricValues } from '../../domain/ecology/datapoints.js';
import type { Feelings } from '../../domain/ecology/feelings.js';
import type { MetricQuery } from '../../domain/ecology/metric-query.js';
import type { Labourer } from '../../domain/labourer.js';
import type { SimulatedMetric } from './simulated-metric.js';

/** A source that CloudWatch's history does not stand behind knows the present only. */
const WITH_HISTORY = 'cloudwatch';

/** Metrics that the scenario does not name meet their best threshold. */
export class SimulatedMetricsSource implements MetricsSource {
  readonly #values = new Map<string, SimulatedMetric | number>();

  /** `metrics` are by their names in the configuration. */
  constructor(labourers: readonly Labourer[], metrics: ReadonlyMap<string, SimulatedMetric>) {
    for (const { name, details, feelings } of labourers.flatMap(({ healthMetrics }) => healthMetrics)) {
      const metric = metrics.get(name);
      if (metric !== undefined) this.#values.set(details.key, metric);
      else if (!this.#values.has(details.key)) this.#values.set(details.key, bestValue(feelings));
    }
  }

  async values(queries: readonly MetricQuery[]): Promise<readonly MetricValues[]> {
    return queries.map((query) => ({ kind: 'datapoints', datapoints: this.#datapoints(query) }));
  }

  #datapoints({ key, source, statistic, period, slice }: MetricQuery): readonly number[] {
    const known = this.#values.get(key);
    if (typeof known === 'number') return [known];
    const window = source === WITH_HISTORY ? { period, slice } : { period: 60, slice: 60 };
    return known?.datapoints(statistic, window) ?? [];
  }
}

/** A value about which nobody could feel better. */
export function bestValue({ operator, thresholds: [best] }: Feelings): number {
  if (best === undefined) return 0;
  if (operator === '<') return best.value - 1;
  if (operator === '>') return best.value + 1;
  return best.value;
}
