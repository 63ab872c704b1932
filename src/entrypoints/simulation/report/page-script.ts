/**
 * Draws the plots of a report in the reader's browser, with uPlot, which the page has loaded before. It is put into the page as it is
 * compiled: it imports nothing but types, and its data stands in the page.
 */

import type { Chart, ChartLine } from './charts.js';

/** What is used of a browser's elements; the product is compiled without the types of browsers. */
interface PageElement {
  readonly clientWidth: number;
  readonly textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  replaceChildren(): void;
}
interface Drawing {
  fillStyle: string;
  font: string;
  textBaseline: string;
  textAlign: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  save(): void;
  restore(): void;
}
/** What is used of a plot. */
interface Plot {
  readonly ctx: Drawing;
  readonly bbox: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  valToPos(value: number, scale: string, onCanvas: boolean): number;
  setSize(size: { width: number; height: number }): void;
  destroy(): void;
}
interface PlotConstructor {
  new (options: object, data: readonly (readonly (number | null)[])[], target: PageElement): Plot;
  readonly paths: { stepped(options: { align: 1 | -1 }): unknown };
  tzDate(date: Date, zone: string): Date;
}
interface Media {
  readonly matches: boolean;
  addEventListener(kind: 'change', listener: () => void): void;
}

declare const uPlot: PlotConstructor;
declare const document: {
  readonly documentElement: PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
};
declare const getComputedStyle: (element: PageElement) => { getPropertyValue(name: string): string };
declare const matchMedia: (query: string) => Media;
declare const addEventListener: (kind: 'resize', listener: () => void) => void;
declare const requestAnimationFrame: (draw: () => void) => number;
declare const devicePixelRatio: number;

const STATUSES = ['Bad', 'Poor', 'Moderate', 'Good', 'High'];
const HEIGHT = 200;
/** Of the bands of one simulation. */
const BAND = 44;
const AXIS = 30;
const DIGITS_WIDTH = 62;

