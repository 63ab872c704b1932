import { randomUUID } from 'node:crypto';
import { CloudWatchClient, type GetMetricDataCommandInput, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DisableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lambdaClientOptions } from '../../../../src/adapters/lambda/lambda-client-options.js';
import { noteInvocation } from '../../../../src/entrypoints/library/invocation-event.js';
import { SiblingsManager } from '../../../../src/entrypoints/library/components/siblings-manager.js';
import { type Fault, injectFaults, type SentCommand, serviceError } from '../../../support/aws/fault-middleware.js';
import { openFunctions } from '../../../support/aws/lambda-functions.js';
import {
  ACCOUNT,
  awsClientConfig,
  type Ministack,
  REGION,
  skipsE2e,
  startMinistack,
} from '../../../support/aws/ministack.js';

const contextOf = (functionName: string, qualifier = '') => ({
  functionName,
  invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}${qualifier}`,
});

describe.skipIf(skipsE2e)('SiblingsManager on the emulator', () => {
  let ministack: Ministack;
  let lambda: LambdaClient;
  let events: EventBridgeClient;
  let cloudWatch: CloudWatchClient;
  beforeAll(async () => {
    ministack = await startMinistack();
    const to = awsClientConfig(ministack.endpoint);
    lambda = new LambdaClient({ ...to, ...lambdaClientOptions });
    events = new EventBridgeClient(to);
    cloudWatch = new CloudWatchClient(to);
  });
  afterAll(async () => {
    for (const client of [lambda, events, cloudWatch]) client.destroy();
    await ministack.stop();
  });
  const manager = (now?: () => number) =>
    new SiblingsManager({ clients: { lambda, events, cloudWatch }, ...(now === undefined ? {} : { now }) });

  /** A rule that would start the function once a year. */
  async function rule(target: string): Promise<string> {
    const Name = `rule-${randomUUID()}`;
    await events.send(new PutRuleCommand({ Name, ScheduleExpression: 'rate(365 days)', State: 'ENABLED' }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: '1', Arn: target }] }));
    return Name;
  }

  it('knows whether any rule that starts the function is enabled', async () => {
    const context = contextOf('ruled');
    expect(await manager().anyEventsRulesEnabled(context)).toBe(false);
    const [first, second] = [await rule(context.invokedFunctionArn), await rule(context.invokedFunctionArn)];
    await rule(contextOf('another').invokedFunctionArn);
    await events.send(new DisableRuleCommand({ Name: first }));
    expect(await manager().anyEventsRulesEnabled(context)).toBe(true);
    // An alias of the function is started by the rules of the whole too.
    expect(await manager().anyEventsRulesEnabled(contextOf('ruled', ':live'))).toBe(true);
    await events.send(new DisableRuleCommand({ Name: second }));
    expect(await manager().anyEventsRulesEnabled(context)).toBe(false);
  });

  it('spawns a sibling with the payload and its generation, while a rule is enabled or by force', async () => {
    const functions = openFunctions(lambda);
    const context = contextOf(await functions.add());
    const siblings = manager();
    const event = { job: 'first' };
    await expect(siblings.spawnSibling(context, { event, payload: { cursor: 1 } })).rejects.toMatchObject({
      code: 'sibling.rules_disabled',
    });
    await rule(context.invokedFunctionArn);
    const first = await siblings.spawnSibling(context, { event, payload: { cursor: 1 } });
    expect(first).toEqual({ cursor: 1, sosw_sibling: 1 });
    expect(await functions.ran(1)).toEqual([first]);
    await siblings.spawnSibling(context, { event: first, payload: { cursor: 2 }, force: true });
    expect(await functions.ran(2)).toEqual([first, { cursor: 2, sosw_sibling: 2 }]);
    expect(siblings.getStats()).toEqual({ siblings_spawned: 2 });
    siblings.resetStats();
    expect(siblings.getStats()).toEqual({ total_siblings_spawned: 2 });
    await functions.dispose();
  });

  it('says that there is no such function', async () => {
    const spawned = manager().spawnSibling(contextOf('nobody'), { event: {}, force: true });
    await expect(spawned).rejects.toMatchObject({
      code: 'sibling.refused',
      retryable: true,
      message: expect.stringContaining('no such function'),
    });
  });

  it('estimates the concurrency of the last full minutes: invocations × mean seconds / period, rounded up', async () => {
    const name = `busy-${randomUUID()}`;
    const now = Math.floor(Date.now() / 60_000) * 60_000;
    const put = (MetricName: string, values: readonly (readonly [secondsAgo: number, value: number])[]) =>
      cloudWatch.send(
        new PutMetricDataCommand({
          Namespace: 'AWS/Lambda',
          MetricData: values.map(([ago, Value]) => ({
            MetricName,
            Dimensions: [{ Name: 'FunctionName', Value: name }],
            Timestamp: new Date(now - ago * 1000),
            Value,
          })),
        }),
      );
    await put('Invocations', [
      [30, 20],
      [250, 10],
      [400, 1000],
    ]);
    await put('Duration', [
      [30, 40_000],
      [31, 20_000],
      [250, 30_000],
      [400, 900_000],
    ]);
    // 30 invocations of 30 s in 300 s; in 1 minute 20 of 30 s.
    expect(await manager(() => now + 12_345).getApproximateConcurrentExecutions({ name })).toBe(3);
    expect(await manager(() => now).getApproximateConcurrentExecutions({ name, minutesBack: 1 })).toBe(10);
    expect(await manager(() => now).getApproximateConcurrentExecutions({ name: 'nobody' })).toBe(0);
  });
});

describe('SiblingsManager', () => {
  const nowhere = { ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 };
  const CONTEXT = contextOf('worker');

  function opened(answer: (command: SentCommand) => Fault, config = {}) {
    const clients = {
      lambda: new LambdaClient({ ...nowhere, ...lambdaClientOptions }),
      events: new EventBridgeClient(nowhere),
      cloudWatch: new CloudWatchClient(nowhere),
    };
    const sent: SentCommand[] = [];
    for (const client of Object.values(clients)) {
      injectFaults(client, (command) => {
        sent.push(command);
        return answer(command);
      });
    }
    return { siblings: new SiblingsManager({ clients, config }), sent };
  }

  it('asks CloudWatch once', async () => {
    const { siblings, sent } = opened(({ input }) => ({
      answer: {
        MetricDataResults: (input as GetMetricDataCommandInput).MetricDataQueries?.map(({ Id, MetricStat }) => ({
          Id,
          StatusCode: 'Complete',
          Timestamps: [(input as GetMetricDataCommandInput).StartTime],
          Values: [MetricStat?.Stat === 'SampleCount' ? 2 : 301],
        })),
      },
    }));
    // 301 invocations of 150.5 ms in 300 s.
    expect(await siblings.getApproximateConcurrentExecutions({ name: 'worker' })).toBe(1);
    expect(sent.map(({ name }) => name)).toEqual(['GetMetricDataCommand']);
  });

  it.each<Fault>(['throttle', 'refuse', 'unavailable', 'unreachable', 'lost-answer'])(
    'gives typed errors where requests meet “%s”',
    async (fault) => {
      const { siblings } = opened(() => fault);
      await expect(siblings.anyEventsRulesEnabled(CONTEXT)).rejects.toMatchObject({
        code: 'sibling.rules_unavailable',
        retryable: true,
        cause: expect.anything(),
      });
      await expect(siblings.getApproximateConcurrentExecutions({ name: 'worker' })).rejects.toMatchObject({
        code: 'sibling.metrics_unavailable',
        retryable: true,
      });
    },
  );

  it('leaves out a rule that is gone since it was listed', async () => {
    const gone = new ResourceNotFoundException({ message: 'gone', $metadata: {} });
    const { siblings } = opened(({ name, nth }) => {
      if (name === 'ListRuleNamesByTargetCommand') return { answer: { RuleNames: ['gone', 'there'] } };
      return nth === 1 ? { error: gone } : { answer: { State: 'ENABLED' } };
    });
    expect(await siblings.anyEventsRulesEnabled(CONTEXT)).toBe(true);
  });

  it('reads all pages of rules, of the bus that was configured', async () => {
    const { siblings, sent } = opened(
      ({ name, nth }) =>
        name === 'DescribeRuleCommand'
          ? { answer: { State: 'DISABLED' } }
          : { answer: { RuleNames: [`r${nth}`], ...(nth === 1 && { NextToken: 'more' }) } },
      { event_bus_name: 'orders' },
    );
    expect(await siblings.anyEventsRulesEnabled(CONTEXT)).toBe(false);
    expect(sent.map(({ input }) => input)).toEqual([
      expect.objectContaining({ EventBusName: 'orders', TargetArn: CONTEXT.invokedFunctionArn }),
      { Name: 'r1', EventBusName: 'orders' },
      expect.objectContaining({ NextToken: 'more' }),
      { Name: 'r2', EventBusName: 'orders' },
    ]);
  });

  it('does not call an invocation refused whose answer was lost: the sibling may run', async () => {
    const { siblings, sent } = opened(() => 'lost-answer');
    await expect(siblings.spawnSibling(CONTEXT, { event: {}, force: true })).rejects.toMatchObject({
      code: 'sibling.unknown',
      retryable: false,
    });
    expect(sent).toHaveLength(1);
  });

  it('calls a throttled invocation refused', async () => {
    const { siblings } = opened(() => ({ error: serviceError('TooManyRequestsException', 429) }));
    const spawned = siblings.spawnSibling(CONTEXT, { event: {}, force: true });
    await expect(spawned).rejects.toMatchObject({ code: 'sibling.refused', retryable: true });
    expect(siblings.getStats()).toEqual({ siblings_refused: 1 });
  });

  it('stops at the limit even by force, before anything is asked', async () => {
    const { siblings, sent } = opened(() => ({ answer: { StatusCode: 202 } }), { max_siblings: 3 });
    const event = { sosw_sibling: 3 };
    await expect(siblings.spawnSibling(CONTEXT, { event, force: true })).rejects.toMatchObject({
      code: 'sibling.limit',
    });
    expect(sent).toEqual([]);
  });

  it('knows the event that a handler noted for the context, and refuses to spawn without one', async () => {
    const { siblings } = opened(() => ({ answer: { StatusCode: 202 } }));
    const context = { ...CONTEXT };
    await expect(siblings.spawnSibling(context, { force: true })).rejects.toMatchObject({
      code: 'sibling.argument',
      path: 'event',
    });
    noteInvocation(context, { sosw_sibling: 4 });
    expect(await siblings.spawnSibling(context, { force: true })).toEqual({ sosw_sibling: 5 });
  });

  it('leaves the sibling to whoever runs the worker without Lambda, within the same limit', async () => {
    const { siblings, sent } = opened(() => 'refuse', { max_siblings: 1 });
    const spawned: unknown[] = [];
    const context = { sosw: { spawn: (event: object) => void spawned.push(event) } };
    const next = await siblings.spawnSibling(context, { event: {}, payload: { cursor: 1 } });
    expect(spawned).toEqual([{ cursor: 1, sosw_sibling: 1 }]);
    await expect(siblings.spawnSibling(context, { event: next })).rejects.toMatchObject({ code: 'sibling.limit' });
    expect([sent, spawned.length]).toEqual([[], 1]);
  });

  it.each([
    ['context', undefined, {}],
    ['context', [], {}],
    ['context.invokedFunctionArn', {}, { event: {} }],
    ['context.invokedFunctionArn', { invokedFunctionArn: '../a' }, { event: {} }],
    ['payload', CONTEXT, { event: {}, payload: [1] }],
    ['force', CONTEXT, { event: {}, force: 'yes' }],
    ['options', CONTEXT, 5],
  ])('refuses to spawn with a wrong %s', async (path, context, options) => {
    const { siblings, sent } = opened(() => ({ answer: { StatusCode: 202 } }));
    await expect(siblings.spawnSibling(context as never, options as object)).rejects.toMatchObject({
      code: 'sibling.argument',
      path,
    });
    expect(sent).toEqual([]);
  });

  it.each([
    ['minutesBack', { name: 'a', minutesBack: 0 }],
    ['minutesBack', { name: 'a', minutesBack: 2.5 }],
    ['minutesBack', { name: 'a', minutesBack: Number.POSITIVE_INFINITY }],
    ['minutesBack', { name: 'a', minutesBack: '5' }],
    ['name', { name: 'a:b' }],
    ['name', { name: '' }],
    ['options', null],
  ])('refuses an estimate with a wrong %s', async (path, options) => {
    const { siblings } = opened(() => ({ answer: {} }));
    const estimate = siblings.getApproximateConcurrentExecutions(options as object);
    await expect(estimate).rejects.toMatchObject({ code: 'sibling.argument', path });
  });

  it.each([
    ['config.max_siblings', { config: { max_siblings: -1 } }],
    ['config.event_bus_name', { config: { event_bus_name: '' } }],
    ['config', { config: 5 }],
  ])('refuses to be set up with a wrong %s', (path, options) => {
    expect(() => new SiblingsManager(options as object)).toThrow(
      expect.objectContaining({ code: 'sibling.argument', path }),
    );
  });
});
