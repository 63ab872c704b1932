import { describe, expect, it } from 'vitest';
import { type BrokenInvariant, brokenByChange, brokenByRow, brokenByTask } from '../../src/domain/invariants.js';
import { DEFAULT_TASK_SETTINGS } from '../../src/domain/labourer.js';
import { readLabourer } from '../../src/domain/labourer-settings.js';
import { archive, claim, confirmReport, expire, interrupt, redrive, release, requeue } from '../../src/domain/life.js';
import { adoptRunning, decideAllowance, type LabourerRow, reserve } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { epochSeconds, seconds } from '../../src/domain/time.js';
import { type Transition, transformed } from '../../src/domain/transition.js';
import {
  cancelled,
  claimed,
  completed,
  died,
  done,
  failed,
  LIVES,
  QUEUED,
  redriven,
  requeued,
  type Step,
} from '../contracts/lives.js';
import { aRow, aTask, aWindow, at, LABOURER, NOW, OTHER_LABOURER, place, taskId } from '../support/a-task.js';

const labourerWith = (settings = {}) => readLabourer(LABOURER, settings, {}, 'labourers');
const around = (maxAttempts = 3) => ({
  labourer: labourerWith({ max_attempts: maxAttempts }),
  settings: DEFAULT_TASK_SETTINGS,
  now: at(2000),
});

const lived = (steps: readonly Step[], from: Task = QUEUED): Task =>
  steps.reduce((row, step) => transformed(row, step(row)), from);

const names = (broken: readonly BrokenInvariant[]) => broken.map(({ invariant, rule }) => `${invariant}: ${rule}`);
const brokenBy = (row: Task, transition: Transition, maxAttempts?: number) =>
  names(brokenByChange(row, transition, around(maxAttempts)));

const FINAL = 'I2: a terminal state is final until an operator redrives it';
const COUNTED = 'I2: a redrive is counted, and begins a life without attempts';
const FIRST = 'I2: the first completion counts';
const OUTLIVES = 'I3: a claim holds a token that outlives its attempt';
const ALONE = "I3: a claim finds no other claim's token on the row";
const BOUNDED = 'I4: a task is tried again only while its life has attempts left';
const GUARDED = 'I5: a change is made only to the row that it was decided for';
const NUMBERED = 'I5: every claim has an attempt number of its own';
const WAITING = 'I5: only a task that waits is claimed, and none that was completed';
const SAME = 'I7: a change keeps the id and the labourer of its task';
const WHOLE = 'I7: a task has an id, a labourer, a birth, a place and a whole number of attempts';
const SLOT = 'I7: a slot is a token and a nonce';
const NO_SLOT = 'I7: a task that waits, or is done or dead, holds no slot';
const LAUNCH = 'I7: a task that waits for its retry has an instant to wait for';
const CLOSED = 'I7: a closed task, and no other, has the instant of its end, and a done one that of its completion';

describe('no invariant is broken', () => {
  it.each(Object.entries(LIVES))('by %s', (_name, { before, change }) => {
    const row = lived(before);
    expect(brokenBy(row, change(row))).toEqual([]);
  });

  it('by a claim of a task whose life had more attempts while max_attempts was higher', () => {
    const row = lived([claimed, failed, requeued, claimed, failed, requeued]);
    expect(brokenBy(row, claimed(row), 1)).toEqual([]);
  });

  it('by a retry of an attempt that an interruption took off the life', () => {
    const row = lived([claimed, (task) => interrupt(task, place(0)), claimed]);
    expect(brokenBy(row, failed(row), 2)).toEqual([]);
  });

  it('by a retry in the life after a redrive', () => {
    const row = lived([claimed, died, redriven, claimed]);
    expect(brokenBy(row, failed(row), 2)).toEqual([]);
  });

  it('by changes of rows of the old system, which lack what theirs have', () => {
    const dead = aTask('old', { stage: 'dead', createdAt: epochSeconds(0) });
    expect(brokenBy(dead, confirmReport(dead))).toEqual([]);
    expect(brokenBy(dead, redriven(dead))).toEqual([]);
    const running = aTask('old', { greenfield: aWindow(at(0)).invoked, attempts: 7 });
    expect(brokenBy(running, expire(running, 'dead', at(2000)))).toEqual([]);
    const half = aTask('old', { attempts: 1.5, slot: 'none' });
    expect(brokenBy(half, done(half))).toEqual([]);
  });
});

