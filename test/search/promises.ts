/** What the product promises of a single task, held against every change that the search makes to one. */

import { attemptsOfLife, isTerminal, type Task } from '../../src/domain/task.js';
import type { Transition, TransitionName } from '../../src/domain/transition.js';
import { type Cell, isLive, nonceOnRow } from './cell.js';

/** Changes that a closed task may still see. */
const OF_CLOSED_TASKS: readonly TransitionName[] = ['redrive', 'freeSlot', 'confirmReport'];

/** A change that was made: the cell and the row before it, the row after it, and the claim whose attempt reported it. */
export interface Change {
  readonly cell: Cell;
  readonly after: Task;
  readonly change: Transition;
  readonly reporter?: string | undefined;
  readonly maxAttempts: number;
}

/** The promise that a change breaks; undefined if it breaks none. */
export function brokenBy({ cell, after, change, reporter, maxAttempts }: Change): string | undefined {
  const before = cell.task;
  if (isTerminal(before.stage) && !OF_CLOSED_TASKS.includes(change.name)) {
    return `a closed task (${before.stage}) stays closed`;
  }
  if (attemptsOfLife(after) > maxAttempts) return `a task has ${maxAttempts} attempts at most`;
  if (change.name === 'claim') return brokenByClaim(before, after);
  if (before.completedAt !== undefined && (after.stage === 'retrying' || after.stage === 'dead')) {
    return 'completed work is neither tried again nor dead';
  }
  if (after.stage === 'dead' && before.stage === 'open' && attemptsOfLife(after) < maxAttempts) {
    return 'a task dies only after its last attempt';
  }
  if (change.name === 'release') return brokenByRelease(cell, after);
  if (after.attempts !== before.attempts) return 'only a claim counts an attempt, and only its release takes it back';
  return reporter === undefined ? undefined : brokenByReport(before, after, change, reporter);
}

function brokenByClaim(before: Task, after: Task): string | undefined {
  if (before.completedAt !== undefined) return 'no task is claimed after it was completed';
  if (before.slot !== undefined) return 'no task is claimed while its slot is taken';
  return after.attempts === before.attempts + 1 ? undefined : 'no two claims have the same number';
}

function brokenByRelease({ task: before, attempts }: Cell, after: Task): string | undefined {
  if (after.attempts !== before.attempts - 1) return 'a release takes back one attempt';
  const nonce = nonceOnRow(before);
  const ran = attempts.some((attempt) => attempt.nonce === nonce && attempt.state !== 'over');
  return ran ? 'no claim is released while its attempt runs' : undefined;
}

/** Rule 7: a stale attempt never ends, fails or frees anything of a newer one. */
function brokenByReport(before: Task, after: Task, change: Transition, reporter: string): string | undefined {
  const holder = nonceOnRow(before);
  if (holder === undefined || holder === reporter) return undefined;
  if (change.name === 'fail') return "a stale attempt's failure fails no newer attempt";
  return after.slot === undefined ? "a stale attempt frees no newer attempt's slot" : undefined;
}

/** Two attempts of one task are live at once. */
export const brokenByAttempts = ({ attempts }: Cell): string | undefined =>
  attempts.filter(isLive).length > 1 ? 'no two attempts of one task live at once' : undefined;
