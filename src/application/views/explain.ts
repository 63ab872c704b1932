/** "Why is this task not running?" and "why not more now?", answered in words from what is recorded. */

import { labourerReasons } from '../../domain/explanation/labourer-reasons.js';
import { type Reason, reason } from '../../domain/explanation/reason.js';
import { taskReasons } from '../../domain/explanation/task-reasons.js';
import type { LabourerId } from '../../domain/ids.js';
import { type Labourer, windowOf } from '../../domain/labourer.js';
import { type Task, taskState } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { ExplanationFacts, ReasonFacts } from './facts.js';
import { knownLabourer } from './known.js';
import { decisionsUntil, pastSituation, presentSituation } from './labourer-situation.js';
import type { ReadSide } from './read-side.js';

/** Decisions that are told with an explanation. */
const DECISIONS_TOLD = 10;
/** Tasks that are counted by reading them where the store does not count. */
const TASKS_READ = 200;

/**
 * Why the labourer does not do more. `live` false: at an instant of the past, from what was recorded. Rejects with RefusedError
 * `labourer.unknown`.
 */
export async function explainLabourer(
  reads: ReadSide,
  labourerId: LabourerId,
  now: EpochSeconds,
  { live = true }: { readonly live?: boolean } = {},
): Promise<ExplanationFacts> {
  const labourer = knownLabourer(reads, labourerId);
  const [reasons, decisions] = await Promise.all([
    live ? presentReasons(reads, labourer, now) : pastReasons(reads, labourer, now),
    decisionsUntil(reads, labourer, now, DECISIONS_TOLD),
  ]);
  return {
    labourer_id: labourer.id,
    at: now,
    reasons: reasons.map(reasonFacts),
    decisions: decisions.map(({ at, text }) => ({ at, text })),
  };
}

/** Why the task stands where it does now. */
export async function explainTask(reads: ReadSide, task: Task, now: EpochSeconds): Promise<readonly ReasonFacts[]> {
  const labourer = reads.labourers.of(task.labourerId);
  const window = windowOf(labourer, reads.settings, now);
  const isConfigured = reads.labourers.find(labourer.id) !== undefined;
  const situation = { task, labourer, isConfigured, now, window, delta: reads.settings.invocationDelta };
  if (taskState(task, window) !== 'queued') return taskReasons(situation).map(reasonFacts);
  const [before, reasons] = await Promise.all([tasksBefore(reads, task), presentReasons(reads, labourer, now)]);
  return taskReasons({ ...situation, before, labourerReasons: reasons }).map(reasonFacts);
}

const presentReasons = async (reads: ReadSide, labourer: Labourer, now: EpochSeconds): Promise<readonly Reason[]> =>
  labourerReasons(await presentSituation(reads, labourer, now));

async function pastReasons(reads: ReadSide, labourer: Labourer, now: EpochSeconds): Promise<readonly Reason[]> {
  const situation = await pastSituation(reads, labourer, now);
  return situation === undefined
    ? [reason('not-recorded', 'Nothing was recorded of this time.')]
    : labourerReasons(situation);
}

async function tasksBefore({ store, counts }: ReadSide, task: Task): Promise<{ count: number; isExact: boolean }> {
  const query = { labourerId: task.labourerId, range: { upTo: task.greenfield } };
  if (counts !== undefined) return { count: Math.max((await store.countOpen(query)) - 1, 0), isExact: true };
  const { tasks, next } = await store.open({ ...query, limit: TASKS_READ });
  return { count: tasks.filter(({ taskId }) => taskId !== task.taskId).length, isExact: next === undefined };
}

const reasonFacts = ({ code, text, advice }: Reason): ReasonFacts => ({ code, text, advice: advice ?? null });
