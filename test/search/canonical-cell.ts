/** One form for all cells that behave alike: names of claims, the order of attempts and errands, and ages that say no more are renamed away. */

import type { Greenfield } from '../../src/domain/greenfield.js';
import { isTerminal, type Task } from '../../src/domain/task.js';
import type { Transition } from '../../src/domain/transition.js';
import type { Times } from './bounds.js';
import { type Attempt, type Cell, type Errand, greenfieldsOf, noncesInUse, rewritten } from './cell.js';
import { handText } from './hand.js';
import { ageOf, claimedAgo } from './instants.js';

/** The nonce of attempts whose claim nothing can be confused with any more. */
const GONE = 'process-0';

const same = <Value>(value: Value): Value => value;

/** A cell in its canonical form, and the text that names it. */
export interface CanonicalCell {
  readonly cell: Cell;
  readonly key: string;
}

/** `settled` tells that nothing can change a closed task any more, so that what still travels to it does not matter. */
export function canonicalCell(cell: Cell, times: Times, settled: (task: Task) => boolean): CanonicalCell {
  const kept = settled(cell.task) ? withoutFutileErrands(cell) : cell;
  return named(ordered(withAgesRanked(kept, times)));
}

function withoutFutileErrands(cell: Cell): Cell {
  return {
    task: { ...cell.task, attempts: 0 },
    attempts: cell.attempts.filter(({ state }) => state !== 'over'),
    // Those that hold a token, or may still start an attempt.
    errands: cell.errands.filter(({ kind }) => kind === 'claiming' || kind === 'looking' || kind === 'claimed'),
  };
}

/**
 * A claim older than duration and cooldown has expired, however old it is. Such ages are numbered in their order, so that equal ones
 * stay equal and different ones different.
 */
function withAgesRanked(cell: Cell, times: Times): Cell {
  const ages = greenfieldsOf(cell).map((value) => ageOf(value, times) ?? 0);
  const old = [...new Set(ages.filter((age) => age > times.lifeTicks))].sort((one, other) => one - other);
  if (old.length === 0) return cell;
  const first = ages.includes(times.lifeTicks) ? 1 : 0;
  const ranked = (value: Greenfield): Greenfield => {
    const age = ageOf(value, times);
    return age === undefined || age <= times.lifeTicks
      ? value
      : claimedAgo(times.lifeTicks + first + old.indexOf(age), times);
  };
  return rewritten(cell, { greenfield: ranked, expiry: same, nonce: same });
}

/** Attempts and errands in an order that the names of claims have no part in, but for that of the claim on the row. */
function ordered(cell: Cell): Cell {
  const onRow = noncesInUse({ ...cell, errands: [] })[0];
  const blank = rewritten(cell, { greenfield: same, expiry: same, nonce: (nonce) => (nonce === onRow ? '1' : '?') });
  const attempts = sortedBy(cell.attempts, blank.attempts, attemptText);
  const errands = sortedBy(cell.errands, blank.errands, errandText);
  return { task: cell.task, attempts, errands };
}

function sortedBy<Item>(items: readonly Item[], blanks: readonly Item[], text: (item: Item) => string): Item[] {
  return items
    .map((item, index) => ({ item, text: text(blanks[index] as Item) }))
    .sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0))
    .map(({ item }) => item);
}

/** Names claims by where they come first: on the row, then in the errands. */
function named(cell: Cell): CanonicalCell {
  const names = new Map<string, string>();
  for (const nonce of noncesInUse(cell)) {
    if (!names.has(nonce)) names.set(nonce, `process-${names.size + 1}`);
  }
  const renamed = rewritten(cell, { greenfield: same, expiry: same, nonce: (nonce) => names.get(nonce) ?? GONE });
  const attempts = sortedBy(renamed.attempts, renamed.attempts, attemptText);
  const result = { ...renamed, attempts };
  const key = [taskText(result.task), ...attempts.map(attemptText), '|', ...result.errands.map(errandText)].join(';');
  return { cell: result, key };
}

const attemptText = ({ number, nonce, state, ticks, report }: Attempt): string =>
  `${number},${nonce},${state},${ticks},${report ?? ''}`;

const taskText = (task: Task): string =>
  [
    task.stage,
    task.greenfield,
    task.attempts,
    task.completedAt === undefined ? '' : 'c',
    task.slot ?? '',
    task.attemptsBase ?? '',
    task.redrives ?? '',
  ].join(',');

function changeText({ name, from, to, guard, set }: Transition): string {
  const guarded = [guard.greenfield, guard.attempts, guard.slot, guard.completed];
  return [name, from, to, ...guarded, set?.greenfield, set?.attempts, set?.slot, set?.attemptsBase].join('/');
}

const errandText = (errand: Errand): string =>
  [
    errand.kind,
    errand.by,
    errand.change === undefined ? '' : changeText(errand.change),
    errand.held === undefined ? '' : handText(errand.held),
    errand.slot ?? '',
    errand.queued === undefined ? '' : taskText(errand.queued),
    errand.claimedAt ?? '',
    errand.nonce ?? '',
  ].join(',');

/** Whether a closed task stays as it is, whatever still arrives. */
export const settledUnless =
  (redrives: number) =>
  (task: Task): boolean =>
    isTerminal(task.stage) && task.slot === undefined && (task.stage === 'done' || (task.redrives ?? 0) >= redrives);
