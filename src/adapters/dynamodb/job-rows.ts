/** A job's tasks by walking their ids, wherever each stands: its row in the tasks' table, or where the tombstone there says. */

import { createHash } from 'node:crypto';
import type { Page, PageKey } from '../../application/ports/task-store.js';
import { RefusedError } from '../../domain/errors.js';
import { type JobId, type LabourerId, type TaskId, taskIdOfRow } from '../../domain/ids.js';
import type { StoreNames } from '../shared/store-names.js';
import type { Item } from './attribute-values.js';
import { batchGet } from './batches.js';
import type { SendingParts } from './pause.js';
import type { Row, TaskFinder } from './task-finder.js';
import { isTombstone, OWN, retriesOf, type TaskItems, type TaskTable } from './task-item.js';

/** Rows that are asked for at least: a gap as long as this is taken for the job's end. */
const ROWS_AT_LEAST = 100;
/** Rows of a page at most: eight requests' worth. */
const ROWS_AT_MOST = 800;

export interface JobRowsParts extends SendingParts {
  readonly names: StoreNames;
  readonly items: TaskItems;
  readonly finder: TaskFinder;
}

export interface JobRowsPage {
  readonly rows: readonly Row[];
  readonly next?: PageKey;
}

/** The page that begins at the row whose number is `after`. Half a read unit a task of up to 4 KB, and as much again for one that left its queue. */
export async function jobRows(
  parts: JobRowsParts,
  { jobId, limit, after }: { readonly jobId: JobId; readonly limit: number; readonly after?: PageKey },
): Promise<JobRowsPage> {
  const digest = createHash('sha256').update(jobId).digest('hex');
  const first = firstRow(after);
  const length = Math.min(Math.max(limit, ROWS_AT_LEAST), ROWS_AT_MOST);
  const ids = Array.from({ length }, (_, index) => taskIdOfRow(digest, first + index));
  const found = await rowsOf(parts, ids);
  const present = ids.flatMap((id, index) => {
    const row = found.get(id);
    return row === undefined ? [] : [{ row, number: first + index }];
  });
  const page = present.slice(0, limit);
  const rows = page.map(({ row }) => row);
  if (present.length === 0) return { rows };
  const last = page.length < present.length ? page.at(-1)?.number : undefined;
  return { rows, next: String(last === undefined ? first + length : last + 1) };
}

/** Refuses (`page.key`) what no page has given. */
function firstRow(after: PageKey | undefined): number {
  const row = after === undefined ? 0 : Number(after);
  if (Number.isSafeInteger(row) && row >= 0 && after !== '') return row;
  throw new RefusedError('page.key', { path: 'after', expected: 'the key that came with a page', found: after });
}

async function rowsOf(parts: JobRowsParts, ids: readonly TaskId[]): Promise<ReadonlyMap<string, Row>> {
  const { names, items, finder } = parts;
  const id = items.column('task_id');
  const found = new Map<string, Row>();
  const keep = (rows: readonly Item[], table: TaskTable) => {
    for (const item of rows) {
      const task = items.taskOf(item, table);
      if (task !== undefined) found.set(task.taskId, { task, retries: retriesOf(item) });
    }
  };
  const keyOf = (taskId: string): Item => ({ [id]: { S: taskId } });
  const inQueue = await batchGet(parts, { table: names.tasks, keys: ids.map(keyOf) });
  keep(inQueue, 'open');

  const tombstones = new Map(inQueue.filter(isTombstone).map((item) => [item[id]?.S ?? '', item]));
  const waiting = ids.filter((taskId) => tombstones.get(taskId)?.[OWN.gone]?.S === 'retrying');
  const retryKeys = waiting.map((taskId) => finder.retryKey(taskId, labourerOf(tombstones.get(taskId))));
  keep(await batchGet(parts, { table: names.retry, keys: retryKeys }), 'retrying');

  const elsewhere = ids.filter((taskId) => !found.has(taskId));
  keep(await batchGet(parts, { table: names.closed, keys: elsewhere.map(keyOf) }), 'closed');
  // Moved between two of these reads: what a tombstone stands for is somewhere.
  for (const taskId of elsewhere) {
    if (found.has(taskId) || !tombstones.has(taskId)) continue;
    const moved = await finder.find(taskId);
    if (moved !== undefined) found.set(taskId, moved);
  }
  return found;
}

const labourerOf = (tombstone: Item | undefined): LabourerId => (tombstone?.[OWN.goneLabourer]?.S ?? '') as LabourerId;

/** The page as the port has it. */
export const pageOfRows = ({ rows, next }: JobRowsPage): Page => {
  const tasks = rows.map(({ task }) => task);
  return next === undefined ? { tasks } : { tasks, next };
};
