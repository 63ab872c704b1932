/**
 * What may become of a task, as data. The domain decides a `Transition`; a store applies it atomically if its guard still holds.
 * Of concurrent rivals at most one wins, so no decision needs a lock.
 */

import type { Greenfield } from './greenfield.js';
import type { LabourerId, TaskId } from './ids.js';
import type { JsonObject, Task, TaskStage } from './task.js';

/** Every way in which a task changes; docs/task-states.md draws them. */
export type TransitionName =
  | 'claim'
  | 'release'
  | 'interrupt'
  | 'complete'
  | 'recordCompletion'
  | 'archive'
  | 'fail'
  | 'noteFailure'
  | 'expire'
  | 'requeue'
  | 'bury'
  | 'cancel'
  | 'freeSlot'
  | 'redrive'
  | 'confirmReport';

/** What the decider believes of the row. Absent keys are not looked at; `slot` and `completed` false mean "has none". */
export interface Guard {
  readonly greenfield?: Greenfield;
  readonly attempts?: number;
  readonly slot?: string | false;
  readonly completed?: boolean;
  /** In which life the task is; rows of tasks that were never redriven have no number. */
  readonly redrives?: number;
}

type Settable =
  | 'greenfield'
  | 'attempts'
  | 'slot'
  | 'completedAt'
  | 'closedAt'
  | 'desiredLaunchTime'
  | 'failedAttempts'
  | 'lastError'
  | 'attemptsBase'
  | 'redrives'
  | 'notifyPending';

/** What the end of a claim, of a wait or of a life takes off the row. */
type Removable = 'slot' | 'desiredLaunchTime' | 'closedAt' | 'notifyPending';

export interface Transition {
  readonly name: TransitionName;
  readonly taskId: TaskId;
  readonly labourerId: LabourerId;
  /** The stage that the row must be in, and the one that it is in afterwards. */
  readonly from: TaskStage;
  readonly to: TaskStage;
  readonly guard: Guard;
  readonly set?: { readonly [Key in Settable]?: NonNullable<Task[Key]> } | undefined;
  readonly remove?: readonly Removable[] | undefined;
  /** Columns of the worker's (`stat_…`, `result_…`), laid over those that the row has. */
  readonly extra?: JsonObject | undefined;
}

/** Whether the row is still the one that the transition was decided for. */
export function guardHolds(task: Task, { from, guard }: Transition): boolean {
  if (task.stage !== from) return false;
  const { greenfield, attempts, slot, completed, redrives } = guard;
  if (greenfield !== undefined && task.greenfield !== greenfield) return false;
  if (attempts !== undefined && task.attempts !== attempts) return false;
  if (slot !== undefined && (task.slot ?? false) !== slot) return false;
  if (redrives !== undefined && (task.redrives ?? 0) !== redrives) return false;
  return completed === undefined || completed === (task.completedAt !== undefined);
}

/** The row after the transition. */
export function transformed(task: Task, { to, set, remove = [], extra }: Transition): Task {
  const changed: { -readonly [Key in keyof Task]: Task[Key] } = { ...task, stage: to };
  // Not spread as well: that takes twice as long, and every change of every task comes here.
  Object.assign(changed, set);
  // Set to undefined, not deleted: deleting makes an object slow for the rest of its life.
  for (const field of remove) if (changed[field] !== undefined) changed[field as Removable] = undefined;
  if (extra !== undefined && Object.keys(extra).length > 0) changed.extra = { ...task.extra, ...extra };
  return changed;
}
