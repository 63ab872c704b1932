/** Names of things, branded so that a task's never stands where a labourer's belongs. */

import { RefusedError } from './errors.js';

declare const kind: unique symbol;

/** 32 hex digits for tasks made here; the old system's ids are taken as they are. */
export type TaskId = string & { readonly [kind]: 'TaskId' };
/** The name of the worker's function, without ARN. */
export type LabourerId = string & { readonly [kind]: 'LabourerId' };
/** The identity of a job, never its content. */
export type JobId = string & { readonly [kind]: 'JobId' };

/** No name may hold one: names go into logs, file names and keys. */
export const CONTROL_CHARACTER = /\p{Cc}/u;

/** A task's id, checked: 1 to 256 characters, none a control character. Throws RefusedError `name.invalid`. */
export const taskId = (text: string): TaskId => checkedName(text, 'task_id', 256) as TaskId;
/** A labourer's name, checked: 1 to 170 characters, none a control character. Throws RefusedError `name.invalid`. */
export const labourerId = (text: string): LabourerId => checkedName(text, 'labourer_id', 170) as LabourerId;
/** A job's identity, checked: 1 to 256 characters, none a control character. Throws RefusedError `name.invalid`. */
export const jobId = (text: string): JobId => checkedName(text, 'job_id', 256) as JobId;

/** Control characters, and halves of a pair without the other half: each becomes the same character in UTF-8, so that two names would be one key. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/** Refuses an empty name, one with control characters or lone surrogates, and one longer than `limit` characters. */
function checkedName(text: string, path: string, limit: number): string {
  const isFilled = typeof text === 'string' && text.length > 0 && text.length <= limit;
  if (isFilled && !UNFIT.test(text)) return text;
  throw new RefusedError('name.invalid', {
    path,
    expected: `1 to ${limit} characters, none of them a control character`,
    found: text,
  });
}

/** Hex digits of the job's digest that begin each of its tasks' ids; the other 12 are the row's number. */
const JOB_DIGITS = 20;
const ROW_DIGITS = 12;

/**
 * The id of a job's row: always the same for the same identity and row, and ascending with the row, so that a store with sorted
 * keys appends instead of jumping about. `digest` is at least 20 hex digits made from the job's identity.
 */
export function taskIdOfRow(digest: string, row: number): TaskId {
  return (digest.slice(0, JOB_DIGITS) + row.toString(16).padStart(ROW_DIGITS, '0')) as TaskId;
}

/** Whether two ids were made of the rows of one job: every id between them is then of that job too. */
export const areOfOneJob = (one: TaskId, other: TaskId): boolean =>
  one.length === JOB_DIGITS + ROW_DIGITS &&
  other.length === one.length &&
  one.slice(0, JOB_DIGITS) === other.slice(0, JOB_DIGITS);
