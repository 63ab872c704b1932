import { CloudWatchClient, type GetMetricDataCommandInput, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudWatchHistory } from '../../../src/adapters/cloudwatch/cloudwatch-history.js';
import { historyWindow } from '../../../src/adapters/cloudwatch/history-window.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import { SystemClock } from '../../../src/adapters/system/system-clock.js';
import type { HistoryQuery } from '../../../src/application/ports/history.js';
import type { HealthMetric } from '../../../src/domain/ecology/health-metric.js';
import { healthMetrics } from '../../../src/domain/ecology/health-metric.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import { epochSeconds } from '../../../src/domain/time.js';
import { aLabourer } from '../../support/a-labourer.js';
import { labourerId, LABOURER, OTHER_LABOURER } from '../../support/a-task.js';
import { type Fault, injectFaults, serviceError } from '../../support/aws/fault-middleware.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const NOW = epochSeconds(Math.floor(Date.now() / 60_000) * MINUTE);
const ago = (seconds: number) => epochSeconds(NOW - seconds);

const cpu = (details: object = {}): readonly HealthMetric[] =>
  healthMetrics(
    {
      cpu: {
        details: { MetricName: 'CPU', Namespace: 'N', Dimensions: [{ Name: 'Host', Value: 'db' }], ...details },
        feelings: { 4: 50, 3: 75 },
        feeling_comparison_operator: '<=',
      },
    },
    'health_metrics',
  );
const labourersWith = (metrics: readonly HealthMetric[]) => ({
  of: (id: LabourerId) => aLabourer(id, { healthMetrics: id === LABOURER ? metrics : [] }),
});

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

  const put = (namespace: string, dimensions: Record<string, string>, name: string, at: number, value: number) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: namespace,
        MetricData: [
          {
            MetricName: name,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            Timestamp: new Date(at * 1000),
            Value: value,
          },
        ],
      }),
    );
  const publish = (essential: string, name: string, at: number, value: number, labourer: string = LABOURER) =>
    put('sosw', { service: `sosw_${essential}`, labourer }, name, at, value);

  it('tells what the essentials published, sums as counts from the beginning of the stretch', async () => {
    await publish('scheduler', 'TasksCreated', ago(290), 7);
    await publish('orchestrator', 'QueueLength', ago(290), 7);
    await publish('orchestrator', 'OldestTaskAge', ago(290), 3);
    await publish('orchestrator', 'SlotsInUse', ago(170), 4);
    await publish('orchestrator', 'SlotsAllowed', ago(170), 5);
    for (const offset of [175, 170]) await publish('worker_assistant', 'TasksCompleted', ago(offset), 2);
    await publish('worker_assistant', 'TasksRetried', ago(170), 1);
    await publish('scavenger', 'TasksRetried', ago(170), 1);
    for (const essential of ['orchestrator', 'scavenger', 'worker_assistant']) {
      await publish(essential, 'TasksDead', ago(110), 1);
    }
    // Of another stretch, another labourer, another deployment.
    await publish('scheduler', 'TasksCreated', ago(700), 100);
    await publish('scheduler', 'TasksCreated', ago(290), 100, 'another');
    await put('test', { service: 'sosw_scheduler', labourer: LABOURER }, 'TasksCreated', ago(290), 100);
    await put('N', { Host: 'db' }, 'CPU', ago(170), 60);

    const labourers = labourersWith(cpu());
    const history = new CloudWatchHistory({ client, clock: new SystemClock(), labourers, timeoutMs: 60_000 });
    const read = await history.read({
      labourerIds: [LABOURER, OTHER_LABOURER],
      from: ago(300),
      to: NOW,
      points: 5,
    });

    const nothing = { queued: null, oldestWait: null, running: null, allowance: null, cap: null, paused: null };
    const sample = (secondsAgo: number, known: object) => ({
      labourerId: LABOURER,
      at: ago(secondsAgo),
      ...nothing,
      ...known,
    });
    expect(read.get(LABOURER)).toEqual([
      sample(240, {
        queued: 7,
        oldestWait: 3,
        status: 2,
        metrics: { cpu: null },
        created: 7,
        done: 0,
        retried: 0,
        dead: 0,
      }),
      sample(180, { status: null, metrics: { cpu: null }, created: 7, done: 0, retried: 0, dead: 0 }),
      sample(120, {
        running: 4,
        allowance: 5,
        status: 3,
        metrics: { cpu: 60 },
        created: 7,
        done: 4,
        retried: 2,
        dead: 0,
      }),
      sample(60, { status: 2, metrics: { cpu: null }, created: 7, done: 4, retried: 2, dead: 3 }),
    ]);
    expect(read.get(OTHER_LABOURER)).toEqual([]);
  });
});

