/** One chart drawn by uPlot: its lines over its bands. */

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { mark } from '../../format/instants.js';
import { brief } from '../../format/numbers.js';
import type { Chart, Line } from './charts.js';
import { drawBands, nameBands, style } from './draw-bands.js';

interface Properties {
  readonly at: readonly number[];
  readonly chart: Chart;
  readonly width: number;
  readonly hasTimeAxis: boolean;
  /** The index that the cursor is at, null when it has left. */
  readonly onPoint: (index: number | null) => void;
}

const TIME_AXIS = 28;
const VALUE_AXIS = 52;
const FONT = '12px system-ui, sans-serif';

export function Plot({ at, chart, width, hasTimeAxis, onPoint }: Properties) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const shown = useRef(chart);
  shown.current = chart;
  const height = chart.height + (hasTimeAxis ? TIME_AXIS : 0);
  const data: uPlot.AlignedData = [[...at], ...chart.lines.map(({ values }) => [...values])];

  useEffect(() => {
    if (element.current === null) return;
    const options = optionsOf(shown, { width, height, hasTimeAxis, onPoint });
    plot.current = new uPlot(options, data, element.current);
    return () => plot.current?.destroy();
  }, [chart.lines.length, hasTimeAxis]);

  useEffect(() => plot.current?.setSize({ width, height }), [width, height]);
  useEffect(() => plot.current?.setData(data), [chart]);

  return <div ref={element} class="plot" role="img" aria-label={wordsOf(chart)} />;
}

/** What somebody hears who does not see the curve. */
function wordsOf({ title, lines, bands, say }: Chart): string {
  const told = lines.map(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return `${name}: not known`;
    const last = known.at(-1) ?? null;
    return `${name}: last ${say(last)}, from ${say(Math.min(...known))} to ${say(Math.max(...known))}`;
  });
  const ranges = bands.map(({ name, from, to }) =>
    Number.isFinite(to) ? `${name} to ${say(to)}` : Number.isFinite(from) ? `${name} from ${say(from)}` : name,
  );
  return [`${title}.`, told.join('; '), ranges.length === 0 ? '' : `(${ranges.join(', ')})`].join(' ').trim();
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly hasTimeAxis: boolean;
  readonly onPoint: (index: number | null) => void;
}

function optionsOf(chart: { readonly current: Chart }, { width, height, hasTimeAxis, onPoint }: Frame): uPlot.Options {
  const grid = { stroke: style('line'), width: 1 };
  return {
    width,
    height,
    legend: { show: false },
    padding: [9, 8, hasTimeAxis ? null : 8, 0],
    cursor: { sync: { key: 'ecology' }, drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: { y: { range: (_, __, most) => [0, Math.max(most ?? 0, chart.current.reach) * 1.02 || 1] } },
    axes: [
      {
        show: true,
        size: hasTimeAxis ? TIME_AXIS : 0,
        stroke: style('muted'),
        grid,
        ticks: { show: false },
        font: FONT,
        space: 70,
        values: (_, instants, __, ___, step) => instants.map((each) => (hasTimeAxis ? mark(each, step) : '')),
      },
      {
        size: VALUE_AXIS,
        stroke: style('muted'),
        grid,
        ticks: { show: false },
        font: FONT,
        space: 28,
        values: (_, values) => values.map((value) => axisText(chart.current, value)),
      },
    ],
    series: [{}, ...chart.current.lines.map(seriesOf)],
    hooks: {
      drawClear: [(plot) => drawBands(plot, chart.current.bands)],
      draw: [(plot) => nameBands(plot, chart.current.bands)],
      setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)],
    },
  };
}

const axisText = ({ title, say }: Chart, value: number): string =>
  title === 'Coefficient' ? say(value) : brief(value);

function seriesOf({ colour, look }: Line): uPlot.Series {
  const stroke = style(colour);
  const looks = {
    line: {},
    step: { paths: stepped() },
    dashed: { dash: [4, 4], paths: stepped() },
    area: { fill: `color-mix(in srgb, ${stroke} 18%, transparent)`, paths: stepped() },
  };
  return { stroke, width: 1.75, points: { show: false }, ...looks[look] };
}

function stepped(): uPlot.Series.PathBuilder {
  const steps = uPlot.paths.stepped?.({ align: 1 });
  if (steps === undefined) throw new Error('uPlot was built without stepped lines');
  return steps;
}
