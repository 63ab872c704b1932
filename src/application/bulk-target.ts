/** Which tasks an operator's bulk operation may change: what is asked for, checked, and bounded so that nothing is changed twice. */

import { claimedAt } from '../domain/greenfield.js';
import { RefusedError } from '../domain/errors.js';
import type { TaskId } from '../domain/ids.js';
import type { TaskSettings } from '../domain/labourer.js';
import type { Task, TaskState } from '../domain/task.js';
import type { EpochSeconds } from '../domain/time.js';
import type { Labourers } from './labourers.js';
import type { TaskFilter } from './ports/task-search.js';
import { knownLabourer } from './views/known.js';

/** `retry`: those that wait for their retry, now. `redrive`: a new life for ended ones. `cancel`: an end for those that have none. */
export type BulkAction = 'retry' | 'redrive' | 'cancel';

/** What a filter finds, or tasks by their names: 1,000 at most. */
export type BulkTarget = { readonly filter: TaskFilter } | { readonly taskIds: readonly TaskId[] };

/** The states that each action is for: the one list of them. */
export const BULK_STATES = {
  retry: ['retrying'],
  redrive: ['dead', 'cancelled'],
  cancel: ['queued', 'invoked', 'expired', 'retrying'],
} as const satisfies Record<BulkAction, readonly TaskState[]>;

/**
 * The filter with the states that the action is for. Throws RefusedError: `filter.empty` for one that would take all the action is for,
 * `filter.state` where the action is for none of its states, `labourer.unknown`.
 */
export function filterFor(action: BulkAction, filter: TaskFilter, labourers: Labourers): TaskFilter {
  for (const id of filter.labourerIds ?? []) knownLabourer({ labourers }, id);
  if (isEmpty(filter)) {
    throw new RefusedError('filter.empty', {
      path: 'filter',
      expected: `something that says which tasks to ${action}: a labourer, a job, a text, an instant or a number of attempts`,
    });
  }
  const possible: readonly TaskState[] = BULK_STATES[action];
  const states = filter.states?.length ? possible.filter((state) => filter.states?.includes(state)) : possible;
  if (states.length > 0) return { ...filter, states };
  throw new RefusedError('filter.state', { path: 'state', expected: possible.join(' or '), found: filter.states });
}

/** Whether nothing is said, but for states, and for bounds that hold for all tasks. */
function isEmpty({ states: _, text, createdFrom, closedFrom, attemptsFrom, ...others }: TaskFilter): boolean {
  const lowest = [createdFrom, closedFrom, attemptsFrom];
  return !text && lowest.every((bound) => !bound) && Object.values(others).every((value) => value === undefined);
}

/** The filter for what there was before the instant: what was closed, or made, since then is not meant. */
export function filterBefore(action: BulkAction, filter: TaskFilter, instant: EpochSeconds): TaskFilter {
  const key = action === 'redrive' ? 'closedBefore' : 'createdBefore';
  const before = filter[key];
  return { ...filter, [key]: before !== undefined && before < instant ? before : instant };
}

/**
 * Whether the wait or the end of the task is one that it had before the instant. A task that was sent back to the queue since then, and came
 * to wait or to its end again, was claimed since then.
 */
export const isOfBefore = (
  action: BulkAction,
  task: Task,
  instant: EpochSeconds,
  { invocationDelta }: Pick<TaskSettings, 'invocationDelta'>,
): boolean => action !== 'retry' || claimedAt(task.greenfield, invocationDelta) < instant;

/** Which life, or which wait, a task is in: what an action on it was meant for, and never the next one. */
export const lifeOf = (action: BulkAction, task: Task): number =>
  action === 'retry' ? task.attempts : (task.redrives ?? 0);

/** Whether the action is for tasks in this stage. */
export function isFor(action: BulkAction, { stage, completedAt }: Task): boolean {
  if (stage === 'open') return action === 'cancel' && completedAt === undefined;
  const states: readonly TaskState[] = BULK_STATES[action];
  return states.includes(stage);
}

/** The states that the action is for, in words. */
export const statesInWords = (action: BulkAction): string => BULK_STATES[action].join(' or ');
