/** What happened in a world, as a hash of every event, and in words where somebody wants to read it. */

import { hash } from './dice.js';

export class Trace {
  /** In the order of their happening; empty unless `keep` was asked for. */
  readonly lines: string[] = [];
  events = 0;
  readonly #keep: boolean;
  readonly #now: () => number;
  #hash = 0x811c9dc5;

  constructor(options: { readonly keep: boolean; readonly now: () => number }) {
    this.#keep = options.keep;
    this.#now = options.now;
  }

  /** Eight hex digits: equal for equal sequences of events. */
  get hash(): string {
    return this.#hash.toString(16).padStart(8, '0');
  }

  /** `detail` is for readers only: it is asked for when lines are kept. */
  add(who: string, what: string, detail?: () => string): void {
    this.events += 1;
    const now = this.#now();
    this.#hash = hash(what, hash(who, (this.#hash ^ Math.round(now * 1000)) >>> 0));
    if (this.#keep) this.lines.push(`${clockText(now)}  ${who.padEnd(18)} ${what}${detail ? `  ${detail()}` : ''}`);
  }
}

const clockText = (now: number): string => new Date(now * 1000).toISOString().slice(5, 23).replace('T', ' ');
