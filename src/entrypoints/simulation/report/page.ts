/** The report of a simulation as one page that needs nothing else: no server, no network, nobody's permission. */

import { createHash } from 'node:crypto';
import { ECO_STATUSES, ecoStatusName } from '../../../domain/ecology/eco-status.js';
import { inTime, inUtc } from './amounts.js';
import { type Chart, chartsOf } from './charts.js';
import { escaped, scriptJson } from './html.js';
import type { PageAssets } from './page-assets.js';
import { PAGE_STYLE } from './page-style.js';
import { curvesTable, figuresTable, overviewTable } from './page-tables.js';
import type { Run, Runs } from './run.js';

/** What stands above the figures. */
export interface PageTitle {
  /** The page's name. */
  readonly title: string;
  /** The command that makes the same page again. */
  readonly command: string;
}

/**
 * HTML of all simulations. Every text of theirs is escaped, and the page's own policy forbids it to ask for anything and to run any script
 * but the two that it came with.
 */
export function reportPage({ title, command }: PageTitle, runs: Runs, assets: PageAssets): string {
  const labourers = [...new Set(runs.flatMap(({ result }) => result.labourers.map(({ labourerId }) => labourerId)))];
  const charts: Chart[] = [];
  const sections = labourers.map((labourerId) => labourerSection(labourerId, runs, charts));
  const style = inElement(`${assets.plotStyle}\n${PAGE_STYLE}`);
  const scripts = [inElement(KNOWN_LANGUAGE + assets.plotScript), inElement(assets.pageScript)];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(style, scripts)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...header(title, command, runs),
    ...sections,
    '</main>',
    `<script type="application/json" id="charts">${scriptJson(charts)}</script>`,
    `<script>${scripts[0]}</script>`,
    `<script type="module">${scripts[1]}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/**
 * uPlot writes numbers in the browser's language when it is loaded, and fails of one that JavaScript does not know. Chromium in the locale
 * "C" says `en-US@posix`.
 */
const KNOWN_LANGUAGE = `try { new Intl.NumberFormat(navigator.language); }
catch { Object.defineProperty(navigator, 'language', { value: 'en-US' }); }
`;

/** Code that can stand inside an element. Throws for one that would end it. */
function inElement(code: string): string {
  if (/<\/(?:script|style)|<!--/i.test(code)) throw new Error('code of the page would end its own element');
  return code;
}

function policy(style: string, scripts: readonly string[]): string {
  const hash = (code: string): string => `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function header(title: string, command: string, runs: Runs): string[] {
  const [{ result }] = runs;
  const warnings = runs.flatMap((run) => warningsOf(run, runs.length > 1));
  return [
    `<h1>${escaped(title)}</h1>`,
    `<p>${inUtc(result.from)} to ${inUtc(result.to)} UTC (${inTime(result.to - result.from)}), seed ${result.seed}.`,
    'Simulated: what the code of sosw would do with these settings, if the scenario is right.</p>',
    `<p class="faint"><code>${escaped(command)}</code></p>`,
    ...warnings.map((warning) => `<p class="warning">${escaped(warning)}</p>`),
    overviewTable(runs),
    '<noscript><p class="warning">The plots need JavaScript; every figure stands in the tables too.</p></noscript>',
  ];
}

const warningsOf = ({ name, result }: Run, several: boolean): string[] =>
  result.warnings.map((warning) => (several ? `${name}: ${warning}` : warning));

/** A section; its plots are added to `charts`, where the script finds them by their number. */
function labourerSection(labourerId: string, runs: Runs, charts: Chart[]): string {
  const figures = chartsOf(labourerId, runs).map((chart) => figure(chart, charts.push(chart) - 1));
  const curves = runs.map((run) => curvesTable(labourerId, run)).join('\n');
  return [
    `<section><h2>${escaped(labourerId)}</h2>`,
    ...figures,
    `<h3>Figures</h3>${figuresTable(labourerId, runs)}`,
    `<details><summary>The curves as a table</summary>${curves}</details>`,
    '</section>',
  ].join('\n');
}

function figure(chart: Chart, number: number): string {
  const key = chart.kind === 'health' ? healthKey(chart) : '';
  return [
    `<figure><h3>${escaped(chart.title)}</h3>`,
    `<div class="plot" data-chart="${number}" role="img" aria-label="${escaped(`${chart.title}. ${chart.summary}`)}"></div>`,
    `${key}<figcaption>${escaped(chart.summary)}</figcaption></figure>`,
  ].join('\n');
}

/** What the colours of the bands mean, and which row is whose. */
function healthKey(chart: Chart): string {
  const statuses = ECO_STATUSES.map((status) => `<li class="status-${status}">${ecoStatusName(status)}</li>`).join('');
  const rows =
    chart.lines.length > 1
      ? `<p class="faint">From above: ${chart.lines.map(({ label }) => escaped(label)).join(', ')}.</p>`
      : '';
  return `<ul class="key">${statuses}</ul>${rows}`;
}
