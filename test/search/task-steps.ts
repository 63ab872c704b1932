/**
 * What may happen next around one task: the platform, its worker, late and repeated messages, the Scavenger, an operator, and changes
 * that arrive. Every change is decided by the product's functions from a reading of the row, and made only if the product's guard holds.
 */

import { greenfieldPhase } from '../../src/domain/greenfield.js';
import { archive, cancel, redrive, requeue } from '../../src/domain/life.js';
import { tokenOfSlot } from '../../src/domain/slots.js';
import { seconds } from '../../src/domain/time.js';
import { type Transition, transformed } from '../../src/domain/transition.js';
import { type Attempt, type Cell, type Errand, essence, type Report } from './cell.js';
import type { CellStep } from './cell-step.js';
import { claimSteps } from './claim-steps.js';
import { freed, returning } from './hand.js';
import { NOW, PLACE, windowNow } from './instants.js';
import { brokenBy, brokenByAttempts } from './promises.js';
import type { Setting } from './setting.js';

/** Everything that may happen next around the cell's task, but for new claims and the passing of time. */
export function cellSteps(cell: Cell, setting: Setting): CellStep[] {
  return [
    ...cell.attempts.flatMap((attempt, index) => attemptSteps(cell, attempt, index, setting)),
    ...scavengerSteps(cell, setting),
    ...operatorSteps(cell, setting),
    ...cell.errands.flatMap((errand, index) => errandSteps(cell, errand, index, setting)),
  ];
}

function attemptSteps(cell: Cell, attempt: Attempt, index: number, setting: Setting): CellStep[] {
  const { bounds, times, rules } = setting;
  const become = (next: Attempt | undefined, label: string): CellStep => {
    const attempts = cell.attempts.flatMap((other, at) => (at !== index ? [other] : next === undefined ? [] : [next]));
    const after = { ...cell, attempts };
    return { label: `attempt ${attempt.number} ${label}`, cell: after, broken: brokenByAttempts(after) };
  };
  switch (attempt.state) {
    case 'accepted': {
      // The worker's own arithmetic: its whole time-out has to fit before the event's deadline.
      const left = times.lifeTicks * times.tick - attempt.ticks * times.tick;
      const begins = !rules.conduct.beginsInTime || times.duration <= left;
      const live: Attempt = { ...attempt, state: 'live', ticks: bounds.duration };
      return [...(begins ? [become(live, 'begins')] : []), become(undefined, 'never begins')];
    }
    case 'live': {
      const reports: readonly Report[] = bounds.failsThenCompletes ? ['C', 'F', 'FC'] : ['C', 'F'];
      return reports.map((report) => become({ ...attempt, state: 'over', ticks: 0, report }, `ends: ${SAID[report]}`));
    }
    case 'over':
      return [...(attempt.report ?? '')].flatMap((said) => messageSteps(cell, attempt, said === 'C', setting));
  }
}

const SAID = { C: 'completed', F: 'failed', FC: 'failed, then completed after all' } as const;

/** The message arrives: for the first time, or again. */
function messageSteps(cell: Cell, attempt: Attempt, completed: boolean, setting: Setting): CellStep[] {
  const { bounds, times, rules } = setting;
  const outcome = completed ? 'completed' : 'failed';
  const message = { outcome, extra: {}, ...(bounds.numbered ? { attempt: attempt.number } : {}) } as const;
  const decision = rules.decisions.decideReport(cell.task, message, {
    window: windowNow(times),
    archiveOnCompletion: bounds.archiveOnCompletion,
    afterFailure: afterAttempt(cell, setting),
  });
  if ('ignored' in decision) return [];
  const errand: Errand = { kind: 'reporting', by: 'W', change: decision.transition, nonce: attempt.nonce };
  return decided(
    cell,
    errand,
    `attempt ${attempt.number}'s message (${outcome}) is read: ${decision.transition.name}`,
    setting,
  );
}

const afterAttempt = (cell: Cell, { bounds, rules }: Setting) =>
  rules.decisions.shouldRetry(cell.task, bounds.maxAttempts) ? { retryAfter: seconds(0) } : ('dead' as const);

