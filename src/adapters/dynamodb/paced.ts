/**
 * Paces what is added for one labourer: all its tasks share one key of the index, which bears 1,000 writes a second, and a hot key
 * throttles the whole table.
 */

import type { Clock } from '../../application/ports/clock.js';
import type { LabourerId } from '../../domain/ids.js';

/** Tokens of one labourer: as many as a second's worth may be spent at once. */
interface Bucket {
  tokens: number;
  filledAt: number;
}

export class Paced {
  readonly #rate: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<LabourerId, Bucket>();

  /** `rate`: tasks a second. */
  constructor(rate: number, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Resolves when the next task of the labourer may be added. Calls are served in their order. */
  async turn(labourerId: LabourerId): Promise<void> {
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(labourerId) ?? { tokens: this.#rate, filledAt: now };
    this.#buckets.set(labourerId, bucket);
    bucket.tokens = Math.min(this.#rate, bucket.tokens + ((now - bucket.filledAt) * this.#rate) / 1000);
    bucket.filledAt = now;
    bucket.tokens -= 1;
    if (bucket.tokens < 0) await this.#clock.sleep((-bucket.tokens * 1000) / this.#rate);
  }
}
