/** The outcome of `sosw run`, for people and for machines. */

import { relative } from 'node:path';
import type { PageKey, TaskStore } from '../../application/ports/task-store.js';
import type { Labourer } from '../../domain/labourer.js';
import type { Task } from '../../domain/task.js';
import type { RunSummary } from '../local/local-runtime.js';
import type { Terminal } from './terminal.js';
import { inNumbers } from './wording.js';

/** Dead tasks that a summary names. */
const DEAD_SHOWN = 20;
/** Closed tasks that are looked through for them. */
const PAGE_SIZE = 1000;
const PAGES_MAX = 10;

/** The job's newest dead tasks, as many as a summary names. */
export async function deadTasksOf(labourer: Labourer, { jobId }: RunSummary, store: TaskStore): Promise<Task[]> {
  const dead: Task[] = [];
  let after: PageKey | undefined;
  for (let page = 0; page < PAGES_MAX && dead.length < DEAD_SHOWN; page++) {
    const query = { labourerId: labourer.id, stage: 'dead' as const, limit: PAGE_SIZE };
    const { tasks, next } = await store.closed(after === undefined ? query : { ...query, after });
    dead.push(...tasks.filter((task) => task.jobId === jobId));
    if (next === undefined) break;
    after = next;
  }
  return dead.slice(0, DEAD_SHOWN);
}

export const summaryFacts = (summary: RunSummary, dead: readonly Task[]) => ({
  job_id: summary.jobId,
  state: summary.state.replace(' ', '_'),
  planned: summary.planned,
  done: summary.done,
  dead: summary.dead,
  cancelled: summary.cancelled,
  retries: summary.retries,
  slot_use: summary.slotUse ?? null,
  wall_seconds: summary.wallSeconds,
  results_file: summary.resultsFile ?? null,
  dead_tasks: dead.map(({ taskId, lastError }) => ({ task_id: taskId, last_error: lastError ?? null })),
});

export function summaryText(summary: RunSummary, dead: readonly Task[], { colors }: Terminal): string {
  const { planned, done, cancelled, retries, slotUse, wallSeconds, resultsFile } = summary;
  const rows: (readonly [string, string] | undefined)[] = [
    ['done', `${colors.green(inNumbers(done))} of ${inNumbers(planned)}`],
    ['dead', summary.dead > 0 ? colors.red(inNumbers(summary.dead)) : '0'],
    cancelled > 0 ? ['cancelled', inNumbers(cancelled)] : undefined,
    ['retried', inNumbers(retries)],
    slotUse === undefined ? undefined : ['slot use', `${Math.floor(slotUse * 1000) / 10} %`],
    wallSeconds > 0 ? ['wall time', `${wallSeconds.toFixed(1)} s`] : undefined,
    resultsFile === undefined ? undefined : ['results', shortest(resultsFile)],
    ['job', summary.jobId],
  ];
  const table = rows.flatMap((row) => (row === undefined ? [] : [`  ${row[0].padEnd(10)} ${row[1]}`]));
  return [title(summary, colors), ...table, ...deadLines(dead, summary.dead), ...hints(summary)].join('\n');
}

function title({ state, dead }: RunSummary, colors: Terminal['colors']): string {
  if (state === 'interrupted') return colors.bold(colors.yellow('The job was interrupted; nothing of it is lost.'));
  if (state === 'already done') return colors.bold('The job was done already.');
  return colors.bold(dead > 0 ? colors.red('The job has ended, not all of it well.') : 'The job is done.');
}

function deadLines(dead: readonly Task[], count: number): string[] {
  if (dead.length === 0) return [];
  const shown = dead.map(({ taskId, lastError }) => {
    const error = lastError === undefined ? 'no answer' : `${lastError.name}: ${lastError.message.split('\n', 1)[0]}`;
    return `  ${taskId}  ${error.slice(0, 100)}`;
  });
  const more = count > dead.length ? [`  … ${inNumbers(count - dead.length)} more: sosw tasks list --state dead`] : [];
  return ['', 'Dead tasks; "sosw tasks retry ID" gives one another try:', ...shown, ...more];
}

function hints({ state }: RunSummary): string[] {
  if (state === 'already done') return ['', 'To work it once more: the same command with --again.'];
  if (state === 'interrupted') return ['', `To continue: sosw ${process.argv.slice(2).map(quoted).join(' ')}`];
  return [];
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** Relative where that is no way up. */
function shortest(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}
