/** One job as an attribute of its labourer's item in `sosw_labourers`: small, since each write of the item pays for all of its jobs. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RegisteredJob } from '../../application/ports/job-register.js';
import type { JobProgress } from '../../application/ports/task-store.js';
import type { JobId, LabourerId } from '../../domain/ids.js';
import type { TaskStage } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { type Item, numberIn } from './attribute-values.js';

/** Keeps a job's name apart from the item's key and from what may come to stand beside it. */
const PREFIX = 'job:';
export const attributeOfJob = (jobId: JobId): string => PREFIX + jobId;

const STAGES: readonly TaskStage[] = ['open', 'retrying', 'done', 'dead', 'cancelled'];

const number = (value: number): AttributeValue => ({ N: String(value) });

export const entryOf = ({ createdAt, tasks }: { readonly createdAt: EpochSeconds; readonly tasks: number }) => ({
  M: { at: number(createdAt), tasks: number(tasks) },
});

/** Zeros are left away. */
export function countsOf({ stages, retries }: JobProgress, at: EpochSeconds): AttributeValue {
  const counts = Object.entries({ ...stages, retries }).filter(([, count]) => count > 0);
  return { M: { at: number(at), ...Object.fromEntries(counts.map(([name, count]) => [name, number(count)])) } };
}

/** All jobs of a labourer's item, in no order. */
export function jobsIn(item: Item | undefined, labourerId: LabourerId): RegisteredJob[] {
  return Object.entries(item ?? {}).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && value.M !== undefined
      ? [jobOf(name.slice(PREFIX.length) as JobId, labourerId, value.M)]
      : [],
  );
}

function jobOf(jobId: JobId, labourerId: LabourerId, entry: Item): RegisteredJob {
  const [createdAt, tasks, counts] = [numberIn(entry.at), numberIn(entry.tasks), entry.counts?.M];
  return {
    jobId,
    labourerId,
    createdAt: (createdAt ?? 0) as EpochSeconds,
    ...(tasks === undefined ? {} : { tasks }),
    ...(counts === undefined
      ? {}
      : { progress: progressIn(counts), countedAt: (numberIn(counts.at) ?? 0) as EpochSeconds }),
  };
}

function progressIn(counts: Item): JobProgress {
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, numberIn(counts[stage]) ?? 0]));
  return { stages: stages as Record<TaskStage, number>, retries: numberIn(counts.retries) ?? 0 };
}