const style = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function inTime(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${+(seconds / 60).toFixed(1)} min`;
  return seconds < 172800 ? `${+(seconds / 3600).toFixed(1)} h` : `${+(seconds / 86400).toFixed(1)} d`;
}

const inUnit = (unit: Chart['unit'], value: number): string =>
  unit === 'seconds' ? inTime(value) : value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** Steps of an axis of time in units that people count in. */
const TIME_STEPS = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 432000, 864000];

function seriesOf(chart: Chart, line: ChartLine): object {
  const colour = style(`--run-${(line.run % RUN_COLOURS) + 1}`);
  const looks = {
    line: {},
    step: { paths: uPlot.paths.stepped({ align: 1 }), dash: [6, 3] },
    bound: { dash: [2, 4] },
    area: { fill: `${colour}30` },
  };
  return {
    label: line.label,
    stroke: line.colour === undefined ? colour : style(`--${line.colour}`),
    width: 1.5,
    points: { show: false },
    value: (_: Plot, value: number | null) => (value === null ? '–' : inUnit(chart.unit, value)),
    ...looks[line.style],
  };
}

const RUN_COLOURS = 6;

/** What all plots of the page have in common: the time below, and a cursor that all of them share. */
const common = (width: number, height: number): object => ({
  width,
  height,
  tzDate: (instant: number) => uPlot.tzDate(new Date(instant * 1000), 'Etc/UTC'),
  cursor: { sync: { key: 'time' }, drag: { x: true, y: false } },
});

const axis = (more: object): object => ({
  stroke: style('--ink'),
  grid: { stroke: style('--grid'), width: 1 },
  ticks: { stroke: style('--grid'), width: 1 },
  font: '14px system-ui, sans-serif',
  ...more,
});

/** Days by their date, hours by the clock, midnight among hours by its date. */
const timeAxis = (): object =>
  axis({
    space: 64,
    size: AXIS,
    values: (_: Plot, instants: number[], __: number, ___: number, step: number) =>
      instants.map((instant) => {
        const text = new Date(instant * 1000).toISOString();
        return step >= DAY || instant % DAY === 0 ? text.slice(5, 10) : text.slice(11, 16);
      }),
  });

const DAY = 86400;

const TIME_SERIES = {
  label: 'time (UTC)',
  value: (_: Plot, instant: number | null) =>
    instant === null ? '–' : new Date(instant * 1000).toISOString().slice(0, 16).replace('T', ' '),
};

function linesOptions(chart: Chart, width: number): object {
  const steps = chart.unit === 'seconds' ? { incrs: TIME_STEPS } : {};
  return {
    ...common(width, HEIGHT),
    scales: { y: { range: { min: { pad: 0, soft: 0, mode: 1 }, max: { pad: 0.1, soft: 1, mode: 1 } } } },
    axes: [
      timeAxis(),
      axis({
        size: DIGITS_WIDTH,
        ...steps,
        values: (_: Plot, values: number[]) => values.map((value) => inUnit(chart.unit, value)),
      }),
    ],
    series: [TIME_SERIES, ...chart.lines.map((line) => seriesOf(chart, line))],
  };
}

/** Calls for each stretch in which the value stays the same. */
function stretches(line: ChartLine, each: (from: number, to: number, value: number) => void): void {
  const { values } = line;
  let from = 0;
  for (let index = 1; index <= values.length; index++) {
    if (index < values.length && values[index] === values[from]) continue;
    const value = values[from];
    if (value !== null && value !== undefined) each(from, Math.min(index, values.length - 1), value);
    from = index;
  }
}

/** A row a simulation; the better the health the higher the band, so that it can be told without its colour. */
function drawBands(plot: Plot, chart: Chart): void {
  const { ctx, bbox } = plot;
  const row = bbox.height / chart.lines.length;
  ctx.save();
  ctx.font = `${14 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const [index, line] of chart.lines.entries()) {
    const bottom = bbox.top + row * (index + 1);
    stretches(line, (from, to, value) => {
      const left = plot.valToPos(chart.at[from] ?? 0, 'x', true);
      const right = plot.valToPos(chart.at[to] ?? 0, 'x', true);
      const clipped = { left: Math.max(left, bbox.left), right: Math.min(right, bbox.left + bbox.width) };
      if (clipped.right <= clipped.left) return;
      const height = (row - 4) * ((value + 1) / STATUSES.length);
      ctx.fillStyle = style(`--status-${value}`);
      ctx.fillRect(clipped.left, bottom - height, clipped.right - clipped.left, height);
      const name = STATUSES[value] ?? '';
      if (value >= 2 && ctx.measureText(name).width + 12 < clipped.right - clipped.left) {
        ctx.fillStyle = style('--on-status');
        ctx.fillText(name, clipped.left + 6, bottom - height / 2);
      }
    });
  }
  ctx.restore();
}

function healthOptions(chart: Chart, width: number): object {
  const name = (_: Plot, value: number | null): string => (value === null ? '–' : (STATUSES[value] ?? '–'));
  return {
    ...common(width, BAND * chart.lines.length + AXIS + 8),
    scales: { y: { range: [0, 1] } },
    axes: [timeAxis(), axis({ size: DIGITS_WIDTH, values: () => [], grid: { show: false }, ticks: { show: false } })],
    series: [
      TIME_SERIES,
      ...chart.lines.map(({ label, run }) => ({
        label,
        stroke: style(`--run-${(run % RUN_COLOURS) + 1}`),
        paths: () => null,
        points: { show: false },
        value: name,
      })),
    ],
    hooks: { draw: [(plot: Plot) => drawBands(plot, chart)] },
  };
}

const charts: readonly Chart[] = JSON.parse(document.querySelector('#charts')?.textContent ?? '[]');
let plots: { readonly place: PageElement; readonly plot: Plot; readonly height: number }[] = [];

function draw(): void {
  for (const { plot } of plots) plot.destroy();
  plots = [];
  for (const place of document.querySelectorAll('[data-chart]')) {
    const chart = charts[Number(place.dataset.chart)];
    if (chart === undefined) continue;
    place.replaceChildren();
    const width = place.clientWidth;
    const options = chart.kind === 'health' ? healthOptions(chart, width) : linesOptions(chart, width);
    const data = [chart.at, ...chart.lines.map(({ values }) => values)];
    const height = chart.kind === 'health' ? BAND * chart.lines.length + AXIS + 8 : HEIGHT;
    plots.push({ place, plot: new uPlot(options, data, place), height });
  }
}

draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('resize', () =>
  requestAnimationFrame(() => {
    for (const { place, plot, height } of plots) plot.setSize({ width: place.clientWidth, height });
  }),
);
