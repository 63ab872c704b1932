/** Passes of the Orchestrator over a hundred labourers, with the queue's gauges that its function takes: one that starts tasks, one at the cap. */

import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricsSource } from '../../../src/application/ports/metrics-source.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import { epochSeconds } from '../../../src/domain/time.js';
import { awsClientConfig, startMinistack } from '../../../test/support/aws/ministack.js';
import { DEFAULT_TASK_SETTINGS, SystemClock } from '../../support/product.js';
import { expectEqual, ratePerSecond } from '../../support/scenario.js';
import type { AwsScenario } from '../support/aws-scenario.js';
import { type OwnTables, ownTables } from '../support/own-tables.js';
import {
  CloudWatchMetricsSource,
  LabourerFacts,
  ObservedInvoker,
  ObservedLedger,
  ObservedStore,
  QueueGauges,
} from '../support/product.js';
import { RECORDED } from '../support/recorded-reference.js';
import { recordedPeer, type Reference, referencePeer } from '../support/reference.js';
import { ACCEPTING, labourersOf, LOGGER, system } from '../support/system.js';
import { taskRow } from '../support/task-rows.js';

const CAP = 10;

export const tick: AwsScenario = async ({ dynamo, reference, size }) => {
  const labourers = labourersOf(size(100, 10));
  const queued = size(1000, 30);
  const tasks = labourers.length * CAP;
  const peer = await referencePeer(reference, (it) => referenceRate(it, labourers.length, queued), RECORDED.tick.rate);
  const tables = await ownTables(dynamo);
  try {
    const orchestrator = observed(tables, labourers);
    // A labourer's first pass ever counts what an older orchestrator has left running, and notes its decision: once, two requests.
    await orchestrator.tick();
    for (const { id } of labourers) {
      const rows = Array.from({ length: queued }, (_, place) => taskRow(id, place));
      await tables.put(tables.names.tasks, rows);
    }
    tables.take();
    const startMs = performance.now();
    expectEqual(await orchestrator.tick(), tasks, 'invoked tasks');
    const rate = ratePerSecond(tasks, startMs);
    const busy = tables.take();
    expectEqual(await orchestrator.tick(), 0, 'invoked tasks at the cap');
    const full = tables.take();
    const name = `a tick of ${labourers.length} labourers × ${CAP} invocations`;
    return [
      { what: name, unit: 'invocations/s', samples: [rate], peer, reach: { timesPeer: 5 } },
      {
        what: `${name}: requests an invoked task, its invocation included`,
        unit: '',
        samples: [(busy.requests + tasks) / tasks],
        peer: recordedPeer(RECORDED.tick.requests),
        reach: { atMost: 2.4 },
      },
      {
        what: `${name}, ${queued.toLocaleString('en')} tasks queued each: read units in all`,
        unit: '',
        samples: [busy.readUnits],
        peer: recordedPeer(RECORDED.tick.readUnits),
        // Ten tasks of 250 bytes each are a unit of an eventually consistent read, and each row of a labourer costs one more.
        reach: { atMost: 4 * labourers.length },
      },
      {
        what: 'a tick at the cap: requests a labourer',
        unit: '',
        samples: [full.requests / labourers.length],
        peer: recordedPeer(RECORDED.tick.fullRequests),
        reach: { atMost: 2 },
      },
    ];
  } finally {
    await tables.dispose();
  }
};

/** Nothing is queued; each labourer's health is judged by two metrics, asked for at CloudWatch (the emulator's). */
export const idleTick: AwsScenario = async ({ dynamo, size }) => {
  const server = await startMinistack();
  const client = new CloudWatchClient(awsClientConfig(server.endpoint));
  let asked = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      asked++;
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
  );
  const tables = await ownTables(dynamo);
  try {
    const health = Object.fromEntries(METRICS.map((name) => [name, metric(name)]));
    const labourers = labourersOf(size(100, 10), { health_metrics: health });
    const orchestrator = observed(tables, labourers, new CloudWatchMetricsSource({ client }));
    await client.send(
      new PutMetricDataCommand({
        Namespace: NAMESPACE,
        MetricData: METRICS.map((MetricName) => ({ MetricName, Dimensions: DIMENSIONS, Value: 10 })),
      }),
    );
    // The first pass writes each labourer's row.
    await orchestrator.tick();
    tables.take();
    asked = 0;
    await orchestrator.tick();
    const { requests } = tables.take();
    const name = `a tick of ${labourers.length} labourers with nothing to do`;
    return [
      {
        what: `${name}: requests a labourer`,
        unit: '',
        samples: [requests / labourers.length],
        peer: recordedPeer(RECORDED.tick.idleRequests),
        reach: { atMost: 2 },
      },
      { what: `${name}: GetMetricData, two metrics each`, unit: 'requests', samples: [asked], reach: { atMost: 1 } },
    ];
  } finally {
    client.destroy();
    await tables.dispose();
    await server.stop();
  }
};

const NAMESPACE = 'Bench';
const METRICS = ['CPU', 'Errors'];
const DIMENSIONS = [{ Name: 'Of', Value: 'Bench' }];

const metric = (MetricName: string) => ({
  details: { Namespace: NAMESPACE, MetricName, Dimensions: DIMENSIONS, Period: 60, Statistics: ['Average'] },
  feelings: { 4: 50, 3: 75 },
  feeling_comparison_operator: '<=',
});

/** The Orchestrator as its function runs it, whose metrics are taken of what the pass has seen. */
function observed(tables: OwnTables, labourers: readonly Labourer[], metrics?: MetricsSource) {
  const facts = new LabourerFacts();
  const store = new ObservedStore(tables.store, facts);
  const { orchestrator } = system({
    labourers,
    store,
    ledger: new ObservedLedger(tables.ledger, facts),
    invoker: new ObservedInvoker(ACCEPTING, facts),
    ...(metrics === undefined ? {} : { metrics }),
  });
  // Long queues are counted every fifth minute only: this is one of the others.
  const clock = Object.assign(new SystemClock(), { now: () => epochSeconds(60) });
  const gauges = new QueueGauges({ store, facts, clock, logger: LOGGER });
  return {
    /** How many tasks were invoked. */
    async tick(): Promise<number> {
      facts.forget();
      const passed = await orchestrator.pass();
      const failed = passed.find(({ error }) => error !== undefined);
      if (failed !== undefined) throw failed.error;
      await gauges.measure(labourers, DEFAULT_TASK_SETTINGS);
      return passed.reduce((sum, { dispatched }) => sum + (dispatched?.invoked ?? 0), 0);
    },
  };
}

async function referenceRate(reference: Reference, labourers: number, queued: number): Promise<number> {
  const { ticks } = (await reference.run('bench_c.py', String(labourers), String(queued))) as {
    ticks: { invoked: number; wall_s: number }[];
  };
  const [first] = ticks;
  expectEqual(first?.invoked, labourers * CAP, 'invocations of the reference');
  return (labourers * CAP) / (first?.wall_s ?? Number.NaN);
}
