/** The tables of a report's page: all that its plots show can be read here too. */

import { ecoStatusName } from '../../../domain/ecology/eco-status.js';
import type { LabourerResult } from '../result.js';
import { inChange, inTime, inUtc } from './amounts.js';
import { escaped } from './html.js';
import { MEASURES, type Measure, measured, SWEPT } from './measures.js';
import type { Run, Runs } from './run.js';

/** A table of markup; a reader without a mouse can scroll it. */
function table(caption: string, head: readonly string[], rows: readonly string[], labels = ''): string {
  const cells = head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('');
  return [
    `<div class="table" role="region" tabindex="0" aria-label="${escaped(caption)}"><table class="${labels}">`,
    `<caption>${escaped(caption)}</caption>`,
    `<thead><tr>${cells}</tr></thead><tbody>`,
    ...rows,
    '</tbody></table></div>',
  ].join('\n');
}

/** What all labourers come to, a line a simulation and labourer. */
export function overviewTable(runs: Runs): string {
  const several = runs.length > 1;
  const rows = runs.flatMap(({ name, result }) =>
    result.labourers.map((labourer) => {
      const cells = SWEPT.map((measure) => cell(measure, labourer)).join('');
      return `<tr><th scope="row">${escaped(labourer.labourerId)}</th>${several ? `<td>${escaped(name)}</td>` : ''}${cells}</tr>`;
    }),
  );
  const head = ['labourer', ...(several ? ['simulation'] : []), ...SWEPT.map(({ label }) => label)];
  return table('All labourers', head, rows);
}

/** Every figure of one labourer, with how far the second simulation is from the first where there are two. */
export function figuresTable(labourerId: string, runs: Runs): string {
  const found = runs.map((run) => run.result.labourers.find((one) => one.labourerId === labourerId));
  const rows = Object.entries(MEASURES).flatMap(([group, measures]) =>
    measures.map((measure) => figureRow(`${group}: ${measure.label}`, measure, found)),
  );
  const names = runs.length > 1 ? runs.map(({ name }) => name) : ['value'];
  return table(`Figures of ${labourerId}`, ['figure', ...names, ...(runs.length === 2 ? ['change'] : [])], rows);
}

function figureRow(label: string, measure: Measure, found: readonly (LabourerResult | undefined)[]): string {
  const title = measure.meaning === undefined ? '' : ` title="${escaped(measure.meaning)}"`;
  const cells = found.map((labourer) => cell(measure, labourer)).join('');
  return `<tr><th scope="row"${title}>${escaped(label)}</th>${cells}${change(measure, found)}</tr>`;
}

function change(measure: Measure, found: readonly (LabourerResult | undefined)[]): string {
  if (found.length !== 2) return '';
  const [one, other] = found.map((labourer) => (labourer === undefined ? undefined : measure.of(labourer)));
  return one === undefined || other === undefined ? '<td>–</td>' : `<td>${inChange(one, other)}</td>`;
}

function cell(measure: Measure, labourer: LabourerResult | undefined): string {
  const isBad = measure.isBad === true && labourer !== undefined && (measure.of(labourer) ?? 0) > 0;
  return `<td${isBad ? ' class="bad"' : ''}>${escaped(measured(measure, labourer))}</td>`;
}

/** Instants of a curve that its table has: as many as a reader may want to hear. */
const INSTANTS = 30;

/** The curves of one labourer in one simulation, at some instants. */
export function curvesTable(labourerId: string, { name, result }: Run): string {
  const timeline = result.labourers.find((one) => one.labourerId === labourerId)?.timeline;
  if (timeline === undefined) return '';
  const { at } = timeline;
  const step = Math.max(1, Math.ceil(at.length / INSTANTS));
  const metrics = Object.entries(timeline.metrics);
  const rows = at.flatMap((instant, index) => {
    if (index % step !== 0 && index !== at.length - 1) return [];
    const status = timeline.status[index];
    const values = [
      ...[timeline.queued, timeline.running, timeline.allowance].map((curve) => inCount(curve[index])),
      status === undefined ? '–' : ecoStatusName(status),
      inTime(timeline.oldestAge[index] ?? 0),
      ...[timeline.retries, timeline.dead, timeline.done].map((curve) => inCount(curve[index])),
      ...metrics.map(([, curve]) => inCount(curve[index])),
    ];
    return [`<tr><th scope="row">${inUtc(instant)}</th>${values.map((value) => `<td>${value}</td>`).join('')}</tr>`];
  });
  const head = ['time (UTC)', 'queued', 'running', 'allowed', 'health', 'oldest', 'retries', 'dead', 'done'];
  return table(`Curves of ${labourerId}, ${name}`, [...head, ...metrics.map(([metric]) => metric)], rows);
}

const inCount = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: 2 });
