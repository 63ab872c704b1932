/** Dice that fall the same way for the same seed, on every machine. */

import type { Chance } from '../../application/ports/chance.js';

/** Mulberry32: 32 bits of state, a period of 2^32, good enough for spreading and for simulated worlds. */
export class SeededChance implements Chance {
  #state: number;

  /** The seed counts modulo 2^32. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`not a seed: ${seed}`);
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
