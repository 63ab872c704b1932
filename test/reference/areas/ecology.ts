/** Area 5: health, what is asked of the metrics' source, and how many tasks may be invoked. */

import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { MemoryMetricsSource } from '../../../src/adapters/memory/memory-metrics-source.js';
import { EcologyManager } from '../../../src/application/ecology-manager.js';
import { coefficients, toInvoke } from '../../../src/domain/ecology/allowance.js';
import { valueOver } from '../../../src/domain/ecology/datapoints.js';
import { feelings } from '../../../src/domain/ecology/feelings.js';
import { type MetricQuery, metricDetails } from '../../../src/domain/ecology/metric-query.js';
import { readLabourer } from '../../../src/domain/labourer-settings.js';
import type { JsonObject } from '../../../src/domain/task.js';
import type { EpochSeconds } from '../../../src/domain/time.js';
import { type AreaRunner, clockOf, difference, listIn, mapIn, outcome, textsIn, type Vector } from '../vector.js';

export const run: AreaRunner = async (vector) => {
  const answer = await answerTo(vector).then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error;
    },
  );
  return outcome(vector, answer, difference);
};

async function answerTo(vector: Vector): Promise<object> {
  const { input } = vector;
  const now = clockOf(vector);
  const metrics = new MemoryMetricsSource();
  const settings = mapIn(input, 'config').invocation_number_coefficient;
  const shares = coefficients(settings, 'invocation_number_coefficient');
  const ecology = new EcologyManager({ metrics, logger: new MemoryLogger(), coefficients: shares });
  switch (input.op) {
    case 'health':
      return { value: ecology.getHealth(Number(input.value), { feelings: feelings(input.metric, 'metric') }) };
    case 'fetch':
      return fetchOne(input, { metrics, ecology, now });
    case 'desired':
      return desired(input, { metrics, ecology, now });
    default:
      throw new Error(`unknown operation ${JSON.stringify(input.op)}`);
  }
}

interface World {
  readonly metrics: MemoryMetricsSource;
  readonly ecology: EcologyManager;
  readonly now: EpochSeconds;
}

async function fetchOne(input: JsonObject, { metrics, ecology, now }: World): Promise<object> {
  const defaults = mapIn(mapIn(input, 'config'), 'default_metric_values');
  const details = metricDetails(mapIn(input, 'details'), 'details', defaults);
  metrics.set(String(details.fields.MetricName), ...listIn(input, 'datapoints').map(Number));
  const values = await ecology.fetchMetricStats(details, now);
  if (values.kind === 'failed') throw new Error(values.reason);
  return {
    request: metrics.lastQueries.map(requestOf)[0],
    value: valueOver(details.statistic, values.datapoints),
  };
}

/** The query as a request of `GetMetricStatistics`. */
const requestOf = ({ fields, period, statistic, from, to }: MetricQuery): object => ({
  ...fields,
  Period: period,
  Statistics: [statistic],
  StartTime: isoInstant(from),
  EndTime: isoInstant(to),
});

/** Without milliseconds where there are none, as the vectors have it. */
const isoInstant = (instant: EpochSeconds): string => new Date(instant * 1000).toISOString().replace('.000Z', 'Z');

async function desired(input: JsonObject, { metrics, ecology, now }: World): Promise<object> {
  const datapoints = mapIn(input, 'datapoints');
  for (const name of Object.keys(datapoints)) metrics.set(name, ...listIn(datapoints, name).map(Number));
  const labourer = readLabourer('worker', mapIn(input, 'labourer'), mapIn(input, 'task_config'), 'labourers.worker');
  const [decision] = await ecology.decide([labourer], now);
  if (decision === undefined) throw new Error('no decision');
  const invocations = toInvoke(decision.allowance, Number(input.running));
  return {
    status: decision.status,
    to_invoke: invocations,
    metric_fetches: metrics.lastQueries.length,
    ...(input.queue === undefined ? {} : { invoked_task_ids: textsIn(input, 'queue').slice(0, invocations) }),
  };
}
