/** The stretch of ids in which the rows of one job stand, in every store that sorts by id. */

import { createHash } from 'node:crypto';
import { type JobId, type TaskId, taskIdOfRow } from '../../domain/ids.js';

const ROW_DIGITS = 12;
const LAST_ROW = 16 ** ROW_DIGITS - 1;

/** The digest of a job's identity, of which its tasks' ids are made. */
export const digestOfJob = (jobId: JobId): string => createHash('sha256').update(jobId).digest('hex');

/** The row that an id was made of; undefined for one that is not of a row of the job. */
export function rowOfId(digest: string, taskId: TaskId): number | undefined {
  const row = Number.parseInt(taskId.slice(-ROW_DIGITS), 16);
  return Number.isInteger(row) && taskIdOfRow(digest, row) === taskId ? row : undefined;
}

/** First and last id that a row of the job may have, both inclusive; ids between them are the job's, in the order of its rows. */
export function idsOfJob(jobId: JobId): { readonly first: TaskId; readonly last: TaskId } {
  const digest = digestOfJob(jobId);
  return { first: taskIdOfRow(digest, 0), last: taskIdOfRow(digest, LAST_ROW) };
}
