/** A day of a labourer's health: the values are made up, what they lead to is what the product decides. */

import { DEFAULT_COEFFICIENTS } from '../../src/domain/ecology/allowance.js';
import type { MetricValues } from '../../src/domain/ecology/datapoints.js';
import { ecoStatusName } from '../../src/domain/ecology/eco-status.js';
import { type HealthDecision, healthDecision } from '../../src/domain/ecology/health-decision.js';
import { healthMetrics } from '../../src/domain/ecology/health-metric.js';
import { labourerId } from '../../src/domain/ids.js';
import { AMBER, BLUE, drawing, FAINT, GREEN, line, RED, text } from './svg.js';

const MINUTES_A_POINT = 5;
const POINTS = (24 * 60) / MINUTES_A_POINT;
const CAP = 10;

const METRICS = healthMetrics(
  {
    DatabaseCpu: {
      details: { Namespace: 'AWS/RDS', Name: 'CPUUtilization' },
      feelings: { 4: 40, 3: 60, 2: 80 },
      feeling_comparison_operator: '<=',
    },
  },
  'health_metrics',
);

const hill = (hour: number, at: number, height: number, width: number): number =>
  height * Math.exp(-(((hour - at) / width) ** 2));

/** Percent at an hour of the day; undefined while the source is silent. */
export function loadAt(hour: number): number | undefined {
  if (hour >= 12 && hour < 12.5) return undefined;
  const ripple = 2 * Math.sin(hour * 7) + Math.sin(hour * 23);
  return 22 + hill(hour, 9, 44, 1.6) + hill(hour, 15.5, 70, 0.9) + hill(hour, 20, 26, 1.4) + ripple;
}

export function decisionAt(hour: number): HealthDecision {
  const load = loadAt(hour);
  const values: MetricValues = { kind: 'datapoints', datapoints: load === undefined ? [] : [load] };
  const fetched = new Map(METRICS.map(({ details }) => [details.key, values]));
  const labourer = { id: labourerId('import_prices'), cap: CAP, healthMetrics: METRICS };
  return healthDecision(labourer, fetched, DEFAULT_COEFFICIENTS);
}

const HOURS = Array.from({ length: POINTS + 1 }, (_, index) => (index * MINUTES_A_POINT) / 60);

const LEFT = 56;
const RIGHT = 450;
const x = (hour: number): number => LEFT + (hour / 24) * (RIGHT - LEFT);
const LOAD = { top: 52, bottom: 252 };
const loadY = (percent: number): number => LOAD.bottom - (percent / 100) * (LOAD.bottom - LOAD.top);
const ALLOWED = { top: 312, bottom: 432 };
const allowedY = (allowed: number): number => ALLOWED.bottom - (allowed / CAP) * (ALLOWED.bottom - ALLOWED.top);

const point = (atX: number, atY: number): string => `${atX.toFixed(1)} ${atY.toFixed(1)}`;

/** A stroke for each stretch of the day that has values. */
function loadPath(): string {
  let path = '';
  let pen = 'M';
  for (const hour of HOURS) {
    const load = loadAt(hour);
    if (load !== undefined) path += pen + point(x(hour), loadY(load));
    pen = load === undefined ? 'M' : 'L';
  }
  return path;
}

/** As steps: a decision holds until the next one. */
const allowedPath = (): string =>
  HOURS.map((hour, index) => {
    const to = allowedY(decisionAt(hour).allowance).toFixed(1);
    return index === 0 ? `M${x(hour).toFixed(1)} ${to}` : `H${x(hour).toFixed(1)}V${to}`;
  }).join('');

function threshold(status: number, value: number): string[] {
  const tint = status === 4 ? GREEN : status === 3 ? BLUE : AMBER;
  return [
    line(`M${LEFT} ${loadY(value)}H${RIGHT}`, { stroke: tint.line, dashed: true }),
    text({ x: LEFT - 8, y: loadY(value) + 5 }, String(value), { size: 16, anchor: 'end' }),
    text({ x: LEFT + 4, y: loadY(value) + 17 }, `${status} ${ecoStatusName(status as 2 | 3 | 4)}`, {
      size: 16,
      fill: tint.line,
      anchor: 'start',
    }),
  ];
}

const thresholds = (): string[] =>
  METRICS.flatMap(({ feelings }) => feelings.thresholds.flatMap(({ status, value }) => threshold(status, value)));

const hours = (): string[] =>
  [0, 6, 12, 18, 24].flatMap((hour) => [
    line(`M${x(hour)} ${LOAD.top}V${ALLOWED.bottom + 6}`, { stroke: '#e5e7eb', width: 1 }),
    text({ x: x(hour), y: ALLOWED.bottom + 24 }, `${hour}:00`, { size: 16, fill: FAINT }),
  ]);

const allowances = (): string[] =>
  [...new Set(HOURS.map((hour) => decisionAt(hour).allowance))].map((allowed) =>
    text({ x: LEFT - 8, y: allowedY(allowed) + 5 }, String(allowed), { size: 16, anchor: 'end' }),
  );

export const ecologyDay = (): string =>
  drawing(
    {
      height: 472,
      title: 'A day of health, and what it allows',
      description: `A database's CPU load over a day with the thresholds 40, 60 and 80, and below it the allowed invocations of a cap of ${CAP}: fewer while the load is above a threshold, none while it is above the last.`,
    },
    [
      ...hours(),
      text({ x: 16, y: 30 }, 'DatabaseCpu, percent', { anchor: 'start', weight: 600 }),
      ...thresholds(),
      text({ x: LEFT + 4, y: LOAD.top + 14 }, '0 Bad', { size: 16, fill: RED.line, anchor: 'start' }),
      line(loadPath(), { width: 2 }),
      text({ x: x(12.25), y: LOAD.bottom - 6 }, 'no data', { size: 16, fill: FAINT }),
      line(`M${LEFT} ${LOAD.bottom}H${RIGHT}`, { stroke: FAINT, width: 1 }),
      text({ x: 16, y: 290 }, `allowed invocations, of ${CAP}`, { anchor: 'start', weight: 600 }),
      `<path d="${allowedPath()}V${ALLOWED.bottom}H${LEFT}z" fill="${BLUE.ground}"/>`,
      line(allowedPath(), { stroke: BLUE.line, width: 2 }),
      line(`M${LEFT} ${ALLOWED.bottom}H${RIGHT}`, { stroke: FAINT, width: 1 }),
      ...allowances(),
    ],
  );
