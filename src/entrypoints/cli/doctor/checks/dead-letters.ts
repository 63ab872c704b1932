/** The queue of events on which an essential failed for good: empty. */

import { GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Deployment } from '../deployment.js';
import { type Check, examined, type Finding, ok, problem } from '../finding.js';

/** SQS keeps a message for 14 days at the longest, and stops counting for a queue that nobody asked for six hours. */
const LOOK_BACK_MS = 14 * 86_400_000;

export const deadLetters: Check = {
  area: 'dead letters',
  examine: (deployment) => {
    const queue = `${deployment.prefix}_dead_letters`;
    return examined(queue, () => examineQueue(deployment, queue));
  },
};

async function examineQueue({ account }: Deployment, queue: string): Promise<readonly Finding[]> {
  const { ask, cloudwatch } = account;
  const now = Date.now();
  const { MetricDataResults: [figures] = [] } = await ask('cloudwatch:GetMetricData', () =>
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - LOOK_BACK_MS),
        EndTime: new Date(now),
        ScanBy: 'TimestampDescending',
        MaxDatapoints: 1,
        MetricDataQueries: [
          {
            Id: 'waiting',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/SQS',
                MetricName: 'ApproximateNumberOfMessagesVisible',
                Dimensions: [{ Name: 'QueueName', Value: queue }],
              },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      }),
    ),
  );
  const count = newest(figures);
  if (count === 0) return [ok(queue, 'no event waits in it')];
  return [
    problem(
      queue,
      `${count} events wait on which an essential failed for good: jobs that were not scheduled, or results that were not heard`,
      'read them, mend their cause, send them again to the function that they name, then delete them',
    ),
  ];
}

/** By its instant: not every implementation of the service sorts as it is asked to. */
function newest({ Timestamps: instants = [], Values: values = [] }: MetricDataResult = {}): number {
  const last = Math.max(...instants.map(Number));
  return values[instants.findIndex((instant) => Number(instant) === last)] ?? 0;
}
