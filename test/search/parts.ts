/** The parts that states of a world are made of, by number, and what may become of each: the product is asked once for each question. */

import { attemptLife, tokensOut } from '../../src/domain/slots.js';
import { isTerminal } from '../../src/domain/task.js';
import { type Cell, isLive, newCell, rewritten } from './cell.js';
import { canonicalCell } from './canonical-cell.js';
import type { CellStep } from './cell-step.js';
import { NAMES, proposalSteps } from './claim-steps.js';
import { type Essential, type Hand, type HeldToken, handText } from './hand.js';
import { NOW, type Rewriting, sooner } from './instants.js';
import { Column, Interned, Table } from './interned.js';
import {
  handSteps,
  type Ledger,
  type LedgerStep,
  laterLedger,
  laterRow,
  ledgerSteps,
  ledgerText,
  mustReadAgain,
  newLedger,
  readTicks,
} from './ledger.js';
import type { Setting } from './setting.js';
import { cellSteps } from './task-steps.js';
import { greenfield } from '../../src/domain/greenfield.js';

/** Processes under way of Orchestrators, WorkerAssistants and Scavengers. */
export type Counts = readonly [number, number, number];
export const essentialAt = (by: Essential): number => ESSENTIALS.indexOf(by);
const ESSENTIALS: readonly Essential[] = ['O', 'W', 'S'];

/** What becomes of a cell, by numbers. */
export interface CellMove {
  readonly label: string;
  readonly cell: number;
  /** -1: nothing comes into a hand. */
  readonly hand: number;
  /** Of which essential a process has to be free; -1: none. */
  readonly needs: number;
  readonly broken: string | undefined;
}

/** What becomes of the labourer's row, by numbers. */
export interface LedgerMove {
  readonly label: string;
  readonly ledger: number;
  readonly hands: readonly number[];
  readonly wrote: boolean;
  readonly broken: string | undefined;
}

