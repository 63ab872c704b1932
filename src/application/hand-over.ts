/**
 * Hands the tokens of ended attempts over to the next tasks of the queue, at once: what keeps slots from idling until the next tick.
 * Tokens that come free together share the reading of the row, the proposals and the claims.
 */

import type { LabourerId } from '../domain/ids.js';
import type { Labourer } from '../domain/labourer.js';
import type { Token } from '../domain/slots.js';
import type { Dispatcher } from './dispatcher.js';
import type { Chance } from './ports/chance.js';
import type { Logger } from './ports/logger.js';
import type { Page } from './ports/task-store.js';
import type { SlotBook } from './slot-book.js';

/** Tasks read for one hand-over, at most: more would cost more than the collisions they save. */
const HEAD_MAX = 50;

/** A labourer's tokens that wait for the next round, and the rounds under way. */
interface Desk {
  tokens: Token[];
  done: Promise<void>;
}

export class HandOver {
  readonly #dispatcher: Dispatcher;
  readonly #slots: SlotBook;
  readonly #logger: Logger;
  readonly #chance: Chance | undefined;
  readonly #desks = new Map<LabourerId, Desk>();

  /**
   * `chance` is given where many processes hand over at the same time: each then begins at another place of the queue's head, so
   * that they don't all lose on one task (protocol, rule 10). Without it the queue's order is kept.
   */
  constructor(parts: { dispatcher: Dispatcher; slots: SlotBook; logger: Logger; chance?: Chance | undefined }) {
    this.#dispatcher = parts.dispatcher;
    this.#slots = parts.slots;
    this.#logger = parts.logger;
    this.#chance = parts.chance;
  }

  /** Resolves when the token works on another task, or was given back. Never rejects: a token that is lost on the way expires. */
  take(labourer: Labourer, token: Token): Promise<void> {
    const open = this.#desks.get(labourer.id);
    if (open !== undefined) {
      open.tokens.push(token);
      return open.done;
    }
    const desk: Desk = { tokens: [token], done: Promise.resolve() };
    this.#desks.set(labourer.id, desk);
    desk.done = this.#work(labourer, desk);
    return desk.done;
  }

  async #work(labourer: Labourer, desk: Desk): Promise<void> {
    // Whatever comes free in this turn joins the first round.
    await Promise.resolve();
    while (desk.tokens.length > 0) {
      const tokens = desk.tokens.splice(0);
      try {
        const { usable, allowance } = await this.#slots.forHandOver(labourer, tokens);
        if (usable.length === 0) continue;
        await this.#dispatcher.start(labourer, usable, await this.#head(labourer, usable.length, allowance));
      } catch (cause) {
        this.#logger.error('tokens could not be handed over; they expire', { labourerId: labourer.id, cause });
      }
    }
    this.#desks.delete(labourer.id);
  }

  /** Tasks of the queue's head from a place that is this process's own; undefined for the head itself. */
  async #head(labourer: Labourer, wanted: number, allowance: number): Promise<Page | undefined> {
    if (this.#chance === undefined) return undefined;
    const page = await this.#dispatcher.proposals(labourer, Math.max(wanted, Math.min(2 * allowance, HEAD_MAX)));
    // Never so far that fewer than are wanted follow, which would be tried last.
    const offset = Math.floor(this.#chance.next() * Math.max(page.tasks.length - wanted + 1, 1));
    return { ...page, tasks: [...page.tasks.slice(offset), ...page.tasks.slice(0, offset)] };
  }
}