describe('a change breaks', () => {
  const terminal = lived([claimed, died]);
  const waits = lived([claimed, failed]);
  const claimedTwice = lived([claimed], lived([claimed]));
  const late = claim(QUEUED, aWindow(at(10)), `${NOW + 100}.runtime-1`);

  it.each<[rules: string[], case_: string, row: Task, change: Transition]>([
    [[FINAL, GUARDED, CLOSED], 'a dead task is completed', terminal, completed({ ...terminal, stage: 'open' })],
    [[FINAL, GUARDED], 'a done task is redriven', lived([claimed, done]), { ...redriven(terminal), from: 'dead' }],
    [[COUNTED, GUARDED], 'a redrive is not counted', { ...terminal, redrives: 1 }, redriven(terminal)],
    [[COUNTED], 'a redrive keeps the old attempts', terminal, { ...redriven(terminal), set: { redrives: 1 } }],
    [[FIRST, GUARDED], 'a completion is recorded over another', lived([claimed, completed]), laterCompletion()],
    [[OUTLIVES], 'a token is too old', QUEUED, late],
    [
      [OUTLIVES],
      'there is no token',
      QUEUED,
      { ...claimed(QUEUED), set: { greenfield: late.set?.greenfield ?? place(1), attempts: 1 } },
    ],
    [[ALONE, GUARDED, NUMBERED, WAITING], 'a running task is claimed', lived([claimed]), claimed(QUEUED)],
    [[GUARDED, WAITING], 'a completed task is claimed', { ...QUEUED, completedAt: NOW }, claimed(QUEUED)],
    [[GUARDED], 'a failure ends a newer attempt', claimedTwice, { ...failed(lived([claimed])) }],
    [[GUARDED], 'an expiry ends a newer claim', claimedTwice, expire(lived([claimed]), 'dead', at(2000))],
    [[NUMBERED], 'a number is left out', QUEUED, { ...claimed(QUEUED), set: { ...claimed(QUEUED).set, attempts: 2 } }],
    [[NUMBERED], 'a release takes two attempts', claimedTwice, release(QUEUED, claimedTwice.slot ?? '')],
    [[SAME], 'another task is changed', { ...QUEUED, taskId: taskId('other') }, claimed(QUEUED)],
    [[SAME], 'another labourer has the task', { ...QUEUED, labourerId: OTHER_LABOURER }, claimed(QUEUED)],
    [[WHOLE], 'a place is no number', waits, { ...requeued(waits), set: { greenfield: Number.NaN as never } }],
    [[OUTLIVES, SLOT], 'a slot is no token', QUEUED, claim(QUEUED, aWindow(at(10)), 'runtime-1')],
    [[NO_SLOT], 'an expired task keeps its slot', lived([claimed]), kept(expire(lived([claimed]), 'dead', at(2000)))],
    [[NO_SLOT], 'an interrupted task keeps its slot', lived([claimed]), kept(interrupt(lived([claimed]), place(0)))],
    [[LAUNCH], 'a retry has no instant', lived([claimed]), { ...failed(lived([claimed])), set: {} }],
    [[CLOSED], 'an end has no instant', lived([claimed]), { ...died(lived([claimed])), set: {} }],
    [[CLOSED], 'a done task has no completion', lived([claimed]), { ...died(lived([claimed])), to: 'done' }],
    [[CLOSED], 'a redriven task keeps its end', lived([cancelled]), { ...redriven(lived([cancelled])), remove: [] }],
  ])('%j where %s', (rules, _case, row, change) => {
    expect(brokenBy(row, change).sort()).toEqual([...rules].sort());
  });

  it(`${BOUNDED}, where a failure or an expiry of the last attempt is retried`, () => {
    const row = lived([claimed]);
    expect(brokenBy(row, failed(row), 1)).toEqual([BOUNDED]);
    expect(brokenBy(row, expire(row, { retryAfter: seconds(60) }, at(2000)), 1)).toEqual([BOUNDED]);
    expect(brokenBy(row, failed(row), 2)).toEqual([]);
  });

  it('and is told with the task, the labourer and nothing of the payload', () => {
    expect(brokenByChange(QUEUED, late, around())).toEqual([
      { invariant: 'I3', rule: OUTLIVES.slice('I3: '.length), taskId: QUEUED.taskId, labourerId: LABOURER },
    ]);
  });

  function laterCompletion(): Transition {
    return { ...completed(lived([claimed])), set: { completedAt: at(99) }, remove: [] };
  }

  /** The change, which forgets to free the slot. */
  function kept(change: Transition): Transition {
    return { ...change, remove: [] };
  }
});

