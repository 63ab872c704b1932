/** Why a labourer's health allows less than its whole cap, metric by metric. */

import { allowance, type Coefficients, isFloored } from '../ecology/allowance.js';
import { type EcoStatus, ecoStatusName, HIGH } from '../ecology/eco-status.js';
import { judge } from '../ecology/feelings.js';
import type { HealthMetric } from '../ecology/health-metric.js';
import type { LabourerId } from '../ids.js';
import type { DecisionInWords, NotedHealth } from './noted-health.js';
import { counted, inNumbers, type Reason, reason } from './reason.js';

export interface HealthSituation {
  readonly labourerId: LabourerId;
  readonly healthMetrics: readonly HealthMetric[];
  /** In force. */
  readonly cap: number;
  readonly coefficients: Coefficients;
  readonly health: NotedHealth;
  readonly decision?: DecisionInWords | undefined;
}

/** None where the health allows the whole cap. */
export function healthReasons(situation: HealthSituation): readonly Reason[] {
  const { labourerId, cap, coefficients, health } = situation;
  const share = { status: health.status, coefficient: coefficients[health.status], cap };
  if (cap === 0 || share.coefficient === 1) return [];
  const readings = deciding(situation);
  const name = ecoStatusName(health.status);
  const allowed = allowance(cap, share.coefficient);
  const why = readings.length > 0 ? readings.map(readingText).join(', ') : situation.decision?.text;
  const because = why === undefined ? '' : `: ${why}`;
  const text = `Its health is ${name}, which allows ${allowed === 0 ? 'none' : inNumbers(allowed)} of ${counted(cap, 'slot')}${because}.`;
  return [
    reason('health', text),
    ...readings.filter(({ value }) => value === null).map(noDataReason),
    ...(isFloored(share)
      ? [
          flooredReason(
            share.coefficient,
            cap,
            name,
            `sosw labourers cap ${labourerId} ${Math.ceil(1 / share.coefficient)}`,
          ),
        ]
      : []),
  ];
}

interface Reading {
  readonly name: string;
  readonly value: number | null;
  readonly status: EcoStatus;
  /** `value operator threshold` is why the status is not a better one. */
  readonly relation?: string;
}

/** The metrics that set the status; none where their values were not recorded. */
function deciding({ healthMetrics, health }: HealthSituation): readonly Reading[] {
  const { metrics, status } = health;
  if (metrics === undefined || status === HIGH) return [];
  return healthMetrics
    .map((metric) => readingOf(metric, metrics[metric.name] ?? null))
    .filter((one) => one.status === status);
}

function readingOf({ name, feelings, noDataStatus }: HealthMetric, value: number | null): Reading {
  if (value === null) return { name, value, status: noDataStatus };
  const { status, operator, threshold } = judge(feelings, value);
  return { name, value, status, ...(operator === undefined ? {} : { relation: `${operator} ${threshold}` }) };
}

const readingText = ({ name, value, relation }: Reading): string =>
  value === null
    ? `${name} has no data`
    : `${name} is ${Number(value.toPrecision(6))}${relation === undefined ? '' : ` (${relation})`}`;

const noDataReason = ({ name, status }: Reading): Reason =>
  reason(
    'no-data',
    `The metric ${name} has no data and counts as ${ecoStatusName(status)}.`,
    `look whether the metric's details name one that exists; no_data_status says what it counts as without data`,
  );

const flooredReason = (coefficient: number, cap: number, status: string, advice: string): Reason =>
  reason(
    'floored-cap',
    `${status} means to allow a share of ${coefficient}, but that of ${counted(cap, 'slot')} is less than one, which is none.`,
    advice,
  );
