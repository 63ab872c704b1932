import { CloudWatchClient, type GetMetricDataCommandInput, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudWatchMetricsSource } from '../../../src/adapters/cloudwatch/cloudwatch-metrics-source.js';
import type { MetricsSource } from '../../../src/application/ports/metrics-source.js';
import { metricDetails, metricQuery } from '../../../src/domain/ecology/metric-query.js';
import { epochSeconds } from '../../../src/domain/time.js';
import { metricsSourceContract } from '../../contracts/metrics-source.contract.js';
import { type Fault, injectFaults, serviceError } from '../../support/aws/fault-middleware.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';
import { startSilentServer } from '../../support/aws/silent-server.js';

const NAMESPACE = 'Sosw/Test';
const NOW = epochSeconds(Math.floor(Date.now() / 60_000) * 60);

const queryOf = (name: string, details: object = {}, now: number = NOW) =>
  metricQuery(metricDetails({ MetricName: name, Namespace: NAMESPACE, ...details }, 'details'), epochSeconds(now));

describe.skipIf(skipsE2e)('on the emulator', () => {
  let ministack: Ministack;
  let client: CloudWatchClient;
  beforeAll(async () => {
    ministack = await startMinistack();
    client = new CloudWatchClient(awsClientConfig(ministack.endpoint));
  });
  afterAll(async () => {
    client.destroy();
    await ministack.stop();
  });

  /** Values at instants, all of one metric, for one machine. */
  const put = (name: string, values: readonly (readonly [timestamp: number, value: number])[], machine = 'a') =>
    client.send(
      new PutMetricDataCommand({
        Namespace: NAMESPACE,
        MetricData: values.map(([timestamp, value]) => ({
          MetricName: name,
          Dimensions: [{ Name: 'Machine', Value: machine }],
          Timestamp: new Date(timestamp * 1000),
          Value: value,
        })),
      }),
    );
  /** The emulator may answer late. */
  const patientSource = () => new CloudWatchMetricsSource({ client, timeoutMs: 60_000 });
  const of = (machine: string) => ({ Dimensions: [{ Name: 'Machine', Value: machine }] });

  metricsSourceContract('CloudWatch', async () => {
    const source = patientSource();
    const puts: Promise<unknown>[] = [];
    const afterPuts: MetricsSource = {
      async values(queries) {
        await Promise.all(puts);
        return source.values(queries);
      },
    };
    return {
      source: afterPuts,
      answering(value) {
        const name = `contract${value}`;
        puts.push(put(name, [[NOW - 90, value]]));
        return queryOf(name, of('a'));
      },
      empty: () => queryOf('nobody puts it'),
      failing: () => queryOf('failing', { Period: 45 }),
      dispose: async () => {},
    };
  });

  describe('CloudWatchMetricsSource', () => {
    it('gives one datapoint a period of the window, each the statistic, of exactly the dimensions asked for', async () => {
      await put('load', [
        [NOW - 301, 100],
        [NOW - 300, 1],
        [NOW - 290, 3],
        [NOW - 61, 5],
        [NOW - 1, 9],
        [NOW, 100],
      ]);
      await put('load', [[NOW - 30, 77]], 'other');
      const source = patientSource();
      const statistics = ['Average', 'Maximum', 'Sum', 'SampleCount'];
      const answers = await source.values(
        statistics.map((statistic) => queryOf('load', { ...of('a'), Statistics: [statistic] })),
      );
      const sorted = answers.map((answer) => (answer.kind === 'failed' ? answer : [...answer.datapoints].sort()));
      expect(sorted).toEqual([
        [2, 5, 9],
        [3, 5, 9],
        [4, 5, 9],
        [1, 1, 2],
      ]);
    });

    it('gives a metric its own window where one request serves several', async () => {
      await put('windows', [
        [NOW - 900, 1],
        [NOW - 400, 2],
        [NOW - 100, 3],
      ]);
      const slices = [300, 600, 900, 1200];
      const queries = slices.map((slice) => queryOf('windows', { ...of('a'), MetricAggregationTimeSlice: slice }));
      const answers = await patientSource().values(queries);
      const counts = answers.map((answer) => (answer.kind === 'failed' ? answer : answer.datapoints.length));
      expect(counts).toEqual([1, 2, 3, 3]);
    });
  });
});

