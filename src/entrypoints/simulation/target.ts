/** Something that workers load: how fast it works under its load, and how long it was over its limit. */

import type { EpochSeconds } from '../../domain/time.js';
import { type Curve, isFlat, valueAt } from './curve.js';
import { Gauge, type Summary } from './gauge.js';
import type { TargetBehaviour } from './behaviour.js';

/** A target of no capacity at all still counts as loaded by something. */
const SMALLEST_CAPACITY = 1e-9;
/** And it never stands quite still: nothing would end at an instant that there is. */
const SMALLEST_SPEED = 1e-12;

export type Shown = 'load' | 'utilisation' | 'slowness';

/** Told whenever the target's speed or its being over the limit may have changed. */
export type OnTargetChange = () => void;

export class Target {
  readonly behaviour: TargetBehaviour;
  readonly #beginning: EpochSeconds;
  readonly #gauges: Readonly<Record<Shown, Gauge>>;
  readonly #listeners: OnTargetChange[] = [];
  #capacity = 0;
  #others = 0;
  #ours = 0;
  /** 1 at full speed. */
  #speed = 1;
  #isOver = false;

  constructor(behaviour: TargetBehaviour, beginning: EpochSeconds) {
    this.behaviour = behaviour;
    this.#beginning = beginning;
    this.#gauges = { load: new Gauge(beginning), utilisation: new Gauge(beginning), slowness: new Gauge(beginning, 1) };
    this.refresh(beginning);
  }

  get speed(): number {
    return this.#speed;
  }

  get isOverLimit(): boolean {
    return this.#isOver;
  }

  /** Instants, in seconds since the beginning, at which its curves jump. */
  jumps(): readonly number[] {
    return [this.behaviour.capacity, this.behaviour.others].flatMap(jumpsOf);
  }

  get changesWithTime(): boolean {
    return !isFlat(this.behaviour.capacity) || !isFlat(this.behaviour.others);
  }

  listen(listener: OnTargetChange): void {
    this.#listeners.push(listener);
  }

  /** Looks at the curves anew. */
  refresh(now: EpochSeconds): void {
    const since = now - this.#beginning;
    this.#capacity = Math.max(valueAt(this.behaviour.capacity, now, since), SMALLEST_CAPACITY);
    this.#others = Math.max(valueAt(this.behaviour.others, now, since), 0);
    this.#settle(now);
  }

  /** Puts load on it, or takes it off. */
  put(now: EpochSeconds, load: number): void {
    this.#ours = Math.max(this.#ours + load, 0);
    this.#settle(now);
  }

  /** What it was since the last call. */
  take(now: EpochSeconds): Readonly<Record<Shown, Summary>> {
    const { load, utilisation, slowness } = this.#gauges;
    return { load: load.take(now), utilisation: utilisation.take(now), slowness: slowness.take(now) };
  }

  #settle(now: EpochSeconds): void {
    const load = this.#ours + this.#others;
    const use = load / this.#capacity;
    const speed = use <= 1 ? 1 : Math.max(use ** -this.behaviour.slowdown, SMALLEST_SPEED);
    const isOver = use > this.behaviour.limit;
    this.#gauges.load.set(now, load);
    this.#gauges.utilisation.set(now, 100 * use);
    this.#gauges.slowness.set(now, 1 / speed);
    if (speed === this.#speed && isOver === this.#isOver) return;
    this.#speed = speed;
    this.#isOver = isOver;
    for (const listener of this.#listeners) listener();
  }
}

const jumpsOf = ({ steps, incidents }: Curve): number[] => [
  ...steps.map(({ at }) => at),
  ...incidents.flatMap(({ from, lasts }) => [from, from + lasts]),
];
