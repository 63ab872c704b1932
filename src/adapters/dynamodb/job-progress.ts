/**
 * Counts a job's tasks by walking their ids, which are made of the job's digest and the row's number: a hundred a request, no index and no
 * counter that every task would have to pay for.
 */

import { createHash } from 'node:crypto';
import type { JobProgress } from '../../application/ports/task-store.js';
import { type JobId, taskIdOfRow } from '../../domain/ids.js';
import type { TaskStage } from '../../domain/task.js';
import { STATUS_COLUMN, type StoreNames } from '../shared/store-names.js';
import type { Item } from './attribute-values.js';
import { batchGet } from './batches.js';
import type { SendingParts } from './pause.js';
import { OWN, retriesOf, stageOfStatus, type TaskItems } from './task-item.js';

/** Rows asked for at once: few at first, for most jobs are small and rows that are nowhere cost a read all the same; then eight requests' worth. */
const ROWS_AT_FIRST = 100;
const ROWS_AT_ONCE = 800;

export interface JobProgressParts extends SendingParts {
  readonly names: StoreNames;
  readonly items: TaskItems;
}

/**
 * A read unit a task and for each row that is looked for in vain; half of one where it is told how many `tasks` there are, and then no others
 * are looked for. As much again for each that closed so long ago that its tombstone is gone.
 */
export async function countJob(
  parts: JobProgressParts,
  jobId: JobId,
  tasks?: number,
): Promise<JobProgress | undefined> {
  const digest = createHash('sha256').update(jobId).digest('hex');
  const stages: Record<TaskStage, number> = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
  let retries = 0;
  const isTold = tasks !== undefined;
  const end = tasks ?? Number.POSITIVE_INFINITY;
  let [first, length] = [0, isTold ? ROWS_AT_ONCE : ROWS_AT_FIRST];
  while (first < end) {
    const ids = Array.from({ length: Math.min(length, end - first) }, (_, row) => taskIdOfRow(digest, first + row));
    const places = await placesOf(parts, ids, !isTold);
    for (const place of places) {
      stages[place.stage]++;
      retries += place.retries;
    }
    if (places.length === 0) break;
    first += length;
    length = Math.min(2 * length, ROWS_AT_ONCE);
  }
  const known = Object.values(stages).some((count) => count > 0);
  return known ? { stages, retries } : undefined;
}

interface Place {
  readonly stage: TaskStage;
  readonly retries: number;
}

async function placesOf(parts: JobProgressParts, ids: readonly string[], consistent: boolean): Promise<Place[]> {
  const { names, items } = parts;
  const id = items.column('task_id');
  const keyOf = (taskId: string): Item => ({ [id]: { S: taskId } });
  const rows = await batchGet(parts, {
    table: names.tasks,
    keys: ids.map(keyOf),
    consistent,
    projection: [id, OWN.gone, OWN.retries],
  });
  const found = new Set(rows.map((row) => row[id]?.S));
  const missing = ids.filter((taskId) => !found.has(taskId));
  // Where nothing of a stretch is in the tasks' table the job has ended, or its tombstones have.
  const closed = await batchGet(parts, {
    table: names.closed,
    keys: missing.map(keyOf),
    projection: [id, STATUS_COLUMN, OWN.retries],
  });
  return [
    ...rows.map((row) => ({ stage: (row[OWN.gone]?.S ?? 'open') as TaskStage, retries: retriesOf(row) })),
    ...closed.map((row) => ({ stage: stageOfStatus(row), retries: retriesOf(row) })),
  ];
}
