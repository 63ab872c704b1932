/** What simulations found, for a terminal. */

import type { LabourerResult, SimulationResult } from '../../simulation/result.js';
import { inChange, inTime, inUtc } from '../../simulation/report/amounts.js';
import {
  COSTS,
  HEALTH,
  MEASURES,
  type Measure,
  measured,
  NO_FIGURE,
  SWEPT,
  TASKS,
  TIMES,
} from '../../simulation/report/measures.js';
import type { Run, Runs } from '../../simulation/report/run.js';
import { plainTable } from '../plain-table.js';
import type { Terminal } from '../terminal.js';
import { inNumbers } from '../wording.js';
import { sparkline } from './sparkline.js';

type Colors = Terminal['colors'];

/** One simulation: every labourer's totals, and its queue and work as curves. */
export function simulationText({ name, result }: Run, { colors }: Terminal): string {
  const { labourers } = result;
  const wall = `simulated in ${(result.wallMs / 1000).toFixed(1)} s`;
  return [
    `${colors.bold(`${inTime(result.to - result.from)} of ${name}`)}, ${stretch(result)} ${colors.dim(wall)}`,
    '',
    labourersTable('labourer', [...TASKS, ...TIMES], labourers, colors),
    '',
    labourersTable('time at health', HEALTH, labourers, colors),
    '',
    labourersTable('cost', COSTS, labourers, colors),
    ...labourers.flatMap((labourer) => ['', ...curves(labourer, colors)]),
  ].join('\n');
}

const stretch = ({ from, to, seed }: SimulationResult): string => `${inUtc(from)} to ${inUtc(to)} UTC, seed ${seed}`;

function labourersTable(
  name: string,
  measures: readonly Measure[],
  labourers: readonly LabourerResult[],
  colors: Colors,
): string {
  const rows = labourers.map((labourer) => [
    colors.bold(labourer.labourerId),
    ...measures.map((measure) => figure(measure, labourer, colors)),
  ]);
  return plainTable([name, ...measures.map(({ label }) => label)].map(colors.dim), rows);
}

function figure(measure: Measure, labourer: LabourerResult | undefined, colors: Colors): string {
  const text = measured(measure, labourer);
  const isBad = measure.isBad === true && labourer !== undefined && (measure.of(labourer) ?? 0) > 0;
  return isBad ? colors.red(text) : text;
}

/** Characters of a curve. */
const WIDTH = 60;

function curves({ labourerId, cap, timeline, peaks }: LabourerResult, colors: Colors): string[] {
  const least = timeline.allowance.reduce((lowest, value) => Math.min(lowest, value), cap);
  const curve = (label: string, values: readonly number[], end: string, most = true): string =>
    `  ${label.padEnd(8)} ${colors.cyan(sparkline(values, WIDTH, most).padEnd(WIDTH))} ${end}`;
  return [
    `  ${colors.bold(labourerId)}`,
    curve('queued', timeline.queued, `at most ${inNumbers(peaks.queued.value)}`),
    curve('running', timeline.running, `at most ${inNumbers(peaks.running.value)} of ${inNumbers(cap)}`),
    curve('allowed', timeline.allowance, `at least ${inNumbers(least)}`, false),
    curve('oldest', timeline.oldestAge, `at most ${inTime(peaks.oldestAge.value)}`),
  ];
}

/** Two simulations: each labourer's figures side by side. */
export function comparisonText([one, other]: readonly [Run, Run], { colors }: Terminal): string {
  const names = new Set([...one.result.labourers, ...other.result.labourers].map(({ labourerId }) => labourerId));
  const tables = [...names].map((name) => {
    const found = [one, other].map(({ result }) => result.labourers.find(({ labourerId }) => labourerId === name));
    const rows = Object.values(MEASURES)
      .flat()
      .map((measure) => [
        `  ${measure.label}`,
        ...found.map((labourer) => figure(measure, labourer, colors)),
        change(measure, found),
      ]);
    return plainTable([colors.bold(name), ...[one.name, other.name, 'change'].map(colors.dim)], rows);
  });
  const title = `${inTime(one.result.to - one.result.from)}, ${stretch(one.result)}`;
  return [colors.bold(title), ...tables.flatMap((table) => ['', table])].join('\n');
}

function change(measure: Measure, found: readonly (LabourerResult | undefined)[]): string {
  const [one, other] = found.map((labourer) => (labourer === undefined ? undefined : measure.of(labourer)));
  return one === undefined || other === undefined ? NO_FIGURE : inChange(one, other);
}

/** One labourer in many simulations, a line a value of the setting that was swept: `labourer.setting`. */
export function sweepText(runs: Runs, target: string, { colors }: Terminal): string {
  const [{ result }] = runs;
  const labourerId = result.labourers
    .map((labourer) => labourer.labourerId)
    .filter((name) => target.startsWith(`${name}.`))
    .toSorted((one, other) => other.length - one.length)[0];
  const rows = runs.map((run) => {
    const labourer = run.result.labourers.find((one) => one.labourerId === labourerId);
    return [colors.bold(run.name), ...SWEPT.map((measure) => figure(measure, labourer, colors))];
  });
  return [
    `${colors.bold(`${inTime(result.to - result.from)} of ${labourerId ?? target}`)}, ${stretch(result)}`,
    '',
    plainTable(
      [target.slice((labourerId?.length ?? -1) + 1), ...SWEPT.map(({ label }) => label)].map(colors.dim),
      rows,
    ),
  ].join('\n');
}
