/** One metric as CloudWatch is asked for it, checked: a single bad one makes it reject the request of all. */

import type { Dimension, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { MetricQuery } from '../../domain/ecology/metric-query.js';

const FIELDS: readonly string[] = ['MetricName', 'Namespace', 'Dimensions', 'Unit'];
const DIMENSIONS_MAX = 30;
const NAME_MAX = 255;
const VALUE_MAX = 1024;
/** What GetMetricData takes besides multiples of 60, in seconds. */
const SHORT_PERIODS: readonly number[] = [1, 5, 10, 20, 30];

/** The metric, or why CloudWatch would not take it. */
export function metricStatOf({ fields, statistic, period }: MetricQuery): MetricStat | string {
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return `CloudWatch knows no ${unknown}, only ${FIELDS.join(', ')}`;
  const { MetricName, Namespace, Dimensions = [], Unit } = fields;
  if (!isText(MetricName, NAME_MAX)) return `MetricName is no text of 1 to ${NAME_MAX} characters`;
  if (!isText(Namespace, NAME_MAX)) return `Namespace is no text of 1 to ${NAME_MAX} characters`;
  if (!Array.isArray(Dimensions) || Dimensions.length > DIMENSIONS_MAX || !Dimensions.every(isDimension)) {
    return `Dimensions is no list of at most ${DIMENSIONS_MAX} maps of Name and Value`;
  }
  if (Unit !== undefined && !isText(Unit, NAME_MAX)) return 'Unit is no text';
  if (!SHORT_PERIODS.includes(period) && period % 60 !== 0) {
    return `Period is ${period}, neither ${SHORT_PERIODS.join(', ')} nor a multiple of 60`;
  }
  const metric = { MetricName, Namespace, Dimensions: Dimensions.map(({ Name, Value }) => ({ Name, Value })) };
  // A unit that nobody knows is the service's to refuse: its list grows.
  return { Metric: metric, Period: period, Stat: statistic, ...(Unit !== undefined && { Unit: Unit as 'None' }) };
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max;

const isDimension = (value: unknown): value is Dimension => {
  if (typeof value !== 'object' || value === null) return false;
  const { Name, Value } = value as Record<string, unknown>;
  return isText(Name, NAME_MAX) && isText(Value, VALUE_MAX);
};
