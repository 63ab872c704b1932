/** A value that changes at instants: its mean, largest and smallest over stretches of time. */

/** What a value was over a stretch. */
export interface Summary {
  readonly average: number;
  readonly maximum: number;
  readonly minimum: number;
}

export class Gauge {
  #value: number;
  #since: number;
  #begun: number;
  #integral = 0;
  #maximum: number;
  #minimum: number;

  constructor(now: number, value = 0) {
    this.#since = now;
    this.#begun = now;
    this.#value = value;
    this.#maximum = value;
    this.#minimum = value;
  }

  get value(): number {
    return this.#value;
  }

  set(now: number, value: number): void {
    if (value === this.#value) return;
    this.#integral += this.#value * (now - this.#since);
    this.#since = now;
    this.#value = value;
    if (value > this.#maximum) this.#maximum = value;
    if (value < this.#minimum) this.#minimum = value;
  }

  /** The summary since the last call; of no time at all, the present value. */
  take(now: number): Summary {
    const length = now - this.#begun;
    const integral = this.#integral + this.#value * (now - this.#since);
    const summary = {
      average: length > 0 ? integral / length : this.#value,
      maximum: this.#maximum,
      minimum: this.#minimum,
    };
    this.#integral = 0;
    this.#since = now;
    this.#begun = now;
    this.#maximum = this.#value;
    this.#minimum = this.#value;
    return summary;
  }
}

/** The summary of a value that did not change. */
export const steady = (value: number): Summary => ({ average: value, maximum: value, minimum: value });

/** Every number of a summary, changed by a rising function. */
export const scaled = ({ average, maximum, minimum }: Summary, times: number): Summary =>
  times >= 0
    ? { average: average * times, maximum: maximum * times, minimum: minimum * times }
    : { average: average * times, maximum: minimum * times, minimum: maximum * times };

export const added = (one: Summary, other: Summary): Summary => ({
  average: one.average + other.average,
  maximum: one.maximum + other.maximum,
  minimum: one.minimum + other.minimum,
});
