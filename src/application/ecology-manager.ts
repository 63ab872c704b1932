/** Asks how the surroundings of labourers do, and how much each labourer may therefore do. Source: the manual's EcologyManager. */

import { type Coefficients, DEFAULT_COEFFICIENTS } from '../domain/ecology/allowance.js';
import type { MetricValues } from '../domain/ecology/datapoints.js';
import type { EcoStatus } from '../domain/ecology/eco-status.js';
import { type Feelings, judge } from '../domain/ecology/feelings.js';
import { type EcologySettings, type HealthDecision, healthDecision } from '../domain/ecology/health-decision.js';
import { type MetricDetails, type MetricQuery, metricQuery } from '../domain/ecology/metric-query.js';
import { SoswError } from '../domain/errors.js';
import type { LabourerId } from '../domain/ids.js';
import type { Labourer } from '../domain/labourer.js';
import type { EpochSeconds, Seconds } from '../domain/time.js';
import type { Logger } from './ports/logger.js';
import type { MetricsSource } from './ports/metrics-source.js';

/** What the EcologyManager asks of tasks; a TaskManager knows it. */
export interface LabourerTasks {
  /** How many of its tasks run. */
  getCountOfRunningTasksForLabourer(labourer: Labourer): Promise<number>;
  /** Mean duration of the tasks that were closed last. */
  getAverageDuration(labourer: Labourer): Promise<Seconds>;
  /** The time-out of its function. */
  getMaxDuration(labourer: Labourer): Promise<Seconds>;
}

/** Metrics are as old as the call that asked for them; running tasks are counted once after a TaskManager registered. */
export class EcologyManager {
  readonly #metrics: MetricsSource;
  readonly #logger: Logger;
  readonly #coefficients: Coefficients;
  readonly #running = new Map<LabourerId, number>();
  #tasks: LabourerTasks | undefined;

  constructor(parts: { metrics: MetricsSource; logger: Logger; coefficients?: Coefficients }) {
    this.#metrics = parts.metrics;
    this.#logger = parts.logger;
    this.#coefficients = parts.coefficients ?? DEFAULT_COEFFICIENTS;
  }

  /**
   * One decision a labourer, in their order. The metrics of all of them are fetched in one call, equal ones once. A metric without
   * data counts as its `no_data_status` and is logged; it stops neither the other metrics nor the other labourers (D13).
   */
  async decide(labourers: readonly EcologySettings[], now: EpochSeconds): Promise<readonly HealthDecision[]> {
    const fetched = await this.#fetch(labourers.flatMap((labourer) => queriesOf(labourer, now)));
    const decisions = labourers.map((labourer) => healthDecision(labourer, fetched, this.#coefficients));
    for (const decision of decisions) this.#warnOfMissingData(decision);
    return decisions;
  }

  /** The worst status of the labourer's metrics; High without any. */
  async getLabourerStatus(labourer: EcologySettings, now: EpochSeconds): Promise<EcoStatus> {
    const decision = healthDecision(labourer, await this.#fetch(queriesOf(labourer, now)), this.#coefficients);
    this.#warnOfMissingData(decision);
    return decision.status;
  }

  /** The datapoints of one metric, over the window that ends now. */
  async fetchMetricStats(details: MetricDetails, now: EpochSeconds): Promise<MetricValues> {
    const query = metricQuery(details, now);
    return (await this.#fetch([query])).get(query.key) ?? UNANSWERED;
  }

  /** What is felt about this value of a metric. */
  getHealth(value: number, metric: { readonly feelings: Feelings }): EcoStatus {
    return judge(metric.feelings, value).status;
  }

  /** Takes whoever answers for the tasks of labourers, and forgets what was counted before. */
  registerTaskManager(tasks: LabourerTasks): void {
    this.#tasks = tasks;
    this.#running.clear();
  }

  /** Tasks that ran when they were first asked for, and those added since. Slots, not this number, keep a labourer under its cap. */
  async countRunningTasksForLabourer(labourer: Labourer): Promise<number> {
    const counted =
      this.#running.get(labourer.id) ?? (await this.#registered().getCountOfRunningTasksForLabourer(labourer));
    const running = this.#running.get(labourer.id) ?? counted;
    this.#running.set(labourer.id, running);
    return running;
  }

  /** Adds tasks that were started since the count. Counts first where nobody has yet. */
  async addRunningTasksForLabourer(labourer: Labourer, count = 1): Promise<void> {
    await this.countRunningTasksForLabourer(labourer);
    this.#running.set(labourer.id, (this.#running.get(labourer.id) ?? 0) + count);
  }

  /** Mean duration of the labourer's tasks that were closed last; 0 without any. */
  getLabourerAverageDuration(labourer: Labourer): Promise<Seconds> {
    return this.#registered().getAverageDuration(labourer);
  }

  /** The time-out of the labourer's function. */
  getMaxLabourerDuration(labourer: Labourer): Promise<Seconds> {
    return this.#registered().getMaxDuration(labourer);
  }

  #registered(): LabourerTasks {
    if (this.#tasks !== undefined) return this.#tasks;
    throw new SoswError('ecology.unregistered', 'no TaskManager has registered, so nothing is known of running tasks');
  }

  async #fetch(queries: readonly MetricQuery[]): Promise<ReadonlyMap<string, MetricValues>> {
    const distinct = [...new Map(queries.map((query) => [query.key, query])).values()];
    if (distinct.length === 0) return new Map();
    const values = await this.#metrics.values(distinct);
    return new Map(distinct.map((query, index) => [query.key, values[index] ?? UNANSWERED]));
  }

  #warnOfMissingData({ labourerId, warnings }: HealthDecision): void {
    for (const warning of warnings) {
      if (warning.kind !== 'no-data') continue;
      const { metric, status, reason } = warning;
      this.#logger.warn('health metric without data', { labourerId, metric, countedAs: status, reason });
    }
  }
}

const queriesOf = (labourer: EcologySettings, now: EpochSeconds): readonly MetricQuery[] =>
  labourer.healthMetrics.map((metric) => metricQuery(metric.details, now));

/** A source that broke its promise of one answer a query. */
const UNANSWERED: MetricValues = { kind: 'failed', reason: 'the source did not answer' };
