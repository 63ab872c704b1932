/** What each transition makes of a row, and which other readings of the row it refuses. */

import { describe, expect, it } from 'vitest';
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
import { guardHolds, type Transition, transformed } from '../../src/domain/transition.js';
import { aTask, at, aWindow, NOW, place } from '../support/a-task.js';

const window = aWindow();
const SLOT = `${NOW + 2000}.n-1`;
const OTHER_SLOT = `${NOW + 2000}.n-2`;
const NOTHING = { now: NOW, extra: {} };
const ERROR = { name: 'E', message: 'x' };

const queued = aTask('t', { attempts: 1 });
const running = aTask('t', { attempts: 2, greenfield: window.invoked, slot: SLOT });
const completed = { ...running, completedAt: at(-1), slot: undefined };
const retrying = { ...running, stage: 'retrying', desiredLaunchTime: at(900), slot: undefined } as const;
const dead = { ...running, stage: 'dead', closedAt: at(-1), notifyPending: true, slot: undefined } as const;
const cancelled = { ...running, stage: 'cancelled', closedAt: at(-1) } as const;

/** The row after the transition; fails if the guard refuses the row itself. */
function madeOf(task: Task, transition: Transition): Task {
  expect(guardHolds(task, transition)).toBe(true);
  return transformed(task, transition);
}

describe('a transition makes of the row', () => {
  it('claim: a running one, with its token', () => {
    expect(madeOf(queued, claim(queued, window, SLOT))).toEqual(running);
  });

  it('release: the queued one it was', () => {
    expect(madeOf(running, release(queued, SLOT))).toEqual({ ...queued, slot: undefined });
  });

  it('interrupt: a queued one whose attempt does not count', () => {
    const row = madeOf(running, interrupt(running, place(0)));
    expect(row).toEqual({ ...running, greenfield: place(0), attemptsBase: 1, slot: undefined });
  });

  it('complete: a done one, or a completed one that is archived later', () => {
    const done = { ...running, completedAt: NOW, slot: undefined, desiredLaunchTime: undefined };
    expect(madeOf(running, complete(running, { ...NOTHING, archive: false }))).toEqual(done);
    const archived = madeOf(running, complete(running, { now: NOW, extra: { stat_a: 1 }, archive: true }));
    expect(archived).toEqual({ ...done, stage: 'done', closedAt: NOW, extra: { stat_a: 1 } });
  });

  it('complete: a done one of one that waits for its retry', () => {
    const row = madeOf(retrying, complete(retrying, { ...NOTHING, archive: true }));
    expect(row).toMatchObject({ stage: 'done', completedAt: NOW, closedAt: NOW });
    expect(row.desiredLaunchTime).toBeUndefined();
  });

  it('recordCompletion: a completed one whose slot stays', () => {
    expect(madeOf(running, recordCompletion(running, NOTHING))).toEqual({ ...running, completedAt: NOW });
  });

  it('archive: a done one without a slot', () => {
    const row = { ...completed, slot: SLOT };
    expect(madeOf(row, archive(row, NOW))).toEqual({ ...completed, stage: 'done', closedAt: NOW });
  });

  it('fail: one that waits for its retry, or a dead one that is to be reported', () => {
    const failed = { ...running, failedAttempts: 1, lastError: ERROR, slot: undefined };
    expect(madeOf(running, fail(running, { retryAfter: seconds(900) }, { ...NOTHING, error: ERROR }))).toEqual({
      ...failed,
      stage: 'retrying',
      desiredLaunchTime: at(900),
    });
    expect(madeOf(running, fail(running, 'dead', { ...NOTHING, error: ERROR }))).toEqual({
      ...failed,
      stage: 'dead',
      closedAt: NOW,
      notifyPending: true,
    });
  });

  it('fail: one with its error before, where the worker says none', () => {
    const row = { ...running, failedAttempts: 1, lastError: ERROR };
    const failed = madeOf(row, fail(row, 'dead', { ...NOTHING, error: undefined }));
    expect(failed).toMatchObject({ failedAttempts: 2, lastError: ERROR });
  });

  it('noteFailure: the running one, with the failure counted', () => {
    const row = madeOf(running, noteFailure(running, { error: ERROR, extra: {} }));
    expect(row).toEqual({ ...running, failedAttempts: 1, lastError: ERROR });
  });

  it('expire: as a failure does, but nobody said anything', () => {
    const row = madeOf(running, expire(running, { retryAfter: seconds(60) }, NOW));
    expect(row).toEqual({ ...running, stage: 'retrying', desiredLaunchTime: at(60), slot: undefined });
    expect(madeOf(running, expire(running, 'dead', NOW))).toMatchObject({ stage: 'dead', notifyPending: true });
  });

  it('requeue: a queued one with its attempts', () => {
    const row = madeOf(retrying, requeue(retrying, place(0)));
    expect(row).toEqual({ ...running, greenfield: place(0), slot: undefined, desiredLaunchTime: undefined });
  });

  it('bury: a dead one without an attempt more', () => {
    const row = madeOf(queued, bury(queued, NOW, ERROR));
    expect(row).toEqual({ ...queued, stage: 'dead', closedAt: NOW, notifyPending: true, lastError: ERROR });
  });

  it('cancel: a cancelled one whose attempt keeps its slot', () => {
    expect(madeOf(running, cancel(running, NOW))).toEqual({ ...running, stage: 'cancelled', closedAt: NOW });
  });

  it('freeSlot: the cancelled one without its slot', () => {
    expect(madeOf(cancelled, freeSlot(cancelled, {}))).toEqual({ ...cancelled, slot: undefined });
  });

  it('redrive: a queued one that counts its attempts anew', () => {
    const row = madeOf(dead, redrive(dead, place(5)));
    expect(row).toMatchObject({ stage: 'open', greenfield: place(5), attempts: 2, attemptsBase: 2, redrives: 1 });
    expect([row.closedAt, row.notifyPending, row.slot]).toEqual([undefined, undefined, undefined]);
  });

  it('redrive: one without the slot of an attempt that was cancelled and never reported', () => {
    expect(madeOf(cancelled, redrive(cancelled, place(5))).slot).toBeUndefined();
  });

  it('confirmReport: the dead one, reported', () => {
    expect(madeOf(dead, confirmReport(dead))).toEqual({ ...dead, notifyPending: undefined });
  });
});

