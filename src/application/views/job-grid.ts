/** A job's tasks as dates × attribute values, coloured by state, at present or at an instant of the past. */

import type { JobId } from '../../domain/ids.js';
import { type GridCell, type GridTask, jobGrid as gridOf } from '../../domain/job/job-grid.js';
import { payloadAttributes } from '../../domain/job/payload-attributes.js';
import { stateAt } from '../../domain/state-at.js';
import type { Task } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { GridFacts } from './facts.js';
import type { ReadSide } from './read-side.js';
import { windowsAt } from './tasks.js';
import { tasksRead } from './tasks-of-job.js';

export interface GridQuery {
  readonly jobId: JobId;
  /** Dimensions, several joined; absent: as fits the job. */
  readonly rows?: string | readonly string[];
  readonly columns?: string | readonly string[];
  readonly now: EpochSeconds;
  /** Attributes whose names contain one of these, in lower case, are no dimensions: their values must not become labels. */
  readonly maskedKeys?: readonly string[];
}

/** Rows, and columns. */
const PLACES_MAX = 400;

/** Rejects with RefusedError `job.unknown`, and `grid.dimension` for an axis that the job does not have. */
export async function jobGrid(
  reads: ReadSide,
  { jobId, now, maskedKeys = [], rows, columns }: GridQuery,
): Promise<GridFacts> {
  const { read, unread } = await tasksRead(reads, jobId);
  const windows = windowsAt(reads, now);
  const { invocationDelta: delta } = reads.settings;
  const tasks = read.flatMap((task): GridTask[] => {
    const state = stateAt(task, { now, window: windows(task.labourerId), delta });
    if (state === undefined) return [];
    return [{ taskId: task.taskId, state, attributes: shownAttributes(task, maskedKeys) }];
  });
  const axes = {
    ...(rows === undefined ? {} : { rows: [rows].flat() }),
    ...(columns === undefined ? {} : { columns: [columns].flat() }),
  };
  const grid = gridOf(tasks, axes, PLACES_MAX);
  return {
    job_id: jobId,
    at: now,
    row_name: grid.rowName,
    column_name: grid.columnName,
    dimensions: grid.dimensions,
    rows: grid.rows,
    columns: grid.columns,
    cells: grid.cells.map((row) => row.map(cellFacts)),
    tasks: tasks.length + unread,
    left_out: grid.leftOut + unread,
    source: 'rows',
  };
}

function shownAttributes({ payload }: Task, maskedKeys: readonly string[]): ReadonlyMap<string, string> | undefined {
  const attributes = payloadAttributes(payload);
  if (attributes === undefined || maskedKeys.length === 0) return attributes;
  const isMasked = (name: string): boolean => maskedKeys.some((key) => name.toLowerCase().includes(key));
  return new Map([...attributes].filter(([name]) => !isMasked(name)));
}

const cellFacts = (cell: GridCell | undefined) =>
  cell === undefined ? null : { states: cell.states, task_id: cell.taskId };
