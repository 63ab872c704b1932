/** The simulation's time: what happens is a list of events, and time jumps from one to the next. */

import { setImmediate } from 'node:timers/promises';
import { DueQueue } from '../../adapters/memory/due-queue.js';
import type { Clock } from '../../application/ports/clock.js';
import { SoswError } from '../../domain/errors.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';

/** What happens at an instant. The next event waits until it has happened whole. */
export type Act = () => Promise<void> | void;

interface PlannedEvent {
  readonly at: number;
  readonly act: Act;
}

/** Events between two looks at the world outside: some milliseconds. */
const EVENTS_A_BREATH = 1000;

/**
 * A discrete-event clock. Everything in a simulated world answers without waiting for the clock, so an event is over when its
 * promise is, no turn of Node's loop is needed for it, and one event after another makes every run the same.
 */
export class SimulatedTime implements Clock {
  readonly #events = new DueQueue<PlannedEvent>();
  readonly #beginning: number;
  #now: EpochSeconds;

  constructor(beginning: EpochSeconds) {
    this.#beginning = beginning;
    this.#now = beginning;
  }

  now(): EpochSeconds {
    return this.#now;
  }

  monotonic(): number {
    return (this.#now - this.#beginning) * 1000;
  }

  /** Refused: who waits inside of an event would wait for ever, since the next one waits for it. */
  async sleep(): Promise<void> {
    throw new SoswError('simulation.sleep', 'nothing in a simulation waits for the clock but by an event of its own');
  }

  /** Plans an event; one in the past happens now. Events of one instant happen in the order in which they were planned. */
  at(instant: number, act: Act): void {
    this.#events.add({ at: instant, act });
  }

  /** Lets everything happen up to the instant, inclusive. `breathe` is called now and then and may end it by throwing. */
  async runUntil(end: EpochSeconds, breathe: () => void): Promise<void> {
    for (let happened = 1; ; happened++) {
      const next = this.#events.peek();
      if (next === undefined || next.at > end) break;
      this.#events.take();
      if (next.at > this.#now) this.#now = epochSeconds(next.at);
      const happening = next.act();
      if (happening !== undefined) await happening;
      if (happened % EVENTS_A_BREATH === 0) {
        await setImmediate();
        breathe();
      }
    }
    this.#now = end;
    breathe();
  }
}
