/** What a labourer feels about a number: `feelings`, a map of status to threshold, and the operator that compares them. */

import { RefusedError } from '../errors.js';
import { type Comparison, comparison, holds, NEGATED, type Relation } from './comparison.js';
import { BAD, type EcoStatus, ecoStatus, ecoStatusName } from './eco-status.js';
import { asMap } from './settings-map.js';

/** The status that a value has which meets the threshold, unless it meets that of a better one. */
export interface Threshold {
  readonly status: EcoStatus;
  readonly value: number;
}

/** Checked: the thresholds stand in an order that suits the operator. */
export interface Feelings {
  readonly operator: Comparison;
  /** Best status first. */
  readonly thresholds: readonly Threshold[];
}

/** A status and why it is not a better one: `value operator threshold` is true. */
export interface Judgement {
  readonly status: EcoStatus;
  readonly operator?: Relation;
  readonly threshold?: number;
}

/**
 * Reads `feelings` and `feeling_comparison_operator` of a metric's settings.
 *
 * @param settings - The metric, as it is configured.
 * @param path - Where it stands, for refusals.
 * @returns The thresholds, best status first.
 * @throws RefusedError `ecology.order` for thresholds in an order that would hide a status, whatever the value (the old
 *   system noticed them only for some values, D45); `ecology.threshold`, `ecology.status` and others for what is no
 *   threshold, status or operator.
 * @example
 * ```ts
 * feelings({ feelings: { 4: 25, 3: 50 }, feeling_comparison_operator: '<=' }, 'SomeDBCPU');
 * ```
 */
export function feelings(settings: unknown, path: string): Feelings {
  const metric = asMap(settings, path);
  const operator = comparison(metric.feeling_comparison_operator, `${path}.feeling_comparison_operator`);
  const thresholds = Object.entries(asMap(metric.feelings, `${path}.feelings`))
    .map(([status, value]) => threshold(status, value, `${path}.feelings`))
    .sort((one, other) => other.status - one.status);
  refuseWrongOrder({ operator, thresholds }, `${path}.feelings`);
  return { operator, thresholds };
}

function threshold(status: string, value: unknown, path: string): Threshold {
  if (typeof value === 'number' && Number.isFinite(value)) return { status: ecoStatus(status, path), value };
  throw new RefusedError('ecology.threshold', { path: `${path}.${status}`, expected: 'a number', found: value });
}

/** Where less is better a higher status needs a lower or equal threshold, where more is better a higher or equal one. */
function refuseWrongOrder({ operator, thresholds }: Feelings, path: string): void {
  if (operator === '==') return;
  const lessIsBetter = operator === '<' || operator === '<=';
  for (const [index, worse] of thresholds.entries()) {
    const better = thresholds[index - 1];
    if (better === undefined || better.value === worse.value || better.value < worse.value === lessIsBetter) continue;
    throw new RefusedError('ecology.order', {
      path: `${path}.${better.status}`,
      expected: `at ${lessIsBetter ? 'most' : 'least'} ${worse.value}, the threshold of ${worse.status} ${ecoStatusName(worse.status)}`,
      found: better.value,
      hint: `With ${operator} the status ${worse.status} could never be reached`,
    });
  }
}

/**
 * What is felt about a value.
 *
 * @param feelings - As `feelings` read them.
 * @param value - Of the metric.
 * @returns The best status whose threshold the value meets, Bad if there is none; and the comparison that kept it from
 *   a better one.
 * @example
 * ```ts
 * judge(feelings({ feelings: { 4: 25, 3: 50 }, feeling_comparison_operator: '<=' }, 'SomeDBCPU'), 40).status; // 3
 * ```
 */
export function judge({ operator, thresholds }: Feelings, value: number): Judgement {
  const index = thresholds.findIndex((one) => holds(value, operator, one.value));
  const met = thresholds[index];
  const missed = index === -1 ? thresholds.at(-1) : thresholds[index - 1];
  const status = met?.status ?? BAD;
  if (missed !== undefined) return { status, operator: NEGATED[operator], threshold: missed.value };
  return met === undefined ? { status } : { status, operator, threshold: met.value };
}
