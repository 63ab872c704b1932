/** A Dispatcher's way with one task: from the proposal and the claim on its way to the store, to the worker's start, or back. */

import { archive } from '../../src/domain/life.js';
import { attemptLife, slotText, tokenOfSlot } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { later } from '../../src/domain/time.js';
import type { Transition } from '../../src/domain/transition.js';
import { workerEvent } from '../../src/domain/worker-event.js';
import { type Cell, type Errand, essence, newCell, noncesInUse } from './cell.js';
import type { CellStep } from './cell-step.js';
import { type HeldToken, ready, returning } from './hand.js';
import { ageOf, NOW, windowNow } from './instants.js';
import { brokenBy } from './promises.js';
import type { Setting } from './setting.js';

/** Claims of the cell's task with the token in hand, from what the index shows of it: now, or at any earlier time. */
export function proposalSteps(cell: Cell, hand: HeldToken, setting: Setting): CellStep[] {
  const window = windowNow(setting.times);
  if (cell.task.stage === 'open' && cell.task.greenfield <= window.start && cell.task.completedAt !== undefined) {
    return [archived(cell, hand, setting)];
  }
  return readings(cell, setting).flatMap((queued) => {
    const slot = slotText(hand.token, setting.rules.conduct.freshNonce ? freshNonce(cell) : 'process-1');
    const change = setting.rules.decisions.claim(queued, window, slot);
    const errand: Errand = { kind: 'claiming', by: hand.by, held: hand, slot, queued, change };
    const label = `${NAMES[hand.by]} claims it as attempt ${queued.attempts + 1}`;
    if (setting.bounds.slowStore) {
      return [{ label: `${label}: sent`, cell: { ...cell, errands: [...cell.errands, errand] } }];
    }
    return claimSteps(cell, errand, setting).map((step) => ({ ...step, label: `${label}: ${step.label}` }));
  });
}

/** A task that was completed while a claim of it was taken back: no Scavenger looks for those in the queue. */
function archived(cell: Cell, hand: HeldToken, setting: Setting): CellStep {
  const change = archive(cell.task, NOW);
  const after = essence(setting.rules.decisions.transformed(cell.task, change));
  const broken = brokenBy({ cell, after, change, maxAttempts: setting.bounds.maxAttempts });
  return { label: `${NAMES[hand.by]} archives it from the queue`, cell: { ...cell, task: after }, hand, broken };
}

export const NAMES = { O: 'an Orchestrator', W: 'a hand-over', S: 'a Scavenger', none: 'nobody' } as const;

/** Greenfields being equal, a task's readings as a queued one differ only in their attempts. */
function readings({ task }: Cell, { times }: Setting): Task[] {
  const queued = task.stage === 'open' && task.greenfield <= windowNow(times).start && task.completedAt === undefined;
  const count = task.attempts + (queued ? 1 : 0);
  const { attemptsBase, redrives } = task;
  const life = {
    ...(attemptsBase === undefined ? {} : { attemptsBase }),
    ...(redrives === undefined ? {} : { redrives }),
  };
  return Array.from({ length: count }, (_, attempts) => ({ ...newCell().task, ...life, attempts }));
}

function freshNonce(cell: Cell): string {
  const used = new Set([...noncesInUse(cell), ...cell.attempts.map(({ nonce }) => nonce)]);
  let count = 1;
  while (used.has(`process-${count}`)) count++;
  return `process-${count}`;
}

/** How a claim's errand may go on; `cell` is without it. */
export function claimSteps(cell: Cell, errand: Errand, setting: Setting): CellStep[] {
  switch (errand.kind) {
    case 'claiming':
      return claimingSteps(cell, errand, setting);
    case 'looking':
      return lookingSteps(cell, errand);
    case 'claimed':
      return invokingSteps(cell, errand, setting);
    default:
      return releasingSteps(cell, errand, setting);
  }
}

const withErrands = (cell: Cell, ...errands: readonly Errand[]): Cell => ({
  ...cell,
  errands: [...cell.errands, ...errands],
});