export class Parts {
  readonly setting: Setting;
  readonly cells = new Interned<Cell>();
  readonly ledgers = new Interned<Ledger>();
  readonly hands = new Interned<Hand>();
  readonly cellMoves = new Column<readonly CellMove[]>((cell) => this.#cellMoves(cell));
  readonly claims = new Table<readonly CellMove[]>((hand, cell) => this.#claims(hand, cell));
  readonly handMoves = new Table<readonly LedgerMove[]>((hand, ledger) => this.#handMoves(hand, ledger));
  /** By the ledger and by how many Orchestrators may begin. */
  readonly ledgerMoves = new Table<readonly LedgerMove[]>((ledger, free) =>
    ledgerSteps(this.ledgers.at(ledger), this.setting, free).map((step) => this.#ledgerMove(step)),
  );
  readonly laterCell = new Column<number>((cell) => this.#cell(this.#later(this.cells.at(cell))));
  readonly laterLedger = new Column<number>((ledger) =>
    this.#ledger(laterLedger(this.ledgers.at(ledger), this.setting)),
  );
  readonly laterHand = new Column<number>((hand) => this.#hand(this.#laterHand(this.hands.at(hand))));
  readonly live = new Column<number>((cell) => this.cells.at(cell).attempts.filter(isLive).length);
  readonly ended = new Column<boolean>((cell) => isTerminal(this.cells.at(cell).task.stage));
  readonly tokens = new Column<number>((ledger) => tokensOut(this.ledgers.at(ledger).row, NOW));
  readonly countsOfCell = new Column<Counts>((cell) => countsOf(this.cells.at(cell).errands.map(({ by }) => by)));

  constructor(setting: Setting) {
    this.setting = setting;
  }

  firstCell(): number {
    return this.#cell(newCell());
  }

  firstLedger(): number {
    return this.#ledger(newLedger(this.setting));
  }

  by(hand: number): number {
    return essentialAt(this.hands.at(hand).by);
  }

  /** What a process whose writing of the row is under way has when another has written first: it will read again. */
  beaten(hand: number): readonly number[] {
    const held = this.hands.at(hand);
    if (held.kind !== 'writing' || !this.setting.rules.conduct.comparesAndSets) return [hand];
    return held.otherwise.map((other) => this.#hand(other));
  }

  #cell(cell: Cell): number {
    const { key, cell: canonical } = canonicalCell(cell, this.setting.times, this.setting.settled);
    return this.cells.of(key, () => canonical);
  }

  #ledger(ledger: Ledger): number {
    return this.ledgers.of(ledgerText(ledger), () => ledger);
  }

  #hand(hand: Hand): number {
    return this.hands.of(handText(hand), () => hand);
  }

  #cellMove(step: CellStep): CellMove {
    return {
      label: step.label,
      cell: this.#cell(step.cell),
      hand: step.hand === undefined ? -1 : this.#hand(step.hand),
      needs: step.needs === undefined ? -1 : essentialAt(step.needs),
      broken: step.broken,
    };
  }

  #ledgerMove({ label, ledger, hands, wrote, broken }: LedgerStep): LedgerMove {
    return { label, ledger: this.#ledger(ledger), hands: hands.map((hand) => this.#hand(hand)), wrote, broken };
  }

  #cellMoves(cell: number): readonly CellMove[] {
    return cellSteps(this.cells.at(cell), this.setting).map((step) => this.#cellMove(step));
  }

  #claims(hand: number, cell: number): readonly CellMove[] {
    const held = this.hands.at(hand);
    if (held.kind !== 'ready' || mustReadAgain(held, this.setting)) return [];
    const { outlivesAttempt } = this.setting.rules.decisions;
    const { duration, cooldown } = this.setting.times;
    if (!outlivesAttempt(held.token, NOW, attemptLife({ duration, cooldown }))) return [];
    const moves = proposalSteps(this.cells.at(cell), held, this.setting).map((step) => this.#cellMove(step));
    // A claim that a rival made stale leaves everything as it was.
    return moves.filter((move) => move.cell !== cell || move.hand !== hand);
  }

  #handMoves(hand: number, ledger: number): readonly LedgerMove[] {
    const held = this.hands.at(hand);
    return handSteps(held, this.ledgers.at(ledger), this.setting).map((step) =>
      this.#ledgerMove({ ...step, label: `${NAMES[held.by]}: ${step.label}` }),
    );
  }

  #later(cell: Cell): Cell {
    const { tick } = this.setting.times;
    const clock: Rewriting = {
      greenfield: (value) => (value > NOW ? greenfield(value - tick) : value),
      expiry: (value) => sooner(value, tick),
      nonce: (value) => value,
    };
    const { task, attempts, errands } = rewritten(cell, clock);
    return {
      task,
      attempts: attempts.flatMap((attempt) => {
        if (attempt.state === 'over') return [attempt];
        if (attempt.state === 'accepted') {
          if (!this.setting.rules.conduct.holdsBack) return [];
          return [{ ...attempt, ticks: Math.min(attempt.ticks + 1, this.setting.times.lifeTicks) }];
        }
        return attempt.ticks > 1 ? [{ ...attempt, ticks: attempt.ticks - 1 }] : [];
      }),
      errands: errands.map((errand) =>
        errand.held === undefined ? errand : { ...errand, held: this.#older(errand.held) },
      ),
    };
  }

  #older(held: HeldToken): HeldToken {
    if (held.kind !== 'ready' || !this.setting.readsAge) return held;
    return { ...held, readAgo: Math.min(held.readAgo + 1, readTicks(this.setting)) };
  }

  #laterHeld(held: HeldToken): HeldToken {
    return this.#older({ ...held, token: { expiresAt: sooner(held.token.expiresAt, this.setting.times.tick) } });
  }

  #laterHand(hand: Hand): Hand {
    if (hand.kind !== 'writing') return this.#laterHeld(hand);
    return {
      ...hand,
      row: laterRow(hand.row, this.setting.times.tick),
      written: hand.written.map((held) => this.#laterHeld(held)),
      otherwise: hand.otherwise.map((held) => this.#laterHeld(held)),
    };
  }
}

function countsOf(essentials: readonly Essential[]): Counts {
  const of = (by: Essential): number => essentials.filter((other) => other === by).length;
  return [of('O'), of('W'), of('S')];
}
