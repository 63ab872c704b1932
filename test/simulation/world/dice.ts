/** Dice of one seed, a stream a purpose: what one part of a world draws never changes what another part draws. */

import { SeededChance } from '../../../src/adapters/memory/seeded-chance.js';

export class Dice {
  readonly #chance: SeededChance;

  constructor(seed: number, purpose: string) {
    this.#chance = new SeededChance(hash(`${seed} ${purpose}`));
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.#chance.next();
  }

  /** Whether something of this share happens. */
  meets(share: number): boolean {
    return this.#chance.next() < share;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#chance.next() * (high - low + 1));
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.#chance.next() * values.length)] as Value;
  }
}

/** FNV-1a over the text's UTF-16 units: 32 bits. */
export function hash(text: string, start = 0x811c9dc5): number {
  let value = start;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
