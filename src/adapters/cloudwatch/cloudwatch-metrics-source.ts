/** Values of metrics from CloudWatch: all of a pass in one request where their windows allow it. */

import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { mapBounded } from '../../application/bounded.js';
import type { MetricsSource } from '../../application/ports/metrics-source.js';
import type { MetricValues } from '../../domain/ecology/datapoints.js';
import type { MetricQuery } from '../../domain/ecology/metric-query.js';
import { awsErrorName, httpStatusOf } from '../shared/aws-errors.js';
import { inBatches } from '../shared/batches.js';
import { type MetricAnswer, metricData } from './metric-data.js';
import { metricStatOf } from './metric-stat.js';
import { fitsInto, type MetricWindow, touches, windowOfQuery } from './metric-window.js';

/** What GetMetricData takes. */
const QUERIES_MAX = 500;
const REQUESTS_AT_ONCE = 4;
/** Longest time for the answers of one pass, repeats of the SDK included. */
const DEFAULT_TIMEOUT_MS = 15_000;
/** How often rejected requests are halved in one pass: enough to find three bad metrics among 500. */
const HALVINGS_MAX = 32;

/** A query on its way: at which place its answer belongs, and how it is asked. */
interface Asked {
  readonly place: number;
  readonly query: MetricQuery;
  readonly request: MetricDataQuery & { readonly Id: string };
}

interface Request {
  readonly window: MetricWindow;
  readonly asked: readonly Asked[];
}

/** What the requests of one pass share. */
interface Pass {
  readonly signal: AbortSignal;
  readonly answers: MetricValues[];
  halvings: number;
}

export class CloudWatchMetricsSource implements MetricsSource {
  readonly #client: CloudWatchClient;
  readonly #timeoutMs: number;

  constructor({ client, timeoutMs = DEFAULT_TIMEOUT_MS }: { client: CloudWatchClient; timeoutMs?: number }) {
    this.#client = client;
    this.#timeoutMs = timeoutMs;
  }

  async values(queries: readonly MetricQuery[]): Promise<readonly MetricValues[]> {
    const answers = new Array<MetricValues>(queries.length);
    const asked: Asked[] = [];
    for (const [place, query] of queries.entries()) {
      const stat = metricStatOf(query);
      if (typeof stat === 'string') answers[place] = failed(stat);
      else asked.push({ place, query, request: { Id: `q${place}`, MetricStat: stat, ReturnData: true } });
    }
    if (asked.length === 0) return answers;
    const pass = { signal: AbortSignal.timeout(this.#timeoutMs), answers, halvings: 0 };
    await mapBounded(requestsOf(asked), REQUESTS_AT_ONCE, (request) => this.#send(request, pass));
    return answers;
  }

  async #send({ window, asked }: Request, pass: Pass): Promise<void> {
    try {
      const requests = asked.map(({ request }) => request);
      const found = await metricData(this.#client, window, requests, pass.signal);
      for (const { place, query, request } of asked) pass.answers[place] = valuesOf(query, found.get(request.Id));
    } catch (error) {
      if (mayBeOneBadMetric(error) && asked.length > 1 && pass.halvings < HALVINGS_MAX) {
        pass.halvings++;
        const middle = Math.ceil(asked.length / 2);
        await this.#send({ window, asked: asked.slice(0, middle) }, pass);
        await this.#send({ window, asked: asked.slice(middle) }, pass);
        return;
      }
      for (const { place } of asked) pass.answers[place] = failed(`GetMetricData: ${awsErrorName(error)}`);
    }
  }
}

/** The widest windows come first, so that the others find one to share. */
function requestsOf(asked: readonly Asked[]): Request[] {
  const groups: { readonly window: MetricWindow; readonly asked: Asked[] }[] = [];
  for (const one of [...asked].sort((a, b) => a.query.from - b.query.from)) {
    const group = groups.find(({ window }) => fitsInto(window, one.query));
    if (group === undefined) groups.push({ window: windowOfQuery(one.query), asked: [one] });
    else group.asked.push(one);
  }
  return groups.flatMap(({ window, asked }) =>
    inBatches(asked, { count: QUERIES_MAX, bytes: Number.POSITIVE_INFINITY }, () => 0).map((batch) => ({
      window,
      asked: batch,
    })),
  );
}

function valuesOf(query: MetricQuery, answer: MetricAnswer | undefined): MetricValues {
  if (answer === undefined) return failed('GetMetricData gave no answer for this metric');
  if (answer.status !== 'Complete') return failed(`GetMetricData answered ${answer.status} for this metric`);
  const own = answer.datapoints.filter(({ timestamp }) => touches(query, timestamp));
  return { kind: 'datapoints', datapoints: own.map(({ value }) => value) };
}

/** A request with one bad metric is rejected whole, unlike one that is denied or throttled whoever is in it. */
const mayBeOneBadMetric = (error: unknown): boolean =>
  httpStatusOf(error) === 400 && /Validation|InvalidParameter|MissingRequiredParameter/.test(awsErrorName(error));

const failed = (reason: string): MetricValues => ({ kind: 'failed', reason });
