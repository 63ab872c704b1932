/** The way to a state, step by step and in words, with every task under its own name although states forget which is which. */

import type { Cell } from './cell.js';
import { ageOf, partsOfSlot, NOW } from './instants.js';
import type { NumberList, StateSet } from './state-set.js';
import { cellsOf, ledgerOf, type State, sortCells, type World } from './world.js';

export interface TracedStep {
  readonly step: string;
  /** The state after it. */
  readonly state: string;
}

/** The trace to a state; by the given last step where that is not the one that first led there. */
export function traceTo(
  world: World,
  states: StateSet,
  parents: NumberList,
  to: number,
  last?: { readonly from: number; readonly label: string },
): readonly TracedStep[] {
  const path = [to];
  for (let state = last?.from ?? parents.at(to); state !== -1; state = parents.at(state)) path.push(state);
  path.reverse();
  let names = Array.from({ length: cellsOf(world.first()).length }, (_, index) => String.fromCharCode(65 + index));
  const trace: TracedStep[] = [];
  for (let index = 1; index < path.length; index++) {
    const wanted = index === path.length - 1 ? last?.label : undefined;
    const taken = stepBetween(world, states, path[index - 1] as number, path[index] as number, wanted);
    const subject = taken.cell >= 0 ? `task ${names[taken.cell]}: ` : '';
    const order = [...cellsOf(taken.next).entries()].sort(([, one], [, other]) => one - other);
    names = order.map(([place]) => names[place] as string);
    sortCells(taken.next);
    trace.push({ step: subject + taken.label, state: described(world, taken.next, names) });
  }
  return trace;
}

function stepBetween(world: World, states: StateSet, from: number, to: number, wanted: string | undefined) {
  const state = new Int32Array(world.width);
  states.read(from, state);
  let taken: { next: State; label: string; cell: number } | undefined;
  world.successors(state, (next, label, cell) => {
    if (taken !== undefined || (wanted !== undefined && label !== wanted)) return;
    const sorted = next.slice();
    sortCells(sorted);
    if (states.add(sorted) === to) taken = { next: next.slice(), label, cell };
  });
  if (taken === undefined) throw new Error(`no step leads from state ${from} to state ${to}`);
  return taken;
}

function described(world: World, state: State, names: readonly string[]): string {
  const { parts } = world;
  const cells = [...cellsOf(state)].map((cell, index) => ({
    name: names[index] as string,
    cell: parts.cells.at(cell),
  }));
  const tasks = cells
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({ name, cell }) => `${name} ${inWords(world, cell)}`);
  const { row } = parts.ledgers.at(ledgerOf(state));
  const batches = [...row.batches].map(([at, count]) => `${count} for ${at - NOW} s`);
  return `${tasks.join(' · ')} · ${row.paused ? 'paused' : `allowed ${row.allowance}`}, out: ${batches.join(', ') || 'none'}`;
}

function inWords(world: World, { task, attempts, errands }: Cell): string {
  const age = ageOf(task.greenfield, world.parts.setting.times);
  const stage = task.stage !== 'open' ? task.stage : age === undefined ? 'queued' : 'claimed';
  const completed = task.completedAt === undefined ? '' : ' completed';
  const slot = task.slot === undefined ? '' : ` slot ${partsOfSlot(task.slot).expiresAt - NOW} s`;
  const running = attempts.map(({ number, state, report }) => `#${number} ${report === undefined ? state : report}`);
  const busy = errands.map(({ kind }) => kind);
  const more = [...running, ...busy];
  return `${stage}${completed} (${task.attempts})${slot}${more.length === 0 ? '' : ` [${more.join(', ')}]`}`;
}

/** A trace as lines of text. */
export const traceText = (trace: readonly TracedStep[]): string =>
  trace.map(({ step, state }, index) => `${String(index + 1).padStart(3)}. ${step}\n       ${state}`).join('\n');