describe('CloudWatchMetricsSource without a service', () => {
  type Answer = (request: GetMetricDataCommandInput, nth: number) => Fault;

  function opened(answer: Answer) {
    const client = new CloudWatchClient({ ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 });
    const requests: GetMetricDataCommandInput[] = [];
    injectFaults(client, ({ input, nth }) => {
      const request = input as GetMetricDataCommandInput;
      requests.push(request);
      return answer(request, nth);
    });
    return { source: new CloudWatchMetricsSource({ client }), requests };
  }

  /** Each metric answers the number in its name. */
  const complete: Answer = ({ MetricDataQueries = [], EndTime }) => ({
    answer: {
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [new Date((EndTime?.getTime() ?? 0) - 60_000)],
        Values: [Number(MetricStat?.Metric?.MetricName?.slice(1))],
      })),
    },
  });
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => queryOf(`m${index}`));
  const datapoint = (value: number) => ({ kind: 'datapoints', datapoints: [value] });
  const rejected = { error: serviceError('ValidationError', 400) };

  it('asks 500 metrics a request, newest first, and answers in the order of the queries', async () => {
    const { source, requests } = opened(complete);
    expect(await source.values(numbered(1001))).toEqual(numbered(1001).map((_, index) => datapoint(index)));
    expect(requests.map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([500, 500, 1]);
    expect(requests.every(({ ScanBy }) => ScanBy === 'TimestampDescending')).toBe(true);
  });

  it('asks for the slice in whole seconds, by the details as they are', async () => {
    const { source, requests } = opened(complete);
    const details = { Dimensions: [{ Name: 'Queue', Value: 'q' }], Unit: 'Count', Period: 300, Statistics: ['p99.9'] };
    await source.values([queryOf('m1', { ...details, MetricAggregationTimeSlice: 600 }, 1_700_000_000.25)]);
    expect(requests[0]?.StartTime).toEqual(new Date(1_699_999_400_000));
    expect(requests[0]?.EndTime).toEqual(new Date(1_700_000_001_000));
    expect(requests[0]?.MetricDataQueries).toEqual([
      {
        Id: 'q0',
        ReturnData: true,
        MetricStat: {
          Metric: { MetricName: 'm1', Namespace: NAMESPACE, Dimensions: details.Dimensions },
          Period: 300,
          Stat: 'p99.9',
          Unit: 'Count',
        },
      },
    ]);
  });

  it('shares a request only where periods begin at the same instants and few datapoints are asked for in vain', async () => {
    const { source, requests } = opened(complete);
    const slice = (MetricAggregationTimeSlice: number, Period = 60) => ({ MetricAggregationTimeSlice, Period });
    await source.values([
      queryOf('m1', slice(300)),
      queryOf('m2', slice(900)),
      queryOf('m3', slice(630)),
      queryOf('m4', slice(300, 10)),
      queryOf('m5', slice(86_400)),
    ]);
    const shared = requests.map(({ MetricDataQueries = [] }) =>
      MetricDataQueries.map(({ MetricStat }) => MetricStat?.Metric?.MetricName),
    );
    expect(shared).toEqual([['m5'], ['m2', 'm1'], ['m3'], ['m4']]);
  });

  it('puts the pages of an answer together, partial data completed by the next', async () => {
    const pages = [
      { Id: 'q0', StatusCode: 'PartialData', Timestamps: [new Date((NOW - 60) * 1000)], Values: [3] },
      { Id: 'q0', StatusCode: 'Complete', Timestamps: [new Date((NOW - 120) * 1000)], Values: [2] },
    ];
    const { source, requests } = opened((_, nth) => ({
      answer: { MetricDataResults: [pages[nth - 1]], ...(nth === 1 && { NextToken: 'more' }) },
    }));
    expect(await source.values([queryOf('m')])).toEqual([{ kind: 'datapoints', datapoints: [3, 2] }]);
    expect(requests.map(({ NextToken }) => NextToken)).toEqual([undefined, 'more']);
  });

  it('fails the metrics that failed in an answer, or are missing from it, and no other', async () => {
    const { source } = opened(() => ({
      answer: {
        MetricDataResults: [
          { Id: 'q3', StatusCode: 'Complete', Timestamps: [], Values: [] },
          { Id: 'q0', StatusCode: 'Forbidden' },
          { Id: 'q1', StatusCode: 'PartialData', Timestamps: [new Date(NOW * 1000 - 1)], Values: [1] },
        ],
      },
    }));
    expect(await source.values(numbered(4))).toEqual([
      { kind: 'failed', reason: expect.stringContaining('Forbidden') },
      { kind: 'failed', reason: expect.stringContaining('PartialData') },
      { kind: 'failed', reason: expect.stringContaining('no answer') },
      { kind: 'datapoints', datapoints: [] },
    ]);
  });

  it('finds the metric for which CloudWatch rejects a request, and answers the others', async () => {
    const { source, requests } = opened((request, nth) =>
      request.MetricDataQueries?.some(({ Id }) => Id === 'q123') ? rejected : complete(request, nth),
    );
    const answers = await source.values(numbered(500));
    const expected: unknown[] = numbered(500).map((_, index) => datapoint(index));
    expected[123] = { kind: 'failed', reason: 'GetMetricData: ValidationError' };
    expect(answers).toEqual(expected);
    expect(requests.length).toBeLessThan(25);
  });

  it('gives up on the whole where every metric is rejected, after a bounded number of requests', async () => {
    const { source, requests } = opened(() => rejected);
    const answers = await source.values(numbered(500));
    expect(answers.every(({ kind }) => kind === 'failed')).toBe(true);
    expect(requests.length).toBeLessThan(70);
  });

  it.each<Fault>(['throttle', 'refuse', 'unavailable', 'unreachable', 'lost-answer'])(
    'fails all of a request that meets “%s”, with its name for a reason, and asks once',
    async (fault) => {
      const { source, requests } = opened(() => fault);
      const failed = { kind: 'failed', reason: expect.stringMatching(/^GetMetricData: \w+$/) };
      expect(await source.values(numbered(2))).toEqual([failed, failed]);
      expect(requests).toHaveLength(1);
    },
  );

  it('fails what a service that never answers was asked, when the time for it is over', async () => {
    const silent = await startSilentServer();
    const client = new CloudWatchClient(awsClientConfig(silent.endpoint));
    const source = new CloudWatchMetricsSource({ client, timeoutMs: 200 });
    expect(await source.values([queryOf('m')])).toEqual([{ kind: 'failed', reason: 'GetMetricData: AbortError' }]);
    client.destroy();
    silent.close();
  });

  it.each([
    ['Period', { Period: 45 }],
    ['Period', { Period: 90 }],
    ['Dimension', { Dimension: 'misspelt' }],
    ['Dimensions', { Dimensions: Array(31).fill({ Name: 'a', Value: 'b' }) }],
    ['MetricName', { MetricName: 'x'.repeat(256) }],
  ])('sends no metric with a wrong %s: one would fail all others', async (key, details) => {
    const { source, requests } = opened(complete);
    const answers = await source.values([queryOf('m1', details), queryOf('m2')]);
    expect(answers).toEqual([{ kind: 'failed', reason: expect.stringContaining(key) }, datapoint(2)]);
    expect(requests.map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([1]);
  });
});
