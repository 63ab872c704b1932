/** What `sosw status` tells: the overview, and what it does not know counted by reading. */

import type { JobFacts, LabourerFacts } from '../../application/views/facts.js';
import { jobList } from '../../application/views/jobs.js';
import { overview } from '../../application/views/overview.js';
import type { ReadSide } from '../../application/views/read-side.js';
import { windowOf } from '../../domain/labourer.js';
import type { EpochSeconds } from '../../domain/time.js';
import { plainTable } from './plain-table.js';
import { COUNTED_TO, type Count, countAt, type Stage } from './stages.js';
import { STATE_WORDS } from './task-states.js';
import type { Terminal } from './terminal.js';
import { onOneLine } from './text-width.js';
import { inNumbers } from './wording.js';

interface LabourerStatus {
  readonly facts: LabourerFacts;
  readonly isPaused: boolean;
  readonly counts: Readonly<Record<Stage, Count>>;
}

export interface Status {
  readonly labourers: readonly LabourerStatus[];
  /** The newest ones. */
  readonly jobs: readonly JobFacts[];
}

const JOBS_SHOWN = 20;

export async function readStatus(reads: ReadSide, now: EpochSeconds): Promise<Status> {
  const { labourers } = await overview(reads, { now, live: true });
  const statuses: LabourerStatus[] = [];
  for (const facts of labourers) statuses.push(await labourerStatus(reads, facts, now));
  return { labourers: statuses, jobs: await jobList(reads, { limit: JOBS_SHOWN }) };
}

async function labourerStatus(reads: ReadSide, facts: LabourerFacts, now: EpochSeconds): Promise<LabourerStatus> {
  const labourer = reads.labourers.find(facts.labourer_id);
  if (labourer === undefined) throw new Error(`the overview has ${facts.labourer_id}, which is not configured`);
  const view = { store: reads.store, labourer, window: windowOf(labourer, reads.settings, now) };
  const counts = await Promise.all(
    STATE_WORDS.map(async (stage) => [stage, counted(facts, stage) ?? (await countAt(view, stage))]),
  );
  const [noted] = facts.decision === null ? await reads.ledger.decisions(labourer.id, 1) : [];
  return {
    facts: noted === undefined ? facts : { ...facts, decision: { at: noted.at, text: noted.text } },
    isPaused: facts.paused || facts.cap === 0,
    counts: Object.fromEntries(counts) as LabourerStatus['counts'],
  };
}

/** As the overview has it; undefined where it does not know. Slots in use are no tasks that run. */
function counted(facts: LabourerFacts, stage: Stage): Count | undefined {
  if (stage === 'running' || stage === 'completed' || stage === 'queued') return undefined;
  const count = facts[stage];
  return count === null ? undefined : { count, isMore: false };
}

export const statusFacts = ({ labourers, jobs }: Status) => ({
  labourers: labourers.map(({ facts, isPaused, counts }) => ({
    labourer_id: facts.labourer_id,
    cap: facts.cap,
    allowance: facts.allowance,
    paused: isPaused,
    ...Object.fromEntries(STATE_WORDS.map((stage) => [stage, counts[stage].count])),
    /** What is counted by reading ends at so many. */
    counted_to: COUNTED_TO,
    decision: facts.decision,
  })),
  jobs: jobs.map(({ job_id, open, retrying, done, dead, cancelled, retries }) => ({
    ...{ job_id, open, retrying, done, dead, cancelled, retries },
  })),
});

export function statusText({ labourers, jobs }: Status, { colors, columns }: Terminal): string {
  const rows = labourers.map(({ facts, counts }) => [
    colors.bold(facts.labourer_id),
    ...STATE_WORDS.map((stage) => {
      const text = `${countText(counts[stage])}${stage === 'running' ? ` of ${inNumbers(facts.cap)}` : ''}`;
      return stage === 'dead' && counts.dead.count > 0 ? colors.red(text) : text;
    }),
  ]);
  const reasons = labourers.map(({ facts, isPaused }) => {
    const decided = facts.decision?.text ?? 'not decided yet: nothing has worked the queue';
    return `  ${facts.labourer_id}: ${isPaused ? 'paused' : onOneLine(decided)}`;
  });
  const jobRows = jobs.map((job) => [
    job.job_id,
    ...[job.open + job.retrying, job.done, job.dead, job.cancelled, job.retries].map(inNumbers),
  ]);
  const jobHead = ['job', 'to do', 'done', 'dead', 'cancelled', 'retries'];
  return [
    plainTable(['labourer', ...STATE_WORDS].map(colors.dim), rows, columns),
    '',
    ...reasons,
    ...(jobs.length === 0 ? [] : ['', plainTable(jobHead.map(colors.dim), jobRows, columns)]),
  ].join('\n');
}

const countText = ({ count, isMore }: Count): string => `${inNumbers(count)}${isMore ? '+' : ''}`;
