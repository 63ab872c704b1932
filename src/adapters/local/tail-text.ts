/** The end of a text that may be long, in bounded memory. */

export class TailText {
  readonly #limit: number;
  #text = '';

  /** Keeps the last `limit` characters. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get text(): string {
    return this.#text.slice(-this.#limit);
  }

  add(text: string): void {
    this.#text += text;
    // Cut at twice the limit only, so that each character is copied about once.
    if (this.#text.length > 2 * this.#limit) this.#text = this.#text.slice(-this.#limit);
  }
}
