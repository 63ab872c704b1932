/** The metrics that the essentials publish, as dashboards and alarms ask for them. */

import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** Dimensions of every metric: the function that published it, and the labourer. */
const DIMENSIONS = ['service', 'labourer'] as const;

export type Counted =
  | 'TasksCreated'
  | 'TasksInvoked'
  | 'TasksCompleted'
  | 'TasksRetried'
  | 'TasksDead'
  | 'InvariantsBroken';
export type Gauged = 'SlotsInUse' | 'SlotsAllowed' | 'QueueLength' | 'OldestTaskAge';

export const MINUTE = Duration.minutes(1);

/** One value over all labourers, whoever published it. */
export function overAll(
  namespace: string,
  statistic: 'SUM' | 'MAX',
  name: Counted | Gauged,
  period = MINUTE,
): MathExpression {
  return new MathExpression({
    expression: `SELECT ${statistic}(${name}) FROM SCHEMA("${namespace}", ${[...DIMENSIONS].sort().join(', ')})`,
    label: name,
    period,
  });
}

/** A line for each labourer that there is, whether or not it was added in code. */
export function byLabourer(namespace: string, statistic: 'Sum' | 'Maximum', name: Counted | Gauged): MathExpression {
  const search = `SEARCH('{${namespace},${DIMENSIONS.join(',')}} MetricName="${name}"', '${statistic}', ${MINUTE.toSeconds()})`;
  return new MathExpression({ expression: search, label: '', period: MINUTE });
}

/** The age of a labourer's oldest queued task in seconds, which the Orchestrator publishes with each pass. */
export const oldestTaskAge = (namespace: string, orchestrator: string, labourer: string): Metric =>
  new Metric({
    namespace,
    metricName: 'OldestTaskAge',
    dimensionsMap: { service: orchestrator, labourer },
    statistic: 'Maximum',
    period: MINUTE,
  });
