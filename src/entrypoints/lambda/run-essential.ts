/** What the four functions have in common: a fresh configuration, the time that is left, logs and metrics around the work, errors by their code. */

import type { Context } from 'aws-lambda';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { TimeBudget } from '../../application/time-budget.js';
import type { LabourerId } from '../../domain/ids.js';
import type { EssentialConfig } from '../config/config.js';
import type { FreshConfig } from '../config/fresh-config.js';
import { failureOf } from './failure.js';
import type { LabourerFacts } from './labourer-facts.js';
import { timeBudget } from './run-time.js';

/** A function's own parts, which live as long as its container. `Composed` is what a configuration makes anew. */
export interface Essential<Composed> {
  readonly fresh: Pick<FreshConfig<Composed>, 'current'>;
  readonly facts: LabourerFacts;
  readonly metrics: MetricsSink;
  readonly clock: Clock;
  readonly logger: Logger & { begin(context: Context): void };
}

/** Takes the metrics of one labourer: of a run, or as they stand. */
export interface MetricsSink {
  publish(labourerId: LabourerId, values: ReadonlyMap<string, number>): void;
}

/** One invocation of a function. */
export interface Run<Composed> {
  readonly config: EssentialConfig;
  readonly composed: Composed;
  /** Stays the same when Lambda repeats an event by itself. */
  readonly requestId: string;
  readonly budget: TimeBudget;
  /** Values as they stand at the run's end, beside what is counted anyway. */
  publish(labourerId: LabourerId, values: ReadonlyMap<string, number>): void;
}

export type LambdaHandler = (event: unknown, context: Context) => Promise<unknown>;

/** The handler of an essential. What `work` rejects with is logged, and thrown with its code as its name, for whoever invoked and for Lambda's error metric. */
export function runEssential<Composed>(
  essential: Essential<Composed>,
  work: (event: unknown, run: Run<Composed>) => Promise<unknown>,
): LambdaHandler {
  const { fresh, facts, metrics, logger } = essential;
  return async (event, context) => {
    logger.begin(context);
    facts.forget();
    const gauges = new Map<LabourerId, ReadonlyMap<string, number>>();
    try {
      const { config, composed } = await fresh.current();
      return await work(event, {
        config,
        composed,
        requestId: context.awsRequestId,
        budget: timeBudget(context, config.aws.shutdownPeriod),
        publish: (labourerId, values) => gauges.set(labourerId, values),
      });
    } catch (error) {
      const failure = failureOf(error);
      logger.error('the run failed', { code: failure.name, error: failure });
      throw failure;
    } finally {
      publishAll(metrics, new Map(facts.counts()), gauges);
    }
  };
}

/** One publication a labourer, of what was counted and of what stands. */
function publishAll(
  metrics: MetricsSink,
  counts: ReadonlyMap<LabourerId, ReadonlyMap<string, number>>,
  gauges: ReadonlyMap<LabourerId, ReadonlyMap<string, number>>,
): void {
  for (const labourerId of new Set([...counts.keys(), ...gauges.keys()])) {
    metrics.publish(labourerId, new Map([...(counts.get(labourerId) ?? []), ...(gauges.get(labourerId) ?? [])]));
  }
}