describe('a task that is added', () => {
  it('has all its fields', () => {
    expect(brokenByTask(QUEUED, around())).toEqual([]);
    expect(names(brokenByTask({ ...QUEUED, attempts: -1 }, around()))).toEqual([WHOLE]);
    expect(names(brokenByTask({ ...QUEUED, closedAt: NOW, slot: '1.a' }, around()))).toEqual([NO_SLOT, CLOSED]);
  });

  it('may have been completed in the queue, and archived from there', () => {
    const row = { ...QUEUED, completedAt: NOW };
    expect(brokenBy(row, archive(row, at(5)))).toEqual([]);
    expect(brokenBy(waiting(row), requeue(waiting(row), place(0)))).toEqual([]);
  });

  const waiting = (row: Task): Task => ({ ...row, stage: 'retrying', desiredLaunchTime: at(1) });
});

describe("a labourer's row", () => {
  const LIFE = seconds(1200);
  const row = (details: Partial<LabourerRow> = {}) => aRow({ version: 3, ...details });
  const out = (count: number) => ({ batches: new Map([[at(3000), count]]) });
  const written = (before: LabourerRow | undefined, after: LabourerRow, isRepeated = false) =>
    names(brokenByRow({ before, after, isRepeated }));

  it('breaks nothing where tokens are reserved, given back, or more than a lowered allowance', () => {
    const reserved = reserve(row(), 10, NOW, LIFE).row ?? row();
    expect(written(row(), reserved)).toEqual([]);
    expect(written(reserved, decideAllowance(reserved, { cap: 10, allowance: 2 }, NOW))).toEqual([]);
    expect(written(row({ ...out(9), allowance: 2 }), row({ ...out(8), allowance: 2, paused: true }))).toEqual([]);
    expect(written(undefined, row(out(99)))).toEqual([]);
  });

  it("breaks nothing where an older orchestrator's attempts are counted with the first decision", () => {
    const first = decideAllowance(adoptRunning(row({ decidedAt: epochSeconds(0) }), 15, NOW, LIFE), aRow(), at(1));
    expect(written(row({ decidedAt: epochSeconds(0) }), first)).toEqual([]);
  });

  it.each<[rule: string, before: LabourerRow | undefined, after: LabourerRow, isRepeated?: boolean]>([
    ['I3: the allowance is within the cap', undefined, row({ allowance: 11 })],
    ["I3: the allowance is within an operator's cap", undefined, row({ allowance: 10, operatorCap: 9 })],
    ['I3: tokens never grow beyond the allowance', row(out(10)), row(out(11))],
    ['I3: no token is given out while the labourer is paused', row(), row({ ...out(1), paused: true })],
    ["I3: a version of a labourer's row is replaced once", row(), row(), true],
    ["I7: a labourer's row holds whole numbers", row(), row({ cap: Number.POSITIVE_INFINITY })],
    ["I7: a labourer's row holds whole numbers", row(), row(out(-1))],
    ["I7: a labourer's row holds whole numbers", row(), row({ allowance: 0.5 })],
  ])('breaks %j', (rule, before, after, isRepeated) => {
    expect(written(before, after, isRepeated)).toEqual([rule]);
  });

  it('is named by its labourer alone', () => {
    expect(brokenByRow({ before: undefined, after: row({ allowance: 11 }), isRepeated: false })).toEqual([
      { invariant: 'I3', rule: 'the allowance is within the cap', labourerId: LABOURER },
    ]);
  });
});

describe('a redrive', () => {
  it('counts on from the redrives before it', () => {
    const row = { ...lived([claimed, died]), redrives: 4 };
    expect(brokenBy(row, redrive(row, place(9)))).toEqual([]);
  });
});
