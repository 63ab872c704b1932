/** Whether a task is one of those that a filter asks for: the plain meaning of every key, which all searches have in common. */

import { errorGroupOf } from '../domain/error-group.js';
import type { InvocationWindow } from '../domain/greenfield.js';
import type { LabourerId } from '../domain/ids.js';
import { type Task, taskState } from '../domain/task.js';
import type { TaskFilter } from './ports/task-search.js';

/**
 * Every key that is given must hold. An empty list of labourers is nobody's, an empty list of states is any; a task that is not closed
 * has no instant that `closedFrom` or `closedBefore` could hold for.
 */
export const matches = (
  task: Task,
  filter: TaskFilter,
  windowOf: (labourerId: LabourerId) => InvocationWindow,
): boolean =>
  (filter.labourerIds?.includes(task.labourerId) ?? true) &&
  (filter.jobId === undefined || task.jobId === filter.jobId) &&
  isWithin(task.createdAt, filter.createdFrom, filter.createdBefore) &&
  isWithin(task.closedAt, filter.closedFrom, filter.closedBefore) &&
  task.attempts >= (filter.attemptsFrom ?? Number.NEGATIVE_INFINITY) &&
  task.attempts <= (filter.attemptsUpTo ?? Number.POSITIVE_INFINITY) &&
  isInState(task, filter.states, windowOf) &&
  (filter.text === undefined || holdsText(task, filter.text)) &&
  (filter.errorGroup === undefined || errorGroupOf(task) === filter.errorGroup);

function isWithin(instant: number | undefined, from: number | undefined, before: number | undefined): boolean {
  if (from === undefined && before === undefined) return true;
  if (instant === undefined) return false;
  return (from === undefined || instant >= from) && (before === undefined || instant < before);
}

const isInState = (
  task: Task,
  states: TaskFilter['states'],
  windowOf: (labourerId: LabourerId) => InvocationWindow,
): boolean => !states?.length || states.includes(taskState(task, windowOf(task.labourerId)));

function holdsText({ taskId, payload, lastError }: Task, text: string): boolean {
  const wanted = inLowerCase(text);
  return [taskId, payload, lastError?.name, lastError?.message].some(
    (place) => place !== undefined && inLowerCase(place).includes(wanted),
  );
}

/** Of ASCII's letters only, as databases have it: `toLowerCase` would change the length of some others. */
export const inLowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