describe('without a service', () => {
  type Answer = (request: GetMetricDataCommandInput, nth: number) => Fault;

  /** Each metric has the value 1 in every period. */
  const ones: Answer = ({ MetricDataQueries = [], StartTime, EndTime }) => ({
    answer: {
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
        const [start, end] = [StartTime?.getTime() ?? 0, EndTime?.getTime() ?? 0];
        const step = (MetricStat?.Period ?? MINUTE) * 1000;
        const Timestamps = Array.from(
          { length: Math.ceil((end - start) / step) },
          (_, n) => new Date(start + n * step),
        );
        return { Id, StatusCode: 'Complete', Timestamps, Values: Timestamps.map(() => 1) };
      }),
    },
  });

  function opened(answer: Answer = ones, metrics = cpu()) {
    const client = new CloudWatchClient({ ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 });
    const requests: GetMetricDataCommandInput[] = [];
    injectFaults(client, ({ input, nth }) => {
      const request = input as GetMetricDataCommandInput;
      requests.push(request);
      return answer(request, nth);
    });
    const clock = new SimulatedClock(NOW);
    const labourers = labourersWith(metrics);
    return { history: new CloudWatchHistory({ client, clock, labourers, prefix: 'test' }), requests, clock };
  }

  const lastHour = (labourerIds: readonly LabourerId[]): HistoryQuery => ({
    labourerIds,
    from: ago(HOUR),
    to: NOW,
    points: 60,
  });

  it('asks 500 metrics a request, each once, under the deployment’s names', async () => {
    const { history, requests } = opened();
    const ids = Array.from({ length: 50 }, (_, index) => labourerId(`labourer_${index}`));
    await history.read(lastHour([...ids, LABOURER]));
    expect(requests.map(({ MetricDataQueries }) => MetricDataQueries?.length).sort()).toEqual([500, 62]);
    const services = requests
      .flatMap(({ MetricDataQueries = [] }) => MetricDataQueries)
      .map(({ MetricStat }) => MetricStat?.Metric)
      .filter((metric) => metric?.Namespace === 'test')
      .map((metric) => metric?.Dimensions?.[0]?.Value);
    expect(new Set(services)).toEqual(
      new Set(['test_scheduler', 'test_orchestrator', 'test_scavenger', 'test_worker_assistant']),
    );
  });

  it('asks the same only once until another period has ended, and again after a failure', async () => {
    let isDown = true;
    const { history, requests, clock } = opened((request, nth) => (isDown ? 'unavailable' : ones(request, nth)));
    const asked = () => history.read(lastHour([LABOURER]));
    await expect(asked()).rejects.toMatchObject({ code: 'history.unavailable', retryable: true });
    isDown = false;
    expect(await asked()).toEqual(await asked());
    expect(requests).toHaveLength(2);
    await clock.advance(60_000);
    await asked();
    expect(requests).toHaveLength(3);
  });

  it('tells what the essentials published where a health metric makes CloudWatch reject the request', async () => {
    const hasCpu = ({ MetricDataQueries = [] }: GetMetricDataCommandInput) =>
      MetricDataQueries.some(({ MetricStat }) => MetricStat?.Metric?.MetricName === 'CPU');
    const rejected = { error: serviceError('ValidationError', 400) };
    const { history, requests } = opened((request, nth) => (hasCpu(request) ? rejected : ones(request, nth)));
    const samples = (await history.read(lastHour([LABOURER]))).get(LABOURER);
    expect(samples).toHaveLength(60);
    expect(samples?.at(-1)).toMatchObject({ done: 60, retried: 120, dead: 180, running: 1, metrics: { cpu: null } });
    expect(requests).toHaveLength(2);
  });

  it('says at once that it may not read metrics', async () => {
    const { history, requests } = opened(() => ({ error: serviceError('AccessDeniedException', 403) }));
    const refused = { code: 'history.unavailable', retryable: false };
    await expect(history.read(lastHour([LABOURER]))).rejects.toMatchObject(refused);
    expect(requests).toHaveLength(1);
  });

  it('shows a metric that is measured every five minutes in each minute of them', async () => {
    const { history } = opened(ones, cpu({ Period: 300 }));
    const samples = (await history.read(lastHour([LABOURER]))).get(LABOURER) ?? [];
    expect(samples.map(({ metrics }) => metrics.cpu)).toEqual(new Array(60).fill(1));
  });

  it('knows the last fifteen days, without asking', async () => {
    const { history, requests } = opened();
    expect(await history.span()).toEqual({ from: ago(15 * DAY), to: NOW });
    expect(requests).toEqual([]);
  });
});

