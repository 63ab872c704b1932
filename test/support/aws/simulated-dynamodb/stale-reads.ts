/** What eventually consistent reads of an item may still show: how it was before its last writes. */

import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';

interface Before {
  readonly item: Item | undefined;
  readonly until: number;
}

/** What is over is looked for when so many are kept. */
const KEPT_MAX = 1000;

export class StaleReads {
  readonly #before = new Map<string, Before>();

  /** Keeps how the item was until then; where an older state is still shown, that one stays. */
  keep(key: string, item: Item | undefined, until: number, now: number): void {
    if (this.#before.size >= KEPT_MAX) this.#dropUntil(now);
    const earlier = this.#before.get(key);
    const isShown = earlier !== undefined && now < earlier.until;
    this.#before.set(key, isShown ? { item: earlier.item, until: Math.max(earlier.until, until) } : { item, until });
  }

  /** The item as an eventually consistent read shows it, where `current` is how it is. */
  shown(key: string, current: Item | undefined, now: number): Item | undefined {
    if (this.#before.size === 0) return current;
    const before = this.#before.get(key);
    return before !== undefined && now < before.until ? before.item : current;
  }

  /** From here on all is shown as it is. */
  forget(): void {
    this.#before.clear();
  }

  #dropUntil(now: number): void {
    for (const [key, { until }] of this.#before) if (until <= now) this.#before.delete(key);
  }
}
