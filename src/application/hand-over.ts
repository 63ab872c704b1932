/**
 * Hands the tokens of ended attempts over to the next tasks of the queue, at once: what keeps slots from idling until the next tick.
 * Tokens that come free together share the reading of the row, the proposals and the claims.
 */

import type { LabourerId } from '../domain/ids.js';
import type { Labourer } from '../domain/labourer.js';
import type { Token } from '../domain/slots.js';
import type { Dispatcher } from './dispatcher.js';
import type { Logger } from './ports/logger.js';
import type { SlotBook } from './slot-book.js';

/** A labourer's tokens that wait for the next round, and the rounds under way. */
interface Desk {
  tokens: Token[];
  done: Promise<void>;
}

export class HandOver {
  readonly #dispatcher: Dispatcher;
  readonly #slots: SlotBook;
  readonly #logger: Logger;
  readonly #desks = new Map<LabourerId, Desk>();

  constructor(dispatcher: Dispatcher, slots: SlotBook, logger: Logger) {
    this.#dispatcher = dispatcher;
    this.#slots = slots;
    this.#logger = logger;
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
        const usable = await this.#slots.forHandOver(labourer, tokens);
        if (usable.length > 0) await this.#dispatcher.start(labourer, usable);
      } catch (cause) {
        this.#logger.error('tokens could not be handed over; they expire', { labourerId: labourer.id, cause });
      }
    }
    this.#desks.delete(labourer.id);
  }
}
