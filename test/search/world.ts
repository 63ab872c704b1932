/** The states of a searched world, and all that may happen in each: what its parts may do, under the limits that hold for all together. */

import { essentialAt, Parts } from './parts.js';
import type { Bounds } from './bounds.js';
import { Column, Interned, Table } from './interned.js';
import { lowerTicks, readTicks } from './ledger.js';
import type { Setting } from './setting.js';

/** A state: the numbers of the ledger, of the hands together, and of each task's cell in ascending order. */
export type State = Int32Array;
const LEDGER = 0;
const HANDS = 1;
const CELLS = 2;

/** Told of each state that may come next. `cell` is the one that changed, by its place before; -1 for none, -2 for all. */
export type Visit = (next: State, label: string, cell: number, broken: string | undefined) => void;

export class World {
  readonly parts: Parts;
  readonly width: number;
  readonly #bounds: Bounds;
  readonly #limits: readonly [number, number, number];
  /** Sets of hands, by the numbers of the hands in ascending order. */
  readonly #sets = new Interned<readonly number[]>();
  readonly #with = new Table<number>((set, hand) => this.#set([...this.#sets.at(set), hand]));
  readonly #without = new Table<number>((set, hand) => {
    const hands = this.#sets.at(set);
    return this.#set(hands.toSpliced(hands.indexOf(hand), 1));
  });
  readonly #beaten = new Column<number>((set) =>
    this.#set(this.#sets.at(set).flatMap((hand) => this.parts.beaten(hand))),
  );
  readonly #later = new Column<number>((set) =>
    this.#set(this.#sets.at(set).map((hand) => this.parts.laterHand.get(hand))),
  );
  readonly #countsOfSet = new Column<readonly number[]>((set) => {
    const counts = [0, 0, 0];
    for (const hand of this.#sets.at(set)) counts[this.parts.by(hand)] = (counts[this.parts.by(hand)] ?? 0) + 1;
    return counts;
  });
  readonly #next: State;
  readonly #counts = [0, 0, 0];

  constructor(setting: Setting) {
    this.parts = new Parts(setting);
    this.#bounds = setting.bounds;
    this.width = CELLS + setting.bounds.tasks;
    this.#limits = [setting.bounds.orchestrators, setting.bounds.assistants, setting.bounds.scavengers];
    this.#next = new Int32Array(this.width);
  }

  first(): State {
    const state = new Int32Array(this.width).fill(this.parts.firstCell());
    state[LEDGER] = this.parts.firstLedger();
    state[HANDS] = this.#set([]);
    return state;
  }

  /** Whether every task has ended. */
  hasEnded(state: State): boolean {
    for (let word = CELLS; word < this.width; word++) if (!this.parts.ended.get(state[word] as number)) return false;
    return true;
  }

  /** The promise that a state breaks; undefined if it breaks none. */
  brokenIn(state: State): string | undefined {
    const { parts } = this;
    let live = 0;
    for (let word = CELLS; word < this.width; word++) live += parts.live.get(state[word] as number);
    if (live === 0) return undefined;
    const { row, loweredAgo } = parts.ledgers.at(state[LEDGER] as number);
    if (live > row.cap) return `live attempts stay within the cap: ${live} of ${row.cap}`;
    if (loweredAgo === lowerTicks(parts.setting) && live > row.allowance) {
      return `live attempts fit a lowered allowance in time: ${live} of ${row.allowance}`;
    }
    if (live > parts.tokens.get(state[LEDGER] as number)) return 'every live attempt holds a token';
    return undefined;
  }

  /** Tells `visit` of every state that may come next. The state that it is given is used again. */
  successors(state: State, visit: Visit): void {
    this.#count(state);
    this.#tick(state, visit);
    this.#ledger(state, visit);
    this.#hands(state, visit);
    for (let word = CELLS; word < this.width; word++) {
      if (word === CELLS || state[word] !== state[word - 1]) this.#cell(state, word, visit);
    }
  }

  #count(state: State): void {
    const inHand = this.#countsOfSet.get(state[HANDS] as number);
    for (let by = 0; by < 3; by++) this.#counts[by] = inHand[by] as number;
    for (let word = CELLS; word < this.width; word++) {
      const ofCell = this.parts.countsOfCell.get(state[word] as number);
      for (let by = 0; by < 3; by++) (this.#counts[by] as number) += ofCell[by] as number;
    }
  }

  #free(by: number): number {
    return (this.#limits[by] as number) - (this.#counts[by] as number);
  }

  #tick(state: State, visit: Visit): void {
    const next = this.#next;
    next[LEDGER] = this.parts.laterLedger.get(state[LEDGER] as number);
    next[HANDS] = this.#later.get(state[HANDS] as number);
    for (let word = CELLS; word < this.width; word++) next[word] = this.parts.laterCell.get(state[word] as number);
    visit(next, 'time passes', -2, undefined);
  }

  #ledger(state: State, visit: Visit): void {
    const free = Math.max(this.#free(essentialAt('O')), 0);
    for (const move of this.parts.ledgerMoves.get(state[LEDGER] as number, free)) {
      this.#visitLedger(state, state[HANDS] as number, move, visit);
    }
  }

  #visitLedger(
    state: State,
    hands: number,
    move: { ledger: number; hands: readonly number[]; wrote: boolean; label: string; broken: string | undefined },
    visit: Visit,
  ): void {
    const next = this.#next;
    next.set(state);
    next[LEDGER] = move.ledger;
    let set = move.wrote ? this.#beaten.get(hands) : hands;
    for (const hand of move.hands) set = this.#with.get(set, hand);
    next[HANDS] = set;
    visit(next, move.label, -1, move.broken);
  }

  #hands(state: State, visit: Visit): void {
    const set = state[HANDS] as number;
    const hands = this.#sets.at(set);
    for (let index = 0; index < hands.length; index++) {
      const hand = hands[index] as number;
      if (index > 0 && hand === hands[index - 1]) continue;
      const others = this.#without.get(set, hand);
      for (const move of this.parts.handMoves.get(hand, state[LEDGER] as number)) {
        this.#visitLedger(state, others, move, visit);
      }
      for (let word = CELLS; word < this.width; word++) {
        if (word === CELLS || state[word] !== state[word - 1]) this.#claim(state, hand, others, word, visit);
      }
    }
  }

  #claim(state: State, hand: number, others: number, word: number, visit: Visit): void {
    const ledger = this.parts.ledgers.at(state[LEDGER] as number);
    const tooLate = this.#bounds.pausing && ledger.pausedAgo === readTicks(this.parts.setting);
    for (const move of this.parts.claims.get(hand, state[word] as number)) {
      const broken = tooLate ? 'nothing is claimed a minute after the labourer was paused' : move.broken;
      this.#visitCell(state, word, { ...move, broken }, others, visit);
    }
  }

  #cell(state: State, word: number, visit: Visit): void {
    for (const move of this.parts.cellMoves.get(state[word] as number)) {
      if (move.needs !== -1 && this.#free(move.needs) <= 0) continue;
      this.#visitCell(state, word, move, state[HANDS] as number, visit);
    }
  }

  #visitCell(
    state: State,
    word: number,
    move: { cell: number; hand: number; label: string; broken: string | undefined },
    hands: number,
    visit: Visit,
  ): void {
    const next = this.#next;
    next.set(state);
    next[word] = move.cell;
    next[HANDS] = move.hand === -1 ? hands : this.#with.get(hands, move.hand);
    visit(next, move.label, word - CELLS, move.broken);
  }

  #set(hands: readonly number[]): number {
    const sorted = hands.toSorted((one, other) => one - other);
    return this.#sets.of(sorted.join(','), () => sorted);
  }
}

/** Brings the tasks' cells into ascending order: which task is which does not matter. */
export function sortCells(state: State): void {
  for (let word = CELLS + 1; word < state.length; word++) {
    const cell = state[word] as number;
    let to = word;
    for (; to > CELLS && (state[to - 1] as number) > cell; to--) state[to] = state[to - 1] as number;
    state[to] = cell;
  }
}

/** The tasks' cells of a state. */
export const cellsOf = (state: State): Int32Array => state.subarray(CELLS);
export const ledgerOf = (state: State): number => state[LEDGER] as number;
