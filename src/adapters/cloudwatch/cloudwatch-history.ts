/** The past of a deployment from CloudWatch, which keeps what the essentials publish: nothing is written for it. */

import type { CloudWatchClient, MetricStat } from '@aws-sdk/client-cloudwatch';
import { mapBounded } from '../../application/bounded.js';
import type { Labourers } from '../../application/labourers.js';
import type { Clock } from '../../application/ports/clock.js';
import type { History, HistoryQuery, Sample } from '../../application/ports/history.js';
import { type EcoStatus, worstStatus } from '../../domain/ecology/eco-status.js';
import { judge } from '../../domain/ecology/feelings.js';
import { SoswError } from '../../domain/errors.js';
import type { LabourerId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import { type EpochSeconds, epochSeconds, later, seconds } from '../../domain/time.js';
import { awsErrorName, httpStatusOf } from '../shared/aws-errors.js';
import { inBatches } from '../shared/batches.js';
import { type Gauge, type Series, type Sum, seriesOf } from './history-series.js';
import { byPeriod, type HistoryWindow, historyWindow } from './history-window.js';
import { type MetricAnswer, metricData } from './metric-data.js';

/** What GetMetricData takes. */
const QUERIES_MAX = 500;
const REQUESTS_AT_ONCE = 4;
const DEFAULT_TIMEOUT_MS = 15_000;
/** Each metric that is asked for costs: an answer is good until one more of its periods has ended, at most for so many seconds. */
const ANSWER_LIFE_MAX = 300;
const ANSWERS_MAX = 50;
/** As long as CloudWatch keeps minutes. */
const SPAN = seconds(15 * 86_400);

export interface CloudWatchHistoryParts {
  readonly client: CloudWatchClient;
  readonly clock: Clock;
  readonly labourers: Pick<Labourers, 'of'>;
  /** Of the deployment's functions: also the namespace of their metrics. */
  readonly prefix?: string;
  readonly timeoutMs?: number;
}

/** Values by period, by the key of what was asked. */
type Values = ReadonlyMap<string, readonly (number | undefined)[]>;

/**
 * Throws SoswError `history.unavailable`. Caps and pauses are not published and stay unknown; a status is what today's thresholds
 * make of the metrics' values. A sample stands where its period ends.
 */
export class CloudWatchHistory implements History {
  readonly #parts: CloudWatchHistoryParts;
  readonly #answers = new Map<string, { readonly until: number; readonly values: Promise<Values> }>();

  constructor(parts: CloudWatchHistoryParts) {
    this.#parts = parts;
  }

  async read(query: HistoryQuery): Promise<ReadonlyMap<LabourerId, readonly Sample[]>> {
    const { clock, labourers, prefix = 'sosw' } = this.#parts;
    const window = historyWindow(query, clock.now());
    const asked = query.labourerIds.map((id) => {
      const labourer = labourers.of(id);
      return { labourer, series: seriesOf(labourer, prefix, window.period) };
    });
    const values = await this.#remembered(window, [
      ...new Map(asked.flatMap(({ series }) => series).map(({ stat }) => [keyOf(stat), stat] as const)).values(),
    ]);
    return new Map(
      asked.map(({ labourer, series }) => [labourer.id, samplesOf({ labourer, series, values, window, to: query.to })]),
    );
  }

  /** No request is made for it. */
  async span(): Promise<{ readonly from: EpochSeconds; readonly to: EpochSeconds }> {
    const now = this.#parts.clock.now();
    return { from: later(now, seconds(-SPAN)), to: now };
  }

  #remembered(window: HistoryWindow, stats: readonly MetricStat[]): Promise<Values> {
    const key = JSON.stringify([window, stats.map(keyOf)]);
    const now = this.#parts.clock.monotonic();
    for (const [other, { until }] of this.#answers) if (until <= now) this.#answers.delete(other);
    const known = this.#answers.get(key);
    if (known !== undefined) return known.values;
    const values = this.#fetch(window, stats);
    // A failure is not remembered.
    values.catch(() => this.#answers.delete(key));
    if (this.#answers.size < ANSWERS_MAX)
      this.#answers.set(key, { until: now + Math.min(window.period, ANSWER_LIFE_MAX) * 1000, values });
    return values;
  }

  async #fetch(window: HistoryWindow, stats: readonly MetricStat[]): Promise<Values> {
    const signal = AbortSignal.timeout(this.#parts.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const batches = inBatches(stats, { count: QUERIES_MAX, bytes: Number.POSITIVE_INFINITY }, () => 0);
    const pages = await mapBounded(batches, REQUESTS_AT_ONCE, (batch) => this.#ask(window, batch, signal));
    return new Map(pages.flat());
  }

  /** Where a request is rejected for a user's metric, those of the essentials are asked for without the users' own. */
  async #ask(
    window: HistoryWindow,
    stats: readonly MetricStat[],
    signal: AbortSignal,
  ): Promise<(readonly [string, readonly (number | undefined)[]])[]> {
    const { client, prefix = 'sosw' } = this.#parts;
    const { start, period, count } = window;
    const queries = stats.map((stat, index) => ({ Id: `q${index}`, MetricStat: stat, ReturnData: true }));
    try {
      const answers = await metricData(client, { start, end: start + count * period }, queries, signal);
      return queries.map(({ Id, MetricStat }) => [keyOf(MetricStat), valuesOf(window, MetricStat, answers.get(Id))]);
    } catch (error) {
      const own = stats.filter(({ Metric }) => Metric?.Namespace === prefix);
      if (
        httpStatusOf(error) === 400 &&
        /Validation|InvalidParameter/.test(awsErrorName(error)) &&
        own.length < stats.length
      ) {
        return this.#ask(window, own, signal);
      }
      const name = awsErrorName(error);
      const isRefused = (httpStatusOf(error) ?? 500) < 500 && !/Throttl|TooManyRequests/.test(name);
      throw new SoswError('history.unavailable', `CloudWatch does not tell the past: ${name}`, {
        retryable: !isRefused,
        cause: error,
      });
    }
  }
}

const keyOf = (stat: MetricStat): string => JSON.stringify(stat);

const valuesOf = (window: HistoryWindow, stat: MetricStat, answer: MetricAnswer | undefined) =>
  byPeriod(window, answer?.datapoints ?? [], stat.Period ?? window.period);

interface Read {
  readonly labourer: Labourer;
  readonly series: readonly Series[];
  readonly values: Values;
  readonly window: HistoryWindow;
  readonly to: EpochSeconds;
}

/** From the first period of which anything is known to the last. */
function samplesOf({ labourer, series, values, window, to }: Read): readonly Sample[] {
  const known = series.map(({ field, stat }) => ({ field, values: values.get(keyOf(stat)) ?? [] }));
  const isKnown = (period: number) => known.some((one) => one.values[period] !== undefined);
  const periods = Array.from({ length: window.count }, (_, period) => period);
  const [first, last] = [periods.find(isKnown), periods.findLast(isKnown)];
  if (first === undefined || last === undefined) return [];

  const sums: Record<Sum, number> = { created: 0, done: 0, dead: 0, retried: 0 };
  return periods.slice(first, last + 1).map((period) => {
    const gauges: Record<Gauge, number | null> = { queued: null, oldestWait: null, running: null, allowance: null };
    const metrics: Record<string, number | null> = Object.fromEntries(
      labourer.healthMetrics.map(({ name }) => [name, null]),
    );
    for (const { field, values: all } of known) {
      const value = all[period];
      if (value === undefined) continue;
      if ('sum' in field) sums[field.sum] += value;
      else if ('gauge' in field) gauges[field.gauge] = value;
      else metrics[field.metric] = value;
    }
    const at = epochSeconds(Math.min(window.start + (period + 1) * window.period, to));
    const status = isKnown(period) ? statusOf(labourer, metrics) : null;
    return { labourerId: labourer.id, at, ...gauges, cap: null, paused: null, status, metrics, ...sums };
  });
}

const statusOf = (labourer: Labourer, values: Readonly<Record<string, number | null>>): EcoStatus =>
  worstStatus(
    labourer.healthMetrics.map(({ name, feelings, noDataStatus }) => {
      const value = values[name] ?? null;
      return value === null ? noDataStatus : judge(feelings, value).status;
    }),
  );
