/** One page of CloudWatch: what waits, what runs, what became of it, and how the essentials fare. */

import { Dashboard, GraphWidget, type IMetric, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { EssentialFunctions } from './functions.js';
import { byLabourer, type Counted, type Gauged, MINUTE } from './metrics.js';
import { ESSENTIALS } from './names.js';

const WIDTH = 8;
const HEIGHT = 6;

/** Labourers need not be known: each graph searches for those that publish. */
export function makeDashboard(scope: Construct, functions: EssentialFunctions, prefix: string): Dashboard {
  const gauge = (title: string, ...names: Gauged[]) =>
    graph(
      title,
      names.map((name) => byLabourer(prefix, 'Maximum', name)),
    );
  const count = (title: string, name: Counted) => graph(title, [byLabourer(prefix, 'Sum', name)]);
  const all = ESSENTIALS.map((essential) => functions[essential]);
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: prefix,
    periodOverride: PeriodOverride.INHERIT,
    widgets: [
      [
        gauge('Tasks that wait', 'QueueLength'),
        gauge('Age of the oldest, s', 'OldestTaskAge'),
        gauge('Slots in use, and allowed', 'SlotsInUse', 'SlotsAllowed'),
      ],
      [
        count('Created a minute', 'TasksCreated'),
        count('Invoked a minute', 'TasksInvoked'),
        count('Completed a minute', 'TasksCompleted'),
      ],
      [
        count('Retried a minute', 'TasksRetried'),
        count('Dead a minute', 'TasksDead'),
        graph(
          'Duration of the essentials, ms',
          all.map((made) => made.metricDuration({ statistic: 'Maximum', period: MINUTE })),
        ),
      ],
      [
        graph(
          'Errors of the essentials',
          all.map((made) => made.metricErrors({ period: MINUTE })),
        ),
        graph(
          'Throttles of the essentials',
          all.map((made) => made.metricThrottles({ period: MINUTE })),
        ),
      ],
    ],
  });
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, leftYAxis: { min: 0 }, width: WIDTH, height: HEIGHT });
