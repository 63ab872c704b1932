/**
 * The decisions of a task's life, one function a transition: each takes the row as it was read and gives the change as data. The
 * guard of each says which reading it was made for; docs/protocol.md names the counterexample behind every one.
 */

import type { Greenfield, InvocationWindow } from './greenfield.js';
import { boundedError, type JsonObject, type Task, type TaskError } from './task.js';
import { type EpochSeconds, later, type Seconds } from './time.js';
import type { Guard, Transition, TransitionName } from './transition.js';

/** The row exactly as it was read, and not completed: what expiries are made for. */
const asRead = ({ greenfield, attempts }: Task): Guard => ({ greenfield, attempts, completed: false });

/** The same, with the slot that it has or has not. Not spread over `asRead`: each such copy would be slow to read (a shape of its own). */
const asHeld = ({ greenfield, attempts, slot }: Task): Guard => ({
  greenfield,
  attempts,
  slot: slot ?? false,
  completed: false,
});

/** The row as it was read, not completed, with nobody's slot: what claims are made for. */
const asFree = ({ greenfield, attempts }: Task): Guard => ({ greenfield, attempts, slot: false, completed: false });

/** Every transition has the same shape, whatever it changes: reading and copying many shapes would be slow. */
function transition(
  name: TransitionName,
  { taskId, labourerId, stage: from }: Task,
  { to, guard, set, remove, extra }: Pick<Transition, 'to' | 'guard' | 'set' | 'remove' | 'extra'>,
): Transition {
  return { name, taskId, labourerId, from, to, guard, set, remove, extra };
}

/** A queued task goes to a worker: greenfield moves a year ahead, attempts by one, the token comes onto the row. */
export const claim = (task: Task, window: InvocationWindow, slot: string): Transition =>
  transition('claim', task, {
    to: 'open',
    guard: asFree(task),
    set: { greenfield: window.invoked, attempts: task.attempts + 1, slot },
  });

/** The invocation was refused, so nothing ran: place and attempt are as they were before the claim. `queued` is that row. */
export const release = (queued: Task, slot: string): Transition =>
  transition('release', queued, {
    to: 'open',
    guard: { slot },
    set: { greenfield: queued.greenfield, attempts: queued.attempts },
    remove: ['slot'],
  });

/**
 * The machine that the attempt ran on is known to be gone. The task goes to the queue's head and the attempt does not count for
 * its life; its number stays used, so that nothing of the old attempt can pass for the new one.
 */
export const interrupt = (task: Task, head: Greenfield): Transition =>
  transition('interrupt', task, {
    to: 'open',
    guard: asHeld(task),
    set: { greenfield: head, attemptsBase: (task.attemptsBase ?? 0) + 1 },
    remove: ['slot'],
  });

/** The current attempt (or, for a task that waits again, an earlier one) reports that the work is done. */
export function complete(
  task: Task,
  { now, extra, archive }: { readonly now: EpochSeconds; readonly extra: JsonObject; readonly archive: boolean },
): Transition {
  return transition('complete', task, {
    to: archive ? 'done' : 'open',
    guard: { attempts: task.attempts, slot: task.slot ?? false, completed: false },
    set: archive ? { completedAt: now, closedAt: now } : { completedAt: now },
    remove: ['slot', 'desiredLaunchTime'],
    extra,
  });
}

/** An attempt that is not the current one did the work: that is recorded; the slot stays with the row and expires. */
export const recordCompletion = (task: Task, report: { now: EpochSeconds; extra: JsonObject }): Transition =>
  transition('recordCompletion', task, {
    to: 'open',
    guard: { attempts: task.attempts, completed: false },
    set: { completedAt: report.now },
    extra: report.extra,
  });

/** A completed task goes to the archive. A slot that is still on the row belongs to a running attempt and expires. */
export const archive = (task: Task, now: EpochSeconds): Transition =>
  transition('archive', task, {
    to: 'done',
    guard: { completed: true, attempts: task.attempts },
    set: { closedAt: now },
    remove: ['slot'],
  });

/** Where an attempt that did not succeed leads: to the retry table with its instant, or to its end. */
export type AfterAttempt = { readonly retryAfter: Seconds } | 'dead';

