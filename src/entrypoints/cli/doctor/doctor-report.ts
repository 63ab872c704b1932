/** What the doctor found, for people and for machines. */

import type { Terminal } from '../terminal.js';
import type { Deployment } from './deployment.js';
import type { ExaminedArea } from './examine.js';
import type { Finding } from './finding.js';

const VERDICTS = ['ok', 'warning', 'problem'] as const satisfies readonly Finding['verdict'][];

export function doctorText(areas: readonly ExaminedArea[], terminal: Terminal): string {
  const told = areas.filter(({ findings }) => findings.length > 0);
  const blocks = told.map(({ area, findings }) =>
    [terminal.colors.bold(area), ...findings.flatMap((finding) => lines(finding, terminal))].join('\n'),
  );
  return `${blocks.join('\n\n')}\n\n${summary(areas)}`;
}

const WIDTH = Math.max(...VERDICTS.map((verdict) => verdict.length));

function lines({ subject, verdict, message, advice }: Finding, { colors }: Terminal): string[] {
  const paint = { ok: colors.green, warning: colors.yellow, problem: colors.red }[verdict];
  const first = `  ${paint(verdict.padEnd(WIDTH))}  ${subject}: ${message}`;
  return advice === undefined ? [first] : [first, `  ${' '.repeat(WIDTH)}  ${colors.dim(`→ ${advice}`)}`];
}

const countOf = (areas: readonly ExaminedArea[], verdict: Finding['verdict']): number =>
  areas.flatMap(({ findings }) => findings).filter((finding) => finding.verdict === verdict).length;

export const problemCount = (areas: readonly ExaminedArea[]): number => countOf(areas, 'problem');

function summary(areas: readonly ExaminedArea[]): string {
  const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const [fine, warned, wrong] = VERDICTS.map((verdict) => countOf(areas, verdict)) as [number, number, number];
  return `${fine} in order, ${plural(warned, 'warning')}, ${plural(wrong, 'problem')}`;
}

export const doctorFacts = ({ account, env }: Deployment, areas: readonly ExaminedArea[]) => ({
  account: account.id,
  region: account.region,
  env,
  ok: problemCount(areas) === 0,
  findings: areas.flatMap(({ area, findings }) => findings.map((finding) => ({ area, ...finding }))),
});
