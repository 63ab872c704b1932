/** Measures how well slots are used: the share of their time that was spent working, as long as there was more to start. */

/**
 * Counts from the first start to the last one: after that no more work waits, and an idle slot is nobody's fault. Times are
 * milliseconds of one clock, in their order.
 */
export class SlotUseMeter {
  readonly #slots: number;
  #running = 0;
  #busyMs = 0;
  #lastMs = 0;
  #firstStartMs: number | undefined;
  #atLastStart = { ms: 0, busyMs: 0 };

  constructor(slots: number) {
    this.#slots = slots;
  }

  get running(): number {
    return this.#running;
  }

  started(atMs: number): void {
    this.#advance(atMs);
    this.#firstStartMs ??= atMs;
    this.#atLastStart = { ms: atMs, busyMs: this.#busyMs };
    this.#running++;
  }

  ended(atMs: number): void {
    this.#advance(atMs);
    this.#running--;
  }

  /** 0 to 1; undefined as long as there was only one wave of starts. */
  use(): number | undefined {
    const span = this.#atLastStart.ms - (this.#firstStartMs ?? 0);
    if (this.#firstStartMs === undefined || span <= 0) return undefined;
    return Math.min(this.#atLastStart.busyMs / (this.#slots * span), 1);
  }

  #advance(atMs: number): void {
    if (this.#firstStartMs !== undefined) this.#busyMs += this.#running * Math.max(atMs - this.#lastMs, 0);
    this.#lastMs = Math.max(atMs, this.#lastMs);
  }
}
