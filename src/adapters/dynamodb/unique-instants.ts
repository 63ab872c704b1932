/** Instants as range keys that no two items share, in the order in which a process made them. */

import type { Chance } from '../../application/ports/chance.js';
import type { EpochSeconds } from '../../domain/time.js';

export class UniqueInstants {
  readonly #chance: Chance;
  #made = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Digits far below what a double can tell apart count the instants, and tell processes from each other. */
  next(at: EpochSeconds): string {
    const count = String(this.#made++ % 1e6).padStart(6, '0');
    const process = String(Math.floor(this.#chance.next() * 1e4)).padStart(4, '0');
    return `${at.toFixed(9)}${count}${process}`;
  }
}
