/** Metrics without a cloud: the machine's own, what a command prints, what an endpoint answers. `details.source` says which. */

import { mapBounded } from '../../application/bounded.js';
import type { MetricsSource } from '../../application/ports/metrics-source.js';
import type { MetricValues } from '../../domain/ecology/datapoints.js';
import type { MetricQuery } from '../../domain/ecology/metric-query.js';
import type { SettingsMap } from '../../domain/ecology/settings-map.js';
import { sampleCommand } from './command-metric.js';
import { sampleEndpoint } from './http-metric.js';
import { sampleMachine } from './machine-metric.js';

/**
 * Reads a metric's present value; undefined where the source has nothing to say. Rejects with an Error whose message may be logged.
 * `fields` are the metric's `details` without what all metrics have in common.
 */
type Sampler = (fields: SettingsMap) => Promise<number | undefined>;

const SAMPLERS: ReadonlyMap<string, Sampler> = new Map([
  ['machine', sampleMachine],
  ['command', sampleCommand],
  ['http', sampleEndpoint],
]);

/** Enough that a few slow endpoints do not hold up the pass, few enough that commands do not become the machine's load. */
const SAMPLED_AT_ONCE = 8;

/** Samples each metric when it is asked: one datapoint, now. */
export class LocalMetricsSource implements MetricsSource {
  async values(queries: readonly MetricQuery[]): Promise<readonly MetricValues[]> {
    return mapBounded(queries, SAMPLED_AT_ONCE, valuesOf);
  }
}

async function valuesOf({ source, fields }: MetricQuery): Promise<MetricValues> {
  const sample = SAMPLERS.get(source);
  if (sample === undefined) {
    return { kind: 'failed', reason: `no source ${source} here, only ${[...SAMPLERS.keys()].join(', ')}` };
  }
  try {
    const value = await sample(fields);
    return { kind: 'datapoints', datapoints: value === undefined ? [] : [value] };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