/** What a Scavenger's pass does about the row as it reads it. */
function scavengerSteps(cell: Cell, setting: Setting): CellStep[] {
  const { task } = cell;
  const proposed = (kind: Errand['kind'], change: Transition): CellStep[] =>
    decided(cell, { kind, by: 'S', change }, `a Scavenger reads: ${change.name}`, setting);
  if (task.stage === 'retrying') return proposed('requeueing', requeue(task, PLACE));
  if (task.stage !== 'open') return [];
  const phase = greenfieldPhase(task.greenfield, windowNow(setting.times));
  if (phase !== 'queued' && task.completedAt !== undefined) return proposed('archiving', archive(task, NOW));
  if (phase !== 'expired') return [];
  return proposed('expiring', setting.rules.decisions.expire(task, afterAttempt(cell, setting), NOW));
}

/** A change was decided. Where the store is slow it arrives some time; else at once. */
function decided(cell: Cell, errand: Errand, label: string, setting: Setting): CellStep[] {
  const sent = { ...cell, errands: [...cell.errands, errand] };
  if (setting.bounds.slowStore) return [{ label, cell: sent, needs: errand.by }];
  return errandSteps(sent, errand, sent.errands.length - 1, setting).map((step) => ({
    ...step,
    label: `${label}; ${step.label}`,
    needs: errand.by,
  }));
}

function operatorSteps(cell: Cell, setting: Setting): CellStep[] {
  const { task } = cell;
  const { bounds } = setting;
  const steps: CellStep[] = [];
  const open = task.stage === 'open' && task.completedAt === undefined;
  if (bounds.cancels && (open || task.stage === 'retrying')) {
    steps.push(made(cell, cancel(task, NOW), 'an operator cancels', setting));
  }
  const runs = task.slot !== undefined && tokenOfSlot(task.slot).expiresAt > NOW;
  const closed = task.stage === 'dead' || task.stage === 'cancelled';
  if (closed && !runs && (task.redrives ?? 0) < bounds.redrives) {
    steps.push(made(cell, redrive(task, PLACE), 'an operator gives it a new life', setting));
  }
  return steps;
}

/** A change that is made at once. */
function made(cell: Cell, change: Transition, label: string, setting: Setting): CellStep {
  const after = essence(setting.rules.decisions.transformed(cell.task, change));
  const { maxAttempts } = setting.bounds;
  return { label, cell: { ...cell, task: after }, broken: brokenBy({ cell, after, change, maxAttempts }) };
}

/** How an errand may go on. In each phase the process may also die. */
function errandSteps(cell: Cell, errand: Errand, index: number, setting: Setting): CellStep[] {
  const rest: Cell = { ...cell, errands: cell.errands.filter((_, at) => at !== index) };
  switch (errand.kind) {
    case 'claiming':
    case 'looking':
    case 'claimed':
    case 'releasing':
      return claimSteps(rest, errand, setting);
    case 'reporting':
      return arrivals(rest, errand, 'W', setting);
    case 'expiring':
      return arrivals(rest, errand, 'S', setting);
    case 'archiving':
    case 'requeueing':
    case 'repeated':
      return arrivals(rest, errand, undefined, setting);
  }
}

/** The change arrives, or never does. `taker` has the token that it frees. */
function arrivals(cell: Cell, errand: Errand, taker: 'W' | 'S' | undefined, setting: Setting): CellStep[] {
  const { decisions } = setting.rules;
  const change = errand.change as Transition;
  const { name } = change;
  const gone: CellStep = { label: `${name} never arrives`, cell };
  if (!decisions.guardHolds(cell.task, change)) return [{ label: `${name} is stale`, cell }, gone];
  const before = cell.task;
  const after = essence(decisions.transformed(before, change));
  const { maxAttempts } = setting.bounds;
  const broken = brokenBy({ cell, after, change, reporter: errand.nonce, maxAttempts });
  const arrived: CellStep = { label: `${name} is made`, cell: { ...cell, task: after }, broken };
  // As the use cases tell it: the WorkerAssistant by the change that it sent, the Scavenger by the row before.
  const frees = before.slot !== undefined && (taker === 'S' || transformed(before, change).slot === undefined);
  if (taker === undefined || !frees) return [arrived, gone];
  const token = tokenOfSlot(before.slot as string);
  const hand = taker === 'W' ? freed('W', token) : returning('S', token);
  return [
    { ...arrived, label: `${name} is made, with the token`, hand },
    { ...arrived, label: `${name} is made, and the process dies` },
    gone,
  ];
}
