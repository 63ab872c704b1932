/** What is asked of a source of metrics: a metric's documented `details`, with defaults filled in, over a window that ends now. */

import { RefusedError } from '../errors.js';
import { type EpochSeconds, later, type Seconds, seconds } from '../time.js';
import { onlyStatistic, type Statistic } from './datapoints.js';
import { asMap, canonicalText, type SettingsMap } from './settings-map.js';

/** A metric's `details`, checked, with every default in its place. */
export interface MetricDetails {
  /**
   * The same for equal `details`, in whatever order their keys stand: equal ones are fetched once a pass. It is made of what is
   * written, as in the old system: a metric that writes out a default is fetched beside one that leaves it away.
   */
  readonly key: string;
  /** Who knows the metric: `cloudwatch` unless `details` has a `source`. */
  readonly source: string;
  /** The rest of `details` under CloudWatch's names (`MetricName`, `Namespace`, `Dimensions`), for the source to read. */
  readonly fields: SettingsMap;
  readonly statistic: Statistic;
  /** Length of what one datapoint sums up. */
  readonly period: Seconds;
  /** Length of the window: `MetricAggregationTimeSlice`. */
  readonly slice: Seconds;
}

/** `details` at one instant: everything from `from` to `to`. A source that only knows the present samples it and ignores both. */
export interface MetricQuery extends MetricDetails {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
}

/** The source of `details` that name none, as the manual shows them. */
const CLOUDWATCH = 'cloudwatch';

const DEFAULTS: SettingsMap = { Period: 60, Statistics: ['Average'], MetricAggregationTimeSlice: 300 };

/**
 * Reads `details`; `defaults` are the configured `default_metric_values`, which stand between ours and the metric's own.
 * A metric of CloudWatch is checked whole: one bad metric makes CloudWatch reject the request of all of them.
 */
export function metricDetails(details: unknown, path: string, defaults: SettingsMap = {}): MetricDetails {
  const written = asMap(details, path);
  const { source, Period, Statistics, MetricAggregationTimeSlice, ...rest } = { ...DEFAULTS, ...defaults, ...written };
  const metric = {
    key: canonicalText(written),
    source: source === undefined ? CLOUDWATCH : text(source, `${path}.source`),
    fields: withMetricName(rest),
    statistic: onlyStatistic(Statistics, `${path}.Statistics`),
    period: duration(Period, `${path}.Period`),
    slice: duration(MetricAggregationTimeSlice, `${path}.MetricAggregationTimeSlice`),
  };
  if (metric.source === CLOUDWATCH) refuseIncomplete(metric.fields, path);
  return metric;
}

/** The manual writes `Name` where CloudWatch needs `MetricName` (D24). */
function withMetricName({ Name, ...fields }: SettingsMap): SettingsMap {
  return Name === undefined ? fields : { MetricName: Name, ...fields };
}

function refuseIncomplete({ MetricName, Namespace, Dimensions = [] }: SettingsMap, path: string): void {
  text(MetricName, `${path}.MetricName`);
  text(Namespace, `${path}.Namespace`);
  if (!Array.isArray(Dimensions)) {
    const expected = 'a list of maps of Name and Value';
    throw new RefusedError('ecology.details', { path: `${path}.Dimensions`, expected, found: Dimensions });
  }
  for (const [index, dimension] of Dimensions.entries()) {
    const { Name, Value } = asMap(dimension, `${path}.Dimensions.${index}`);
    text(Name, `${path}.Dimensions.${index}.Name`);
    text(Value, `${path}.Dimensions.${index}.Value`);
  }
}

function text(value: unknown, path: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new RefusedError('ecology.details', { path, expected: 'a text', found: value });
}

function duration(value: unknown, path: string): Seconds {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return seconds(value);
  throw new RefusedError('ecology.details', { path, expected: 'a number of seconds above 0', found: value });
}

/** The details over the window that ends at `now`. */
export const metricQuery = (details: MetricDetails, now: EpochSeconds): MetricQuery => ({
  ...details,
  from: later(now, seconds(-details.slice)),
  to: now,
});
