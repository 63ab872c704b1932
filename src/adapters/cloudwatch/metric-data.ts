/** GetMetricData, all pages of it. */

import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MetricWindow } from './metric-window.js';

/** A page holds 100 800 datapoints; a window that needs more pages is a mistake. */
const PAGES_MAX = 50;

export interface MetricAnswer {
  /** What the last page says of the metric: `Complete`, `PartialData`, `InternalError`, `Forbidden`. */
  status: string;
  /** Latest first. `timestamp` is where the period begins, in epoch seconds. */
  readonly datapoints: { readonly timestamp: number; readonly value: number }[];
}

/** Answers by the queries' ids. Rejects with the SDK's error. */
export async function metricData(
  client: CloudWatchClient,
  { start, end }: MetricWindow,
  queries: readonly MetricDataQuery[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, MetricAnswer>> {
  const answers = new Map<string, MetricAnswer>();
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const command = new GetMetricDataCommand({
      MetricDataQueries: [...queries],
      StartTime: new Date(start * 1000),
      EndTime: new Date(end * 1000),
      // Should the pages end early, the datapoints that count most have come.
      ScanBy: 'TimestampDescending',
      NextToken: token,
    });
    const { MetricDataResults = [], NextToken } = await client.send(command, { abortSignal: signal });
    for (const { Id, StatusCode, Timestamps = [], Values = [] } of MetricDataResults) {
      if (Id === undefined) continue;
      const answer = answers.get(Id) ?? { status: 'Complete', datapoints: [] };
      answers.set(Id, answer);
      // A metric that failed on one page stays failed; data that was partial may be completed by the next.
      if (!isFailure(answer.status)) answer.status = StatusCode ?? 'Complete';
      for (const [index, value] of Values.entries()) {
        const timestamp = Timestamps[index];
        if (timestamp !== undefined) answer.datapoints.push({ timestamp: timestamp.getTime() / 1000, value });
      }
    }
    if (NextToken === undefined || NextToken === '') return answers;
    token = NextToken;
  }
  for (const answer of answers.values()) answer.status = `more than ${PAGES_MAX} pages`;
  return answers;
}

const isFailure = (status: string): boolean => status !== 'Complete' && status !== 'PartialData';