describe('a transition refuses a row that is', () => {
  const REFUSED: readonly (readonly [string, string, () => Transition, Task])[] = [
    ['claimed already', 'claim', () => claim(queued, window, SLOT), running],
    ['at another place', 'claim', () => claim(queued, window, SLOT), { ...queued, greenfield: place(0) }],
    ['queued again after another attempt', 'claim', () => claim(queued, window, SLOT), { ...queued, attempts: 2 }],
    ['completed while it waited', 'claim', () => claim(queued, window, SLOT), { ...queued, completedAt: NOW }],
    ['cancelled', 'claim', () => claim(queued, window, SLOT), { ...queued, stage: 'cancelled' }],
    ["claimed by somebody else's token", 'release', () => release(queued, SLOT), { ...running, slot: OTHER_SLOT }],
    [
      'claimed again since, by the same greenfield',
      'interrupt',
      () => interrupt(running, place(0)),
      { ...running, slot: OTHER_SLOT },
    ],
    [
      'of a newer attempt',
      'complete',
      () => complete(running, { ...NOTHING, archive: true }),
      { ...running, attempts: 3 },
    ],
    [
      "of another claim's slot",
      'complete',
      () => complete(running, { ...NOTHING, archive: true }),
      { ...running, slot: OTHER_SLOT },
    ],
    ['completed', 'complete', () => complete(running, { ...NOTHING, archive: true }), completed],
    ['completed', 'recordCompletion', () => recordCompletion(running, NOTHING), completed],
    ['not completed', 'archive', () => archive(completed, NOW), running],
    ['completed', 'fail', () => fail(running, 'dead', { ...NOTHING, error: ERROR }), completed],
    [
      'of a newer attempt',
      'fail',
      () => fail(running, 'dead', { ...NOTHING, error: ERROR }),
      { ...running, attempts: 3 },
    ],
    [
      'of a newer attempt',
      'noteFailure',
      () => noteFailure(running, { error: ERROR, extra: {} }),
      { ...running, attempts: 3 },
    ],
    ['completed', 'expire', () => expire(running, 'dead', NOW), completed],
    ['claimed anew', 'expire', () => expire(running, 'dead', NOW), { ...running, greenfield: aWindow(at(60)).invoked }],
    ['queued already', 'requeue', () => requeue(retrying, place(0)), queued],
    ['waiting after another attempt', 'requeue', () => requeue(retrying, place(0)), { ...retrying, attempts: 3 }],
    [
      'completed while it waited for its retry',
      'requeue',
      () => requeue(retrying, place(0)),
      { ...retrying, stage: 'done' },
    ],
    ['claimed', 'bury', () => bury(queued, NOW, ERROR), { ...queued, slot: SLOT }],
    ['completed', 'cancel', () => cancel(running, NOW), completed],
    ['claimed since', 'cancel', () => cancel(queued, NOW), running],
    ['cancelled under another attempt', 'freeSlot', () => freeSlot(cancelled, {}), { ...cancelled, attempts: 3 }],
    ['redriven by somebody else', 'redrive', () => redrive(dead, place(5)), { ...dead, stage: 'open' }],
    [
      'cancelled under another claim',
      'redrive',
      () => redrive(cancelled, place(5)),
      { ...cancelled, slot: OTHER_SLOT },
    ],
    ['dead of another life', 'redrive', () => redrive(dead, place(5)), { ...dead, attempts: 4 }],
    ['dead of another life', 'confirmReport', () => confirmReport(dead), { ...dead, attempts: 4 }],
    ['dead of another life, without an attempt', 'redrive', () => redrive(dead, place(5)), { ...dead, redrives: 1 }],
    ['dead of another life, without an attempt', 'confirmReport', () => confirmReport(dead), { ...dead, redrives: 1 }],
    ['redriven since', 'confirmReport', () => confirmReport(dead), { ...dead, stage: 'open' }],
  ];
  it.each(REFUSED)('%s: %s', (_, _name, transition, row) => {
    expect(guardHolds(row, transition())).toBe(false);
  });
});

