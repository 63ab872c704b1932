/** A metric that a labourer watches: where its value comes from, and what the labourer feels about it. */

import { type EcoStatus, ecoStatus, MODERATE } from './eco-status.js';
import { type Feelings, feelings } from './feelings.js';
import { type MetricDetails, metricDetails } from './metric-query.js';
import { asMap, type SettingsMap } from './settings-map.js';

/** One entry of `health_metrics`, checked. */
export interface HealthMetric {
  /** The key under `health_metrics`. */
  readonly name: string;
  readonly details: MetricDetails;
  readonly feelings: Feelings;
  /** What the metric counts as while it has no value: `no_data_status`. */
  readonly noDataStatus: EcoStatus;
}

/** Without data neither full speed nor a standstill is right (D13). */
const DEFAULT_NO_DATA_STATUS = MODERATE;

/**
 * Reads a labourer's `health_metrics`, in their order; `path` is theirs. An absent map is none, and so is an entry of null,
 * by which a stronger layer of the configuration takes a metric away. Throws RefusedError for the first wrong value.
 */
export function healthMetrics(settings: unknown, path: string, defaults: SettingsMap = {}): readonly HealthMetric[] {
  if (settings === undefined || settings === null) return [];
  return Object.entries(asMap(settings, path))
    .filter(([, metric]) => metric !== null)
    .map(([name, metric]) => healthMetric(name, metric, `${path}.${name}`, defaults));
}

function healthMetric(name: string, settings: unknown, path: string, defaults: SettingsMap): HealthMetric {
  const { details, no_data_status: noData } = asMap(settings, path);
  return {
    name,
    details: metricDetails(details, `${path}.details`, defaults),
    feelings: feelings(settings, path),
    noDataStatus: noData === undefined ? DEFAULT_NO_DATA_STATUS : ecoStatus(noData, `${path}.no_data_status`),
  };
}
