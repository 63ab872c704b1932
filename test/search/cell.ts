/**
 * A task of the searched world with everything that concerns it alone: its row, its attempts, and the processes that are busy with it
 * between two calls of a port. Cells are interchangeable, so that a world's state is a set of them.
 */

import type { Greenfield } from '../../src/domain/greenfield.js';
import { labourerId, taskId } from '../../src/domain/ids.js';
import type { Task } from '../../src/domain/task.js';
import type { Guard, Transition } from '../../src/domain/transition.js';
import type { Essential, HeldToken } from './hand.js';
import { NOW, PLACE, partsOfSlot, type Rewriting, rewrittenSlot, rewrittenToken } from './instants.js';

/** What an attempt that is over says, once or any number of times, now or much later: failed, completed, or both. */
export type Report = 'F' | 'C' | 'FC';

/** The work of one claim. */
export interface Attempt {
  /** What the event carried as `sosw_attempt`. */
  readonly number: number;
  /** Of the claim: what it really belongs to. */
  readonly nonce: string;
  /** Accepted by the platform but not begun; at work; over, with a report that may arrive. */
  readonly state: 'accepted' | 'live' | 'over';
  /** Steps of time since the claim for an accepted one, left for a live one. */
  readonly ticks: number;
  readonly report?: Report;
}

/** A process between two calls that concern the task, or a change that is under way. */
export interface Errand {
  readonly kind:
    | 'claiming'
    | 'looking'
    | 'claimed'
    | 'releasing'
    | 'reporting'
    | 'expiring'
    | 'archiving'
    | 'requeueing'
    | 'repeated';
  readonly by: Essential;
  /** The change that was decided and has not arrived yet. */
  readonly change?: Transition;
  /** The token that a claim on its way was decided with, in hand again if a rival was first. */
  readonly held?: HeldToken;
  /** Of the claim that the errand is about. */
  readonly slot?: string;
  readonly queued?: Task;
  readonly claimedAt?: Greenfield;
  /** The claim whose attempt reports. */
  readonly nonce?: string;
}

export interface Cell {
  readonly task: Task;
  readonly attempts: readonly Attempt[];
  readonly errands: readonly Errand[];
}

const QUEUED: Task = {
  taskId: taskId('task'),
  labourerId: labourerId('worker'),
  stage: 'open',
  createdAt: NOW,
  greenfield: PLACE,
  attempts: 0,
};

export const newCell = (): Cell => ({ task: QUEUED, attempts: [], errands: [] });

/** The row with only what decisions look at; instants that nothing compares are left out. */
export function essence(task: Task): Task {
  const { taskId, labourerId, stage, createdAt, attempts } = task;
  return {
    taskId,
    labourerId,
    stage,
    createdAt,
    greenfield: stage === 'open' ? task.greenfield : PLACE,
    attempts,
    ...(task.completedAt === undefined ? {} : { completedAt: NOW }),
    ...(task.slot === undefined ? {} : { slot: task.slot }),
    ...(task.attemptsBase === undefined ? {} : { attemptsBase: task.attemptsBase }),
    ...(task.redrives === undefined ? {} : { redrives: task.redrives }),
  };
}

const rewrittenTask = (task: Task, by: Rewriting): Task => ({
  ...task,
  greenfield: by.greenfield(task.greenfield),
  ...(task.slot === undefined ? {} : { slot: rewrittenSlot(task.slot, by) }),
});

function rewrittenGuard(guard: Guard, by: Rewriting): Guard {
  return {
    ...guard,
    ...(guard.greenfield === undefined ? {} : { greenfield: by.greenfield(guard.greenfield) }),
    ...(typeof guard.slot === 'string' ? { slot: rewrittenSlot(guard.slot, by) } : {}),
  };
}

function rewrittenChange(change: Transition, by: Rewriting): Transition {
  const { set } = change;
  return {
    ...change,
    guard: rewrittenGuard(change.guard, by),
    ...(set === undefined
      ? {}
      : {
          set: {
            ...set,
            ...(set.greenfield === undefined ? {} : { greenfield: by.greenfield(set.greenfield) }),
            ...(set.slot === undefined ? {} : { slot: rewrittenSlot(set.slot, by) }),
          },
        }),
  };
}

const rewrittenErrand = (errand: Errand, by: Rewriting): Errand => ({
  ...errand,
  ...(errand.change === undefined ? {} : { change: rewrittenChange(errand.change, by) }),
  ...(errand.held === undefined ? {} : { held: { ...errand.held, token: rewrittenToken(errand.held.token, by) } }),
  ...(errand.slot === undefined ? {} : { slot: rewrittenSlot(errand.slot, by) }),
  ...(errand.queued === undefined ? {} : { queued: rewrittenTask(errand.queued, by) }),
  ...(errand.claimedAt === undefined ? {} : { claimedAt: by.greenfield(errand.claimedAt) }),
  ...(errand.nonce === undefined ? {} : { nonce: by.nonce(errand.nonce) }),
});

/** The cell with every instant and nonce in it rewritten. */
export const rewritten = (cell: Cell, by: Rewriting): Cell => ({
  task: rewrittenTask(cell.task, by),
  attempts: cell.attempts.map((attempt) => ({ ...attempt, nonce: by.nonce(attempt.nonce) })),
  errands: cell.errands.map((errand) => rewrittenErrand(errand, by)),
});

/** Every claimed greenfield of a cell. */
export function greenfieldsOf(cell: Cell): Greenfield[] {
  const found: Greenfield[] = [];
  rewritten(cell, {
    greenfield: (value) => {
      if (value > NOW) found.push(value);
      return value;
    },
    expiry: (value) => value,
    nonce: (value) => value,
  });
  return found;
}

/** Nonces of slots and of changes, in the order in which the cell holds them; not those that only attempts still know. */
export function noncesInUse(cell: Cell): string[] {
  const found: string[] = [];
  const row: Cell = { ...cell, attempts: [] };
  rewritten(row, {
    greenfield: (value) => value,
    expiry: (value) => value,
    nonce: (value) => {
      found.push(value);
      return value;
    },
  });
  return found;
}

export const isLive = ({ state }: Attempt): boolean => state === 'live';

/** The nonce of the claim that the row carries. */
export const nonceOnRow = ({ slot }: Task): string | undefined =>
  slot === undefined ? undefined : partsOfSlot(slot).nonce;