describe('of a task that is redriven and buried again, at the place it had', () => {
  const buriedFirst = madeOf(queued, bury(queued, NOW, ERROR));
  const redriven = madeOf(buriedFirst, redrive(buriedFirst, queued.greenfield));
  const buriedAgain = madeOf(redriven, bury(redriven, NOW, ERROR));

  it('a redrive that was decided for its first death is refused: each redrive is counted', () => {
    expect(guardHolds(buriedAgain, redrive(buriedFirst, place(5)))).toBe(false);
    expect(madeOf(buriedAgain, redrive(buriedAgain, place(5))).redrives).toBe(2);
  });

  it('the report of its first death does not confirm that of its second', () => {
    expect(guardHolds(buriedAgain, confirmReport(buriedFirst))).toBe(false);
    expect(madeOf(buriedAgain, confirmReport(buriedAgain)).notifyPending).toBeUndefined();
  });
});

describe('a decision on a row that nobody holds', () => {
  const ROWS: readonly (readonly [string, Task, (row: Task) => Transition])[] = [
    ['claim', queued, (row) => claim(row, window, SLOT)],
    ['interrupt', { ...running, slot: undefined }, (row) => interrupt(row, place(0))],
    ['complete', retrying, (row) => complete(row, { ...NOTHING, archive: true })],
    ['fail', { ...running, slot: undefined }, (row) => fail(row, 'dead', { ...NOTHING, error: ERROR })],
    ['bury', queued, (row) => bury(row, NOW, ERROR)],
    ['freeSlot', { ...cancelled, slot: undefined }, (row) => freeSlot(row, {})],
    ['redrive', dead, (row) => redrive(row, place(5))],
  ];
  it.each(ROWS)('is refused once somebody does: %s', (_, row, decide) => {
    expect(guardHolds(row, decide(row))).toBe(true);
    expect(guardHolds({ ...row, slot: OTHER_SLOT }, decide(row))).toBe(false);
  });
});

it('each says its name, and of which task it is', () => {
  const all: Readonly<Record<string, Transition>> = {
    archive: archive(completed, NOW),
    bury: bury(queued, NOW, ERROR),
    cancel: cancel(running, NOW),
    claim: claim(queued, window, SLOT),
    complete: complete(running, { ...NOTHING, archive: true }),
    confirmReport: confirmReport(dead),
    expire: expire(running, 'dead', NOW),
    fail: fail(running, 'dead', { ...NOTHING, error: ERROR }),
    freeSlot: freeSlot(cancelled, {}),
    interrupt: interrupt(running, place(0)),
    noteFailure: noteFailure(running, { error: ERROR, extra: {} }),
    recordCompletion: recordCompletion(running, NOTHING),
    redrive: redrive(dead, place(5)),
    release: release(queued, SLOT),
    requeue: requeue(retrying, place(0)),
  };
  for (const [name, transition] of Object.entries(all)) {
    expect(transition).toMatchObject({ name, taskId: 't', labourerId: queued.labourerId });
  }
});
