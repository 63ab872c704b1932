/** The machine's dice. */

import type { Chance } from '../../application/ports/chance.js';

export class SystemChance implements Chance {
  next(): number {
    return Math.random();
  }
}