function endOfAttempt(after: AfterAttempt, now: EpochSeconds): Required<Pick<Transition, 'to' | 'set'>> {
  return after === 'dead'
    ? { to: 'dead', set: { closedAt: now, notifyPending: true } }
    : { to: 'retrying', set: { desiredLaunchTime: later(now, after.retryAfter) } };
}

/** The current attempt reports its failure: one write ends the claim and frees the slot. */
export function fail(
  task: Task,
  after: AfterAttempt,
  report: { readonly now: EpochSeconds; readonly error: TaskError | undefined; readonly extra: JsonObject },
): Transition {
  const { to, set } = endOfAttempt(after, report.now);
  const lastError = report.error === undefined ? {} : { lastError: boundedError(report.error) };
  return transition('fail', task, {
    to,
    guard: asHeld(task),
    set: { ...set, ...lastError, failedAttempts: (task.failedAttempts ?? 0) + 1 },
    remove: ['slot'],
    extra: report.extra,
  });
}

/** A failure that can't be told to be of the current attempt is only counted; the task waits for its expiry. */
export const noteFailure = (task: Task, report: { error: TaskError | undefined; extra: JsonObject }): Transition =>
  transition('noteFailure', task, {
    to: 'open',
    guard: { attempts: task.attempts, completed: false },
    set: {
      failedAttempts: (task.failedAttempts ?? 0) + 1,
      ...(report.error === undefined ? {} : { lastError: boundedError(report.error) }),
    },
    extra: report.extra,
  });

/** Duration and cooldown are over and nothing was heard: the attempt has ended, and with it the claim. */
export function expire(task: Task, after: AfterAttempt, now: EpochSeconds): Transition {
  const { to, set } = endOfAttempt(after, now);
  return transition('expire', task, { to, guard: asRead(task), set, remove: ['slot'] });
}

/** A task that waits for its retry goes back to the queue, at the head when its time has come or an operator asks for it. */
export const requeue = (task: Task, place: Greenfield): Transition =>
  transition('requeue', task, {
    to: 'open',
    guard: { attempts: task.attempts },
    set: { greenfield: place },
    remove: ['desiredLaunchTime'],
  });

/** A queued task that no worker can be given: no slot, no attempt; it is closed with the reason. */
export const bury = (task: Task, now: EpochSeconds, error: TaskError): Transition =>
  transition('bury', task, {
    to: 'dead',
    guard: asFree(task),
    set: { closedAt: now, notifyPending: true, lastError: boundedError(error) },
  });

/** An operator ends the task. A running attempt keeps its slot until it reports or expires. */
export const cancel = (task: Task, now: EpochSeconds): Transition =>
  transition('cancel', task, {
    to: 'cancelled',
    guard: { greenfield: task.greenfield, attempts: task.attempts, completed: false },
    set: { closedAt: now },
    remove: ['desiredLaunchTime'],
  });

/** The attempt of a task that was cancelled under it reports: its outcome is recorded, its slot is free. */
export const freeSlot = (task: Task, extra: JsonObject): Transition =>
  transition('freeSlot', task, {
    to: task.stage,
    guard: { attempts: task.attempts, slot: task.slot ?? false },
    remove: ['slot'],
    extra,
  });

/**
 * A dead or cancelled task gets a new life at the queue's end: its attempts keep counting, from a new base. The guard says of which life
 * it was the end, for the next one can end without an attempt, and at the same place in the queue.
 */
export const redrive = (task: Task, place: Greenfield): Transition =>
  transition('redrive', task, {
    to: 'open',
    guard: { attempts: task.attempts, slot: task.slot ?? false, redrives: task.redrives ?? 0 },
    set: { greenfield: place, attemptsBase: task.attempts, redrives: (task.redrives ?? 0) + 1 },
    remove: ['closedAt', 'notifyPending', 'slot'],
  });

/** The report of a dead task was accepted by whoever is told. */
export const confirmReport = (task: Task): Transition =>
  transition('confirmReport', task, {
    to: 'dead',
    guard: { attempts: task.attempts, redrives: task.redrives ?? 0 },
    remove: ['notifyPending'],
  });