function claimingSteps(cell: Cell, errand: Errand, setting: Setting): CellStep[] {
  const { decisions, conduct } = setting.rules;
  const { by, slot, queued, held } = errand;
  const change = errand.change as Transition;
  const gone: CellStep = { label: 'the claim never arrives', cell };
  const claimed: Errand = { kind: 'claimed', by, slot, queued, claimedAt: change.set?.greenfield } as Errand;
  if (!decisions.guardHolds(cell.task, change)) {
    // A client that repeats a lost claim by itself finds its own.
    if (cell.task.slot === slot) return [{ label: 'the claim is found', cell: withErrands(cell, claimed) }, gone];
    return [{ label: 'the claim is stale', cell, hand: held }, gone];
  }
  const after = essence(decisions.transformed(cell.task, change));
  const broken = brokenBy({ cell, after, change, maxAttempts: setting.bounds.maxAttempts });
  const won = { ...cell, task: after };
  const lost: CellStep = conduct.looksAfterLostAnswer
    ? { label: 'claimed, the answer is lost', cell: withErrands(won, { ...claimed, kind: 'looking' }), broken }
    : { label: 'claimed, the answer is lost, the token used on', cell: won, hand: held, broken };
  const copy: Errand = { kind: 'repeated', by: 'none', change };
  return [
    { label: 'claimed', cell: withErrands(won, claimed), broken },
    lost,
    { label: 'claimed, and the process dies', cell: won, broken },
    ...(mayRepeat(cell, 'claim', setting)
      ? [{ label: 'claimed; a copy of the claim is still under way', cell: withErrands(won, claimed, copy), broken }]
      : []),
    gone,
  ];
}

const mayRepeat = (cell: Cell, name: 'claim' | 'release', { bounds }: Setting): boolean =>
  bounds.repeats.includes(name) && cell.errands.every(({ kind }) => kind !== 'repeated');

function lookingSteps(cell: Cell, errand: Errand): CellStep[] {
  const spent: CellStep = { label: 'the token of the unanswered claim is spent', cell };
  if (cell.task.slot !== errand.slot) return [spent];
  const claimed = withErrands(cell, { ...errand, kind: 'claimed' });
  return [{ label: 'the unanswered claim is found on the row', cell: claimed }, spent];
}

function invokingSteps(cell: Cell, errand: Errand, setting: Setting): CellStep[] {
  const { times, rules } = setting;
  const queued = errand.queued as Task;
  const age = ageOf(errand.claimedAt ?? queued.greenfield, times) ?? 0;
  const number = queued.attempts + 1;
  const left: CellStep = { label: `attempt ${number} is not invoked: left to expire`, cell };
  if (rules.conduct.invokesInTime && age * times.tick >= times.cooldown / 2) return [left];
  const slot = errand.slot as string;
  const event = workerEvent(queued, {}, later(NOW, attemptLife(times)));
  const attempt = {
    number: event.sosw_attempt as number,
    nonce: slot.slice(slot.indexOf('.') + 1),
    state: 'accepted',
    ticks: age,
  } as const;
  const releasing: Errand = { kind: 'releasing', by: errand.by, slot, change: rules.decisions.release(queued, slot) };
  const sent = withErrands(cell, releasing);
  const refused: CellStep[] = setting.bounds.slowStore
    ? [{ label: `attempt ${number}'s invocation is refused`, cell: sent }]
    : releasingSteps(cell, releasing, setting).map((step) => ({
        ...step,
        label: `attempt ${number}'s invocation is refused; ${step.label}`,
      }));
  return [
    { label: `attempt ${number} is invoked`, cell: { ...cell, attempts: [...cell.attempts, attempt] } },
    ...refused,
    left,
  ];
}

function releasingSteps(cell: Cell, errand: Errand, setting: Setting): CellStep[] {
  const { decisions, conduct } = setting.rules;
  const change = errand.change as Transition;
  const token = tokenOfSlot(errand.slot as string);
  const again = returning(errand.by, token);
  const unconfirmed = conduct.needsConfirmedRelease ? {} : { hand: ready(errand.by, token) };
  const gone: CellStep = { label: 'the release never arrives', cell, ...unconfirmed };
  if (!decisions.guardHolds(cell.task, change)) {
    return [{ label: 'the release is stale', cell, ...unconfirmed }, gone];
  }
  const after = essence(decisions.transformed(cell.task, change));
  const broken = brokenBy({ cell, after, change, maxAttempts: setting.bounds.maxAttempts });
  const released = { ...cell, task: after };
  const copy: Errand = { kind: 'repeated', by: 'none', change };
  return [
    { label: 'released', cell: released, hand: again, broken },
    { label: 'released, the answer is lost', cell: released, ...unconfirmed, broken },
    ...(mayRepeat(cell, 'release', setting)
      ? [{ label: 'released; a copy is still under way', cell: withErrands(released, copy), hand: again, broken }]
      : []),
    gone,
  ];
}
