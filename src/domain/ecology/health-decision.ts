/** How much a labourer may do now and why, as data: what the dashboard, the log and the simulation show of a decision. */

import type { LabourerId } from '../ids.js';
import { allowance, type Coefficients, type FlooredCap, isFloored } from './allowance.js';
import type { Relation } from './comparison.js';
import { type MetricValues, valueOver } from './datapoints.js';
import { type EcoStatus, ecoStatusName, worstStatus } from './eco-status.js';
import { judge } from './feelings.js';
import type { HealthMetric } from './health-metric.js';

/** What ecology needs to know of a labourer. */
export interface EcologySettings {
  readonly id: LabourerId;
  /** The most attempts at once; 0 pauses. */
  readonly cap: number;
  readonly healthMetrics: readonly HealthMetric[];
}

/** What one metric said. */
export type MetricReading =
  | {
      readonly name: string;
      readonly status: EcoStatus;
      readonly noData: false;
      readonly value: number;
      /** `value operator threshold` is true, and is why the status is not a better one. Absent for a metric without feelings. */
      readonly operator?: Relation;
      readonly threshold?: number;
    }
  /** The status is then the metric's `no_data_status`. */
  | { readonly name: string; readonly status: EcoStatus; readonly noData: true; readonly reason: string };

/** What its owner should look at, though the decision stands. */
export type HealthWarning =
  /** The metric counts as this status, its `no_data_status`. */
  | { readonly kind: 'no-data'; readonly metric: string; readonly status: EcoStatus; readonly reason: string }
  /** The present status pauses the labourer only because its cap is small. */
  | ({ readonly kind: 'floored-cap' } & FlooredCap);

/** The outcome for one labourer at one instant. */
export interface HealthDecision {
  readonly labourerId: LabourerId;
  /** The worst of the metrics; High without any. */
  readonly status: EcoStatus;
  /** Attempts that may live at once, those that run already included. */
  readonly allowance: number;
  /** The share of the cap, 0 to 1, that the status allows. */
  readonly coefficient: number;
  /** In force: the configured one, or an operator's. */
  readonly cap: number;
  /** Only where an operator's cap is in force: the one that it stands in place of. */
  readonly configuredCap?: number;
  /** In the order of the configuration. */
  readonly metrics: readonly MetricReading[];
  readonly warnings: readonly HealthWarning[];
}

/** `fetched` is by the key of a metric's details; a key that is missing counts as without data. */
export function healthDecision(
  labourer: EcologySettings,
  fetched: ReadonlyMap<string, MetricValues>,
  coefficients: Coefficients,
): HealthDecision {
  const { id, cap } = labourer;
  const metrics = labourer.healthMetrics.map((metric) => readingOf(metric, fetched.get(metric.details.key)));
  const status = worstStatus(metrics.map((metric) => metric.status));
  return {
    labourerId: id,
    status,
    metrics,
    ...allowedUnder({ status, coefficient: coefficients[status], cap }, metrics),
  };
}

/** The same decision where an operator's cap stands in place of the configured one; itself without any. */
export function underOperatorCap(decision: HealthDecision, operatorCap: number | undefined): HealthDecision {
  if (operatorCap === undefined) return decision;
  const { labourerId, status, coefficient, metrics, cap: configuredCap } = decision;
  return {
    labourerId,
    status,
    metrics,
    configuredCap,
    ...allowedUnder({ status, coefficient, cap: operatorCap }, metrics),
  };
}

function allowedUnder(
  share: FlooredCap,
  metrics: readonly MetricReading[],
): Pick<HealthDecision, 'coefficient' | 'cap' | 'allowance' | 'warnings'> {
  const { coefficient, cap } = share;
  const warnings: HealthWarning[] = metrics.flatMap((metric) =>
    metric.noData ? [{ kind: 'no-data', metric: metric.name, status: metric.status, reason: metric.reason }] : [],
  );
  if (isFloored(share)) warnings.push({ kind: 'floored-cap', ...share });
  return { coefficient, cap, allowance: allowance(cap, coefficient), warnings };
}

function readingOf(metric: HealthMetric, fetched: MetricValues | undefined): MetricReading {
  const { name, details, feelings, noDataStatus } = metric;
  if (fetched?.kind === 'failed') return { name, status: noDataStatus, noData: true, reason: fetched.reason };
  const value = valueOver(details.statistic, fetched?.datapoints ?? []);
  if (value === undefined) return { name, status: noDataStatus, noData: true, reason: 'no datapoints' };
  return { name, noData: false, value, ...judge(feelings, value) };
}

/** One line for people: `allowed 7 of 10: CPU 61 > 50 → Good`. Of several metrics it names those that set the status. */
export function decisionInWords({ status, allowance, cap, configuredCap, metrics }: HealthDecision): string {
  const deciding = metrics.filter((metric) => metric.status === status).map(readingInWords);
  const reason = deciding.length === 0 ? 'no health metrics' : deciding.join(', ');
  const operators = configuredCap === undefined ? '' : ` (set by an operator; configured ${configuredCap})`;
  return `allowed ${allowance} of ${cap}${operators}: ${reason} → ${ecoStatusName(status)}`;
}

function readingInWords(reading: MetricReading): string {
  if (reading.noData) return `${reading.name} without data (${reading.reason})`;
  const { name, value, operator, threshold } = reading;
  if (operator === undefined || threshold === undefined) return `${name} ${value}`;
  return `${name} ${shortened(value, threshold)} ${operator} ${threshold}`;
}

/** A fraction with six digits, unless they would hide on which side of the threshold it lies. */
function shortened(value: number, threshold: number): number {
  const short = Number.isInteger(value) ? value : Number(value.toPrecision(6));
  return short === threshold ? value : short;
}
