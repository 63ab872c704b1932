/** Where the values of health metrics come from: CloudWatch, the machine itself, a command, an endpoint, a simulation. */

import type { MetricValues } from '../../domain/ecology/datapoints.js';
import type { MetricQuery } from '../../domain/ecology/metric-query.js';

/** Never rejects: without metrics the pass goes on with what each metric counts as when it has no data. */
export interface MetricsSource {
  /**
   * One answer a query, in the order of the queries; an empty list for none. Each answer stands alone: a metric that fails, or of
   * which nothing is known, changes nothing for the others. All queries come in one call so that a source can batch them
   * (CloudWatch takes 500 a request), and it bounds the time it takes. Equal queries may be given, and are then answered twice.
   * Datapoints are one a period of those that the window touches, each the query's statistic; a source without a history
   * gives one datapoint, sampled now. Source: `fetch_metric_stats` in the manual's EcologyManager, made plural.
   */
  values(queries: readonly MetricQuery[]): Promise<readonly MetricValues[]>;
}
