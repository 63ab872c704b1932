/** What is asked of CloudWatch for the past of a labourer: what the essentials publish of it, and the metrics that its health goes by. */

import type { MetricStat } from '@aws-sdk/client-cloudwatch';
import type { HealthMetric } from '../../domain/ecology/health-metric.js';
import type { LabourerId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import { epochSeconds, seconds } from '../../domain/time.js';
import { metricStatOf } from './metric-stat.js';

/** Values that stand at an instant, and numbers of what has happened. */
export type Gauge = 'queued' | 'oldestWait' | 'running' | 'allowance';
export type Sum = 'created' | 'done' | 'dead' | 'retried';

export type SeriesField =
  | { readonly gauge: Gauge }
  | { readonly sum: Sum }
  /** A health metric by its name. */
  | { readonly metric: string };

export interface Series {
  readonly field: SeriesField;
  readonly stat: MetricStat;
}

/** As functions' names end: each publishes under its own name. */
const SERVICES = {
  scheduler: 'scheduler',
  orchestrator: 'orchestrator',
  scavenger: 'scavenger',
  assistant: 'worker_assistant',
} as const;
type Service = keyof typeof SERVICES;

const GAUGES = [
  ['queued', 'QueueLength'],
  ['oldestWait', 'OldestTaskAge'],
  ['running', 'SlotsInUse'],
  ['allowance', 'SlotsAllowed'],
] as const satisfies readonly (readonly [Gauge, string])[];

/** Each with those who count it. */
const SUMS = [
  ['created', 'TasksCreated', ['scheduler']],
  ['done', 'TasksCompleted', ['assistant']],
  ['retried', 'TasksRetried', ['scavenger', 'assistant']],
  ['dead', 'TasksDead', ['orchestrator', 'scavenger', 'assistant']],
] as const satisfies readonly (readonly [Sum, string, readonly Service[]])[];

/** `prefix` is the deployment's: the namespace of its metrics, and the beginning of its functions' names. */
export function seriesOf(labourer: Labourer, prefix: string, period: number): Series[] {
  const own = (metric: string, service: Service, statistic: 'Maximum' | 'Sum'): MetricStat => ({
    Metric: { Namespace: prefix, MetricName: metric, Dimensions: dimensionsOf(labourer.id, prefix, service) },
    Period: period,
    Stat: statistic,
  });
  return [
    ...GAUGES.map(([gauge, name]) => ({ field: { gauge }, stat: own(name, 'orchestrator', 'Maximum') })),
    ...SUMS.flatMap(([sum, name, services]) =>
      services.map((service) => ({ field: { sum }, stat: own(name, service, 'Sum') })),
    ),
    ...labourer.healthMetrics.flatMap((metric) => healthSeries(metric, period)),
  ];
}

const dimensionsOf = (labourerId: LabourerId, prefix: string, service: Service) => [
  { Name: 'service', Value: `${prefix}_${SERVICES[service]}` },
  { Name: 'labourer', Value: labourerId },
];

/** None for a metric of another source, or one that CloudWatch would not take. A metric that is measured rarely keeps its own period. */
function healthSeries({ name, details }: HealthMetric, period: number): Series[] {
  if (details.source !== 'cloudwatch') return [];
  const [now, whole] = [epochSeconds(0), seconds(Math.ceil(details.period / period) * period)];
  const stat = metricStatOf({ ...details, period: whole, from: now, to: now });
  return typeof stat === 'string' ? [] : [{ field: { metric: name }, stat }];
}
