/** The charts of the ecology strip, made of its facts. */

import type { EcologyFacts } from '../../../../../application/views/facts.js';
import { amount, percent } from '../../format/numbers.js';

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** A custom property of CSS, without its dashes. */
  readonly colour: string;
  readonly look: 'line' | 'step' | 'dashed' | 'area';
}

/** A range of values that means a status; from and to may be infinite. */
export interface Band {
  readonly status: number;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Chart {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
  /** What the axis reaches at least. */
  readonly reach: number;
  readonly height: number;
  readonly say: (value: number | null) => string;
}

type Metric = EcologyFacts['metrics'][number];

export function chartsOf(facts: EcologyFacts): readonly Chart[] {
  return [
    ...facts.metrics.map(metricChart),
    {
      title: 'Coefficient',
      lines: [
        { name: 'share of the cap that health allows', values: facts.coefficient, colour: 'accent', look: 'area' },
      ],
      bands: [],
      reach: 1,
      height: 64,
      say: percent,
    },
    {
      title: 'Slots',
      lines: [
        { name: 'cap', values: facts.cap, colour: 'muted', look: 'dashed' },
        { name: 'allowed', values: facts.allowance, colour: 'accent', look: 'step' },
        { name: 'running', values: facts.running, colour: 'good', look: 'area' },
      ],
      bands: [],
      reach: 1,
      height: 120,
      say: amount,
    },
    {
      title: 'Queue',
      lines: [{ name: 'waiting', values: facts.queued, colour: 'queue', look: 'area' }],
      bands: [],
      reach: 1,
      height: 90,
      say: amount,
    },
    {
      title: 'A minute',
      lines: [
        { name: 'done', values: facts.done_per_minute, colour: 'good', look: 'line' },
        { name: 'failed', values: facts.failed_per_minute, colour: 'bad', look: 'line' },
      ],
      bands: [],
      reach: 1,
      height: 90,
      say: amount,
    },
  ];
}

function metricChart(metric: Metric): Chart {
  const bands = bandsOf(metric);
  const most = Math.max(...metric.values.map((value) => value ?? 0), 0);
  const next = metric.thresholds.map(({ value }) => value).filter((value) => value > most);
  return {
    title: metric.name,
    lines: [{ name: metric.name, values: metric.values, colour: 'ink', look: 'line' }],
    bands,
    reach: next.length === 0 ? most : Math.min(...next) * 1.1,
    height: 130,
    say: amount,
  };
}

/** The ranges that its thresholds cut values into; beyond the last threshold it is Bad. None for an operator that cuts no ranges. */
function bandsOf({ operator, thresholds }: Metric): readonly Band[] {
  const isLowerBetter = operator.startsWith('<');
  if (!isLowerBetter && !operator.startsWith('>')) return [];
  const ordered = [...thresholds].sort((one, other) => other.status - one.status);
  let edge = isLowerBetter ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const bands = ordered.map(({ status, name, value }) => {
    const band = isLowerBetter ? { status, name, from: edge, to: value } : { status, name, from: value, to: edge };
    edge = value;
    return band;
  });
  const last = isLowerBetter
    ? { from: edge, to: Number.POSITIVE_INFINITY }
    : { from: Number.NEGATIVE_INFINITY, to: edge };
  const isBadNamed = ordered.some(({ status }) => status === 0);
  return isBadNamed ? bands : [...bands, { status: 0, name: 'Bad', ...last }];
}
