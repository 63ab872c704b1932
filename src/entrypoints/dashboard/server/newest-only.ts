/** Events for a reader that may be slow or asleep: while one is on its way to it, of each thing only the newest waits, so that nothing piles up. */

import type { LiveEvent } from './overview-feed.js';

export class NewestOnly {
  readonly #send: (event: LiveEvent) => Promise<unknown>;
  readonly #waiting = new Map<string, LiveEvent>();
  #isSending = false;

  /** `send` is done once the reader has taken the event, and never rejects. */
  constructor(send: (event: LiveEvent) => Promise<unknown>) {
    this.#send = send;
  }

  offer(event: LiveEvent): void {
    this.#waiting.set(event.about, event);
    if (!this.#isSending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    for (let next = this.#taken(); next !== undefined; next = this.#taken()) await this.#send(next);
    this.#isSending = false;
  }

  #taken(): LiveEvent | undefined {
    const [first] = this.#waiting.values();
    if (first !== undefined) this.#waiting.delete(first.about);
    return first;
  }
}
