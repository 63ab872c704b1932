/** What `sosw status` tells, read from the store and put into words. */

import type { NotedDecision, SlotLedger } from '../../application/ports/slot-ledger.js';
import type { JobProgress } from '../../application/ports/task-store.js';

import type { JobId } from '../../domain/ids.js';
import { type Labourer, type TaskSettings, windowOf } from '../../domain/labourer.js';
import { epochSeconds } from '../../domain/time.js';
import type { OperatorStore } from '../composition/operator-store.js';
import { plainTable } from './plain-table.js';
import { COUNTED_TO, type Count, countAt, STAGES, type Stage, tasksAt, type Viewpoint } from './stages.js';
import type { Terminal } from './terminal.js';
import { inNumbers } from './wording.js';

interface LabourerStatus {
  readonly labourer: Labourer;
  readonly isPaused: boolean;
  readonly allowance: number;
  readonly counts: Readonly<Record<Stage, Count>>;
  readonly decision: NotedDecision | undefined;
}

export interface Status {
  readonly labourers: readonly LabourerStatus[];
  /** Jobs with tasks that wait, run, or ended lately. */
  readonly jobs: readonly { readonly id: JobId; readonly progress: JobProgress }[];
}

/** Tasks of each stage that are looked at for the jobs they belong to. */
const LOOKED_AT = 100;

export async function readStatus({ store, ledger, labourers }: OperatorStore, settings: TaskSettings): Promise<Status> {
  const now = epochSeconds(Date.now() / 1000);
  const statuses: LabourerStatus[] = [];
  const jobs = new Set<JobId>();
  for (const labourer of labourers.all()) {
    const window = windowOf(labourer, settings, now);
    const view = { store, labourer, window };
    statuses.push(await labourerStatus(view, ledger));
    for (const id of await jobsOf(view)) jobs.add(id);
  }
  const known = await Promise.all([...jobs].map(async (id) => ({ id, progress: await store.progress(id) })));
  return {
    labourers: statuses,
    jobs: known.flatMap(({ id, progress }) => (progress === undefined ? [] : [{ id, progress }])),
  };
}

async function labourerStatus(view: Viewpoint, ledger: SlotLedger): Promise<LabourerStatus> {
  const { labourer } = view;
  const counts = await Promise.all(STAGES.map(async (stage) => [stage, await countAt(view, stage)]));
  const row = await ledger.read(labourer.id);
  const [decision] = await ledger.decisions(labourer.id, 1);
  return {
    labourer,
    isPaused: row.paused || labourer.cap === 0,
    allowance: row.allowance,
    counts: Object.fromEntries(counts) as LabourerStatus['counts'],
    decision,
  };
}

async function jobsOf(view: Viewpoint): Promise<JobId[]> {
  const pages = await Promise.all(STAGES.map((stage) => tasksAt(view, stage, { limit: LOOKED_AT })));
  return pages.flatMap(({ tasks }) => tasks.flatMap(({ jobId }) => (jobId === undefined ? [] : [jobId])));
}

export const statusFacts = ({ labourers, jobs }: Status) => ({
  labourers: labourers.map((one) => ({
    labourer_id: one.labourer.id,
    cap: one.labourer.cap,
    allowance: one.allowance,
    paused: one.isPaused,
    ...Object.fromEntries(STAGES.map((stage) => [stage, one.counts[stage].count])),
    /** Counts of what is not open end at so many. */
    counted_to: COUNTED_TO,
    decision: one.decision === undefined ? null : { at: one.decision.at, text: one.decision.text },
  })),
  jobs: jobs.map(({ id, progress }) => ({ job_id: id, ...progress.stages, retries: progress.retries })),
});

export function statusText({ labourers, jobs }: Status, { colors }: Terminal): string {
  const rows = labourers.map(({ labourer, counts }) => [
    colors.bold(labourer.id),
    ...STAGES.map((stage) => {
      const text = `${counted(counts[stage])}${stage === 'running' ? ` of ${inNumbers(labourer.cap)}` : ''}`;
      return stage === 'dead' && counts.dead.count > 0 ? colors.red(text) : text;
    }),
  ]);
  const reasons = labourers.map(
    ({ labourer, isPaused, decision }) =>
      `  ${labourer.id}: ${isPaused ? 'paused' : (decision?.text ?? 'not decided yet: nothing has worked the queue')}`,
  );
  const jobRows = jobs.map(({ id, progress: { stages, retries } }) => [
    id,
    inNumbers(stages.open + stages.retrying),
    ...[stages.done, stages.dead, stages.cancelled, retries].map(inNumbers),
  ]);
  return [
    plainTable(['labourer', ...STAGES].map(colors.dim), rows),
    '',
    ...reasons,
    ...(jobs.length === 0
      ? []
      : ['', plainTable(['job', 'to do', 'done', 'dead', 'cancelled', 'retries'].map(colors.dim), jobRows)]),
  ].join('\n');
}

const counted = ({ count, isMore }: Count): string => `${inNumbers(count)}${isMore ? '+' : ''}`;
