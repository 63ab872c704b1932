/** The plots of a labourer as data: what the page's script draws, with a sentence for those who do not see it. */

import type { LabourerResult, Peak, Timeline } from '../result.js';
import { inTime, inUtc } from './amounts.js';
import type { Run, Runs } from './run.js';

/** How a line is drawn: a plain one, one that jumps, one that only marks a bound, or one with its area. */
export type LineStyle = 'line' | 'step' | 'bound' | 'area';

/** One line of a plot. */
export interface ChartLine {
  readonly label: string;
  /** The number of its simulation, from 0: it decides the colour. */
  readonly run: number;
  readonly style: LineStyle;
  /** Another colour than the simulation's, where there is only one simulation. */
  readonly colour?: 'allowed' | 'bad';
  /** One value an instant; null where there is none. */
  readonly values: readonly (number | null)[];
  /** How high the curve gets where that is known better than from its values. */
  readonly peak?: Peak;
}

/** One plot. `health` has the statuses, 0 to 4, as values, and is drawn in bands. */
export interface Chart {
  readonly title: string;
  readonly kind: 'lines' | 'health';
  readonly unit: 'count' | 'seconds' | 'value';
  /** What is to be seen, in words. */
  readonly summary: string;
  readonly at: readonly number[];
  readonly lines: readonly ChartLine[];
}

/** A labourer's curves in one simulation. */
interface Curves {
  readonly run: number;
  /** In front of the labels, where there are several simulations. */
  readonly prefix: string;
  readonly labourer: LabourerResult;
}

/** The plots of one labourer over all simulations that have it, in the order in which they are read. */
export function chartsOf(labourerId: string, runs: Runs): Chart[] {
  const curves = runs.flatMap((run, index) => curvesOf(labourerId, run, index, runs.length));
  const [first] = curves;
  if (first === undefined) return [];
  const { at } = first.labourer.timeline;
  const metrics = new Set(curves.flatMap(({ labourer }) => Object.keys(labourer.timeline.metrics)));
  return [
    counted('Queue length', at, 'queued', curves),
    runningChart(at, curves),
    healthChart(at, curves),
    { ...counted('Age of the oldest task', at, 'oldestAge', curves), unit: 'seconds' },
    sumsChart(at, curves),
    ...[...metrics].map((name) => metricChart(name, at, curves)),
  ];
}

function curvesOf(labourerId: string, { name, result }: Run, run: number, runs: number): Curves[] {
  const labourer = result.labourers.find((one) => one.labourerId === labourerId);
  return labourer === undefined ? [] : [{ run, prefix: runs > 1 ? `${name}: ` : '', labourer }];
}

type CurveName = 'queued' | 'oldestAge';

function counted(title: string, at: readonly number[], name: CurveName, curves: readonly Curves[]): Chart {
  const label = name === 'queued' ? 'queued' : 'waited';
  const lines = curves.map(({ run, prefix, labourer: { timeline, peaks } }) => ({
    ...line(prefix + label, run, curves.length === 1 ? 'area' : 'line', timeline[name]),
    peak: peaks[name],
  }));
  const inUnit = name === 'queued' ? (value: number) => value.toLocaleString('en-US') : inTime;
  return { title, kind: 'lines', unit: 'count', at, lines, summary: inWords(at, lines, inUnit) };
}

function runningChart(at: readonly number[], curves: readonly Curves[]): Chart {
  const lines = curves.flatMap(({ run, prefix, labourer: { timeline, cap, peaks } }) => [
    { ...line(`${prefix}running`, run, curves.length === 1 ? 'area' : 'line', timeline.running), peak: peaks.running },
    {
      ...line(`${prefix}allowed`, run, 'step', timeline.allowance),
      ...(curves.length === 1 ? { colour: 'allowed' as const } : {}),
    },
    line(
      `${prefix}cap`,
      run,
      'bound',
      at.map(() => cap),
    ),
  ]);
  return {
    title: 'Running, against what is allowed',
    kind: 'lines',
    unit: 'count',
    at,
    lines,
    summary: inWords(at, lines),
  };
}

function healthChart(at: readonly number[], curves: readonly Curves[]): Chart {
  const lines = curves.map(({ run, prefix, labourer: { timeline } }) =>
    line(`${prefix}health`, run, 'step', timeline.status),
  );
  const summary = curves
    .map(({ prefix, labourer: { timeIn } }) => `${prefix}${inTime(timeIn[0] + timeIn[1])} at Bad or Poor.`)
    .join(' ');
  return { title: 'Health', kind: 'health', unit: 'count', at, lines, summary };
}

function sumsChart(at: readonly number[], curves: readonly Curves[]): Chart {
  const lines = curves.flatMap(({ run, prefix, labourer: { timeline } }) => [
    line(`${prefix}retries`, run, 'line', timeline.retries),
    {
      ...line(`${prefix}dead`, run, 'bound', timeline.dead),
      ...(curves.length === 1 ? { colour: 'bad' as const } : {}),
    },
  ]);
  const summary = lines.map(({ label, values }) => `${label}: ${values.at(-1) ?? 0} in all.`).join(' ');
  return { title: 'Retries and deaths, since the beginning', kind: 'lines', unit: 'count', at, lines, summary };
}

function metricChart(name: string, at: readonly number[], curves: readonly Curves[]): Chart {
  const lines = curves.flatMap(({ run, prefix, labourer: { timeline } }) => {
    const values = timeline.metrics[name];
    return values === undefined ? [] : [line(`${prefix}${name}`, run, 'line', values)];
  });
  return { title: `Metric ${name}`, kind: 'lines', unit: 'value', at, lines, summary: inWords(at, lines) };
}

const line = (label: string, run: number, style: LineStyle, values: Timeline['metrics'][string]): ChartLine => ({
  label,
  run,
  style,
  values: values.map((value) => (value === null ? null : Number(value.toPrecision(DIGITS)))),
});

/** More than a plot can show; fewer make a smaller page. */
const DIGITS = 6;

/** Of each line how high it gets and when. */
const inWords = (at: readonly number[], lines: readonly ChartLine[], text = (value: number): string => String(value)) =>
  lines
    .filter(({ style }) => style !== 'bound')
    .map(({ label, values, peak = highest(at, values) }) =>
      peak === undefined ? `${label}: no data.` : `${label}: at most ${text(peak.value)}, at ${inUtc(peak.at)}.`,
    )
    .join(' ');

function highest(at: readonly number[], values: ChartLine['values']): { value: number; at: number } | undefined {
  const index = values.reduce<number>(
    (best, value, next) => ((value ?? -Infinity) > (values[best] ?? -Infinity) ? next : best),
    0,
  );
  const value = values[index];
  return value === null || value === undefined ? undefined : { value, at: at[index] ?? 0 };
}
