/** Every way in which a task changes, each with the life that leads up to it: what a store is given by the use cases. */

import {
  archive,
  bury,
  cancel,
  claim,
  complete,
  confirmReport,
  expire,
  fail,
  freeSlot,
  interrupt,
  noteFailure,
  recordCompletion,
  redrive,
  release,
  requeue,
} from '../../src/domain/life.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import type { Transition } from '../../src/domain/transition.js';
import { aTask, aWindow, at, place } from '../support/a-task.js';

/** Decides a change of the row as it stands. */
export type Step = (task: Task) => Transition;

export const SLOT = '1700002400.runtime-1';
export const QUEUED = aTask('t', { extra: { section: 'a', stat_rows: 1 } });

const error = { name: 'TimeoutError', message: 'the host did not answer' };
const retryAfter = seconds(60);

export const claimed: Step = (task) => claim(task, aWindow(at(10)), SLOT);
export const failed: Step = (task) => fail(task, { retryAfter }, { now: at(20), error, extra: {} });
export const died: Step = (task) => fail(task, 'dead', { now: at(20), error, extra: {} });
export const completed: Step = (task) => complete(task, { now: at(20), extra: { stat_rows: 7 }, archive: false });
export const done: Step = (task) => complete(task, { now: at(20), extra: { result_sum: 3 }, archive: true });
export const cancelled: Step = (task) => cancel(task, at(30));
export const reported: Step = confirmReport;
export const redriven: Step = (task) => redrive(task, place(9));
export const requeued: Step = (task) => requeue(task, place(-4));

export interface Life {
  readonly before: readonly Step[];
  readonly change: Step;
}

/** By the transition's name, with what is particular about the case. */
export const LIVES: Readonly<Record<string, Life>> = {
  'claim of a queued task': { before: [], change: claimed },
  'release of a refused invocation': { before: [claimed], change: () => release(QUEUED, SLOT) },
  'interrupt of a lost attempt': { before: [claimed], change: (task) => interrupt(task, place(0)) },
  'complete without archiving': { before: [claimed], change: completed },
  'complete with archiving': { before: [claimed], change: done },
  'complete of a task that waits for its retry': { before: [claimed, failed], change: done },
  'recordCompletion by an older attempt': {
    before: [claimed],
    change: (task) => recordCompletion(task, { now: at(20), extra: { result_sum: 3 } }),
  },
  'archive of a completed task': { before: [claimed, completed], change: (task) => archive(task, at(40)) },
  'fail that is retried': { before: [claimed], change: failed },
  'fail of the last attempt': { before: [claimed], change: died },
  'noteFailure of an unknown attempt': {
    before: [claimed],
    change: (task) => noteFailure(task, { error, extra: {} }),
  },
  'expire that is retried': { before: [claimed], change: (task) => expire(task, { retryAfter }, at(1300)) },
  'expire of the last attempt': { before: [claimed], change: (task) => expire(task, 'dead', at(1300)) },
  'requeue of a task whose time has come': { before: [claimed, failed], change: requeued },
  'bury of a task that no worker can be given': { before: [], change: (task) => bury(task, at(5), error) },
  'cancel of a queued task': { before: [], change: cancelled },
  'cancel of a running task': { before: [claimed], change: cancelled },
  'cancel of a task that waits for its retry': { before: [claimed, failed], change: cancelled },
  'freeSlot of a task cancelled under its attempt': {
    before: [claimed, cancelled],
    change: (task) => freeSlot(task, { stat_rows: 2 }),
  },
  'redrive of a dead task': { before: [claimed, died], change: redriven },
  'redrive of a cancelled task': { before: [claimed, cancelled], change: redriven },
  'redrive of a task that died again': { before: [claimed, died, redriven, claimed, died], change: redriven },
  'confirmReport of a dead task': { before: [claimed, died], change: reported },
  'confirmReport of a task that died again': { before: [claimed, died, redriven, claimed, died], change: reported },
};