describe('a stretch of the past', () => {
  const hour = epochSeconds(Math.floor(NOW / HOUR) * HOUR);
  const earlier = (seconds: number) => epochSeconds(hour - seconds);

  it.each([
    { from: HOUR, to: 0, points: 60, period: MINUTE, count: 60 },
    { from: HOUR, to: 0, points: 300, period: MINUTE, count: 60 },
    { from: HOUR, to: 0, points: 59, period: 2 * MINUTE, count: 30 },
    { from: DAY, to: 0, points: 288, period: 5 * MINUTE, count: 288 },
    { from: 60, to: 60, points: 2, period: MINUTE, count: 1 },
    { from: 14 * DAY, to: 14 * DAY - HOUR, points: 60, period: MINUTE, count: 60 },
    { from: 15 * DAY, to: 15 * DAY - HOUR, points: 60, period: 5 * MINUTE, count: 12 },
    { from: 30 * DAY, to: 30 * DAY - HOUR, points: 60, period: 5 * MINUTE, count: 12 },
    { from: 100 * DAY, to: 99 * DAY, points: 60, period: HOUR, count: 24 },
  ])('from $from to $to seconds ago in at most $points points has $count periods of $period s', (given) => {
    const window = historyWindow({ from: earlier(given.from), to: earlier(given.to), points: given.points }, hour);
    expect(window).toEqual({ start: earlier(given.from), period: given.period, count: given.count });
  });

  it('has the same periods until one more has ended', () => {
    const lately = (now: number) =>
      historyWindow({ from: epochSeconds(now - HOUR), to: epochSeconds(now), points: 31 }, epochSeconds(now));
    const end = Math.ceil(NOW / 120) * 120;
    expect(lately(end + 1)).toEqual(lately(end + 119));
    expect(lately(end + 121)).toEqual({ ...lately(end + 1), start: lately(end + 1).start + 120 });
  });

  it('is covered by no more periods than there may be points, whatever it is', () => {
    const seconds = fc.integer({ min: 0, max: 400 * DAY });
    fc.assert(
      fc.property(seconds, seconds, fc.integer({ min: 2, max: 500 }), (one, other, points) => {
        const [from, to] = [ago(Math.max(one, other)), ago(Math.min(one, other))];
        const { start, period, count } = historyWindow({ from, to, points }, NOW);
        expect(count).toBeLessThanOrEqual(points);
        expect(start).toBeLessThanOrEqual(from);
        expect(from - start).toBeLessThan(HOUR);
        expect(start + count * period).toBeGreaterThanOrEqual(to);
      }),
    );
  });
});
