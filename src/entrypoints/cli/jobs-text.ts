/** How far jobs are, for people. */

import type { JobFacts } from '../../application/views/facts.js';
import { plainTable } from './plain-table.js';
import type { Terminal } from './terminal.js';
import { atInstant, inNumbers, inPercent, orUnknown } from './wording.js';

const HEAD = ['job', 'labourer', 'scheduled', 'tasks', 'to do', 'done', 'dead', 'cancelled', 'retries', 'ended'];

export function jobsTable(jobs: readonly JobFacts[], { colors, columns }: Terminal): string {
  const rows = jobs.map((job) => [
    job.job_id,
    job.labourer_id,
    atInstant(job.created_at),
    orUnknown(job.tasks, inNumbers),
    inNumbers(job.open + job.retrying),
    inNumbers(job.done),
    job.dead > 0 ? colors.red(inNumbers(job.dead)) : '0',
    inNumbers(job.cancelled),
    inNumbers(job.retries),
    orUnknown(shareEnded(job), inPercent),
  ]);
  return plainTable(HEAD.map(colors.dim), rows, columns);
}

export function jobText(job: JobFacts, { colors }: Terminal): string {
  const rows: readonly (readonly [string, string])[] = [
    ['labourer', job.labourer_id],
    ['scheduled', atInstant(job.created_at)],
    [
      'tasks',
      `${orUnknown(job.tasks, inNumbers)}${orUnknown(shareEnded(job), (share) => `, ${inPercent(share)} ended`)}`,
    ],
    ['to do', inNumbers(job.open)],
    ['retrying', inNumbers(job.retrying)],
    ['done', inNumbers(job.done)],
    ['dead', job.dead > 0 ? colors.red(inNumbers(job.dead)) : '0'],
    ['cancelled', inNumbers(job.cancelled)],
    ['retries', inNumbers(job.retries)],
    ...(job.counted_at === null ? [] : ([['counted', atInstant(job.counted_at)]] as const)),
  ];
  const hints = job.dead > 0 ? ['', `What they died of: sosw tasks list --job ${job.job_id} --state dead`] : [];
  return [
    colors.bold(job.job_id),
    ...rows.map(([name, value]) => `  ${colors.dim(name.padEnd(9))} ${value}`),
    ...hints,
  ].join('\n');
}

/** Of all tasks that the job has; null where that is not known. */
const shareEnded = ({ tasks, done, dead, cancelled }: JobFacts): number | null =>
  tasks === null ? null : tasks === 0 ? 1 : Math.min(1, (done + dead + cancelled) / tasks);
