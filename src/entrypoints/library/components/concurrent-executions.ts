/** An estimate of how many invocations of a function run at the same time, from what CloudWatch keeps of it. */

import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchMetricsSource } from '../../../adapters/cloudwatch/cloudwatch-metrics-source.js';
import type { MetricValues } from '../../../domain/ecology/datapoints.js';
import { metricDetails, metricQuery } from '../../../domain/ecology/metric-query.js';
import { SoswError } from '../../../domain/errors.js';
import { epochSeconds } from '../../../domain/time.js';

export interface ConcurrencyQuestion {
  readonly name: string;
  /** How far back, in whole minutes. */
  readonly minutes: number;
  readonly nowMs: number;
}

/**
 * Invocations × average duration in seconds / seconds of the period, rounded up; 0 without data. The period ends with the last full
 * minute: the one that runs is counted in part only. Rejects with `sibling.metrics_unavailable` (retryable).
 */
export async function approximateConcurrency(client: CloudWatchClient, question: ConcurrencyQuestion): Promise<number> {
  const period = question.minutes * 60;
  const now = epochSeconds(Math.floor(question.nowMs / 60_000) * 60);
  const metric = (MetricName: string, statistic: string) =>
    metricQuery(
      metricDetails(
        {
          Namespace: 'AWS/Lambda',
          MetricName,
          Dimensions: [{ Name: 'FunctionName', Value: question.name }],
          Statistics: [statistic],
          MetricAggregationTimeSlice: period,
        },
        MetricName,
      ),
      now,
    );
  const asked = [metric('Invocations', 'Sum'), metric('Duration', 'Sum'), metric('Duration', 'SampleCount')];
  // Equal windows: all of them go in one request.
  const [invocations = 0, milliseconds = 0, samples = 0] = (
    await new CloudWatchMetricsSource({ client }).values(asked)
  ).map(sumOf);
  return samples === 0 ? 0 : Math.ceil((invocations * (milliseconds / samples / 1000)) / period);
}

function sumOf(values: MetricValues): number {
  if (values.kind === 'datapoints') return values.datapoints.reduce((sum, value) => sum + value, 0);
  throw new SoswError('sibling.metrics_unavailable', `the concurrency can't be estimated: ${values.reason}`, {
    retryable: true,
  });
}
