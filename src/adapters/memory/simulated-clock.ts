/** Time that passes only when it is told to, so that days of the system's life take seconds and come out the same each time. */

import { setImmediate } from 'node:timers';
import type { Clock } from '../../application/ports/clock.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';
import { DueQueue } from './due-queue.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
  awake: boolean;
}

/** Lets everything that is ready run until it waits for the clock, or for something outside. */
const afterOneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The same for a world without an outside: a tick that is asked for in a microtask comes when no microtask is left. It takes half the time,
 * and nothing real (a file, a timer) would ever have its turn.
 */
const afterMicrotasks = (): Promise<void> =>
  Promise.resolve().then(() => new Promise((resolve) => process.nextTick(resolve)));

export class SimulatedClock implements Clock {
  readonly #sleepers = new DueQueue<Sleeper>();
  readonly #untilAllWait: () => Promise<void>;
  #wallMs: number;
  #monotonicMs = 0;

  /** `isClosed`: nobody in this world waits for anything but this clock. */
  constructor(start: number, { isClosed = false }: { readonly isClosed?: boolean } = {}) {
    this.#wallMs = epochSeconds(start) * 1000;
    this.#untilAllWait = isClosed ? afterMicrotasks : afterOneTurn;
  }

  now(): EpochSeconds {
    return epochSeconds(this.#wallMs / 1000);
  }

  /** Milliseconds since the clock was made. */
  monotonic(): number {
    return this.#monotonicMs;
  }

  /** Sleepers of the same instant wake in the order in which they fell asleep, each when the one before waits again. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        sleeper.awake = true;
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper: Sleeper = { at: this.#monotonicMs + ms, wake, awake: false };
      signal?.addEventListener('abort', wake);
      this.#sleepers.add(sleeper);
    });
  }

  /** Sets the wall clock, forwards or back, as an operator or a time server does: nobody wakes by it. */
  set(now: number): void {
    this.#wallMs = epochSeconds(now) * 1000;
  }

  /** Milliseconds until the next sleeper wakes; undefined when nobody sleeps. */
  untilNext(): number | undefined {
    const next = this.#next();
    return next === undefined ? undefined : next.at - this.#monotonicMs;
  }

  /** Lets the time pass, and everybody wake who is due in it. What was started before gets to its own waiting first. */
  async advance(ms: number): Promise<void> {
    await this.#untilAllWait();
    const end = this.#monotonicMs + ms;
    while (this.#wakeNext(end)) await this.#untilAllWait();
    this.#moveTo(end);
  }

  /** Lets time pass until the work has ended, and gives its result. Rejects when nothing within `limitMs` would wake it. */
  async runUntil<Result>(work: Promise<Result>, limitMs = Number.POSITIVE_INFINITY): Promise<Result> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    work.then(end, end);
    await this.#untilAllWait();
    const limit = this.#monotonicMs + limitMs;
    while (!ended) {
      if (!this.#wakeNext(limit)) throw new Error(`the work waits, and nobody wakes within ${limitMs} ms of the clock`);
      await this.#untilAllWait();
    }
    return work;
  }

  #wakeNext(limit: number): boolean {
    const next = this.#next();
    if (next === undefined || next.at > limit) return false;
    this.#sleepers.take();
    this.#moveTo(next.at);
    next.wake();
    return true;
  }

  /** The next who still sleeps: those whose sleep was broken off are dropped here. */
  #next(): Sleeper | undefined {
    while (this.#sleepers.peek()?.awake === true) this.#sleepers.take();
    return this.#sleepers.peek();
  }

  #moveTo(monotonicMs: number): void {
    this.#wallMs += monotonicMs - this.#monotonicMs;
    this.#monotonicMs = monotonicMs;
  }
}
