/** Windows of time: what a request asks for, which queries may share one, and which datapoints of it are a query's own. */

import type { MetricQuery } from '../../domain/ecology/metric-query.js';

/** From `start` up to, without, `end`, in whole seconds. */
export interface MetricWindow {
  readonly start: number;
  readonly end: number;
}

/** Below it a metric is kept for 3 hours only, and an older start would be refused. */
const MINUTE = 60;
/** What sharing a request may cost in datapoints that nobody asked for: a page has 100 800 of them for up to 500 queries. */
const EXTRA_DATAPOINTS_MAX = 200;

export const windowOfQuery = ({ from, to }: MetricQuery): MetricWindow => ({
  start: Math.floor(from),
  end: Math.ceil(to),
});

/** True where the query gets the same datapoints, at the same instants, from the wider window, and more before them. */
export function fitsInto({ start, end }: MetricWindow, query: MetricQuery): boolean {
  const own = windowOfQuery(query);
  const extra = own.start - start;
  if (own.end !== end || extra < 0) return false;
  // CloudWatch may count periods from the start of the window, so only whole ones may come before.
  return (
    extra === 0 ||
    (query.period >= MINUTE && extra % query.period === 0 && extra <= EXTRA_DATAPOINTS_MAX * query.period)
  );
}

/** True for a datapoint whose period the query's window touches; `timestamp` is where the period begins. */
export function touches(query: MetricQuery, timestamp: number): boolean {
  const { start, end } = windowOfQuery(query);
  return timestamp + query.period > start && timestamp < end;
}
