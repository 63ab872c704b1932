/** The metrics of a simulated world, as the EcologyManager asks for them. */

import type { MetricsSource } from '../../application/ports/metrics-source.js';
import type { MetricValues } from '../../domain/ecology/datapoints.js';
import { holds } from '../../domain/ecology/comparison.js';
import type { Feelings } from '../../domain/ecology/feelings.js';
import type { MetricQuery } from '../../domain/ecology/metric-query.js';
import type { Labourer } from '../../domain/labourer.js';
import type { SimulatedMetric } from './simulated-metric.js';

/** A source that CloudWatch's history does not stand behind knows the present only. */
const WITH_HISTORY = 'cloudwatch';

/** Metrics that the scenario does not name meet the best thresholds of all labourers that look at them. */
export class SimulatedMetricsSource implements MetricsSource {
  readonly #values = new Map<string, SimulatedMetric | number>();

  /** `metrics` are by their names in the configuration. */
  constructor(labourers: readonly Labourer[], metrics: ReadonlyMap<string, SimulatedMetric>) {
    const all = labourers.flatMap(({ healthMetrics }) => healthMetrics);
    for (const { name, details } of all) {
      const metric = metrics.get(name);
      if (metric !== undefined) this.#values.set(details.key, metric);
    }
    for (const { details } of all) {
      if (this.#values.has(details.key)) continue;
      const own = all.filter((metric) => metric.details.key === details.key);
      this.#values.set(details.key, bestValueOf(own.map(({ feelings }) => feelings)));
    }
  }

  /** What stands behind the metric of this key: a simulated one, or the value that it always has. */
  of(key: string): SimulatedMetric | number | undefined {
    return this.#values.get(key);
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

/** A value about which none of them could feel better, where there is one; else one that suits the first. */
function bestValueOf(all: readonly Feelings[]): number {
  const values = all.map(bestValue);
  return values.find((value) => all.every((feelings) => meetsBest(value, feelings))) ?? values[0] ?? 0;
}

const meetsBest = (value: number, { operator, thresholds: [best] }: Feelings): boolean =>
  best === undefined || holds(value, operator, best.value);

/** A value about which nobody could feel better. */
function bestValue({ operator, thresholds: [best] }: Feelings): number {
  if (best === undefined) return 0;
  if (operator === '<') return best.value - 1;
  if (operator === '>') return best.value + 1;
  return best.value;
}
