/** One labourer's curves: what its tally is at even instants. */

import type { EcoStatus } from '../../domain/ecology/eco-status.js';
import { HIGH } from '../../domain/ecology/eco-status.js';
import type { Task } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { Peak, Peaks, Timeline } from './result.js';
import type { SimulatedMetric } from './simulated-metric.js';
import type { Tally } from './tally.js';

export class SampledTimeline {
  readonly #tally: Tally;
  readonly #metrics: ReadonlyMap<string, () => number | undefined>;
  readonly #at: EpochSeconds[] = [];
  readonly #queued: number[] = [];
  readonly #running: number[] = [];
  readonly #allowance: number[] = [];
  readonly #status: EcoStatus[] = [];
  readonly #oldestAge: number[] = [];
  readonly #retries: number[] = [];
  readonly #dead: number[] = [];
  readonly #done: number[] = [];
  readonly #values: Record<string, (number | null)[]> = {};

  /** A metric is a simulated one, or the value that it always has. */
  constructor(tally: Tally, metrics: ReadonlyMap<string, SimulatedMetric | number>) {
    this.#tally = tally;
    this.#metrics = new Map(
      [...metrics].map(([name, metric]) => [name, typeof metric === 'number' ? () => metric : () => metric.newest]),
    );
    for (const name of metrics.keys()) this.#values[name] = [];
  }

  /** `front` is what the world gives of the queue. */
  sample(now: EpochSeconds, front: readonly Task[]): void {
    const { queued, running, decided, retries, dead, done, labourer } = this.#tally;
    this.#at.push(now);
    this.#queued.push(queued);
    this.#running.push(running.value);
    this.#allowance.push(decided?.allowance ?? labourer.cap);
    this.#status.push(decided?.status ?? HIGH);
    this.#oldestAge.push(this.#tally.oldestWait(front, now));
    this.#retries.push(retries);
    this.#dead.push(dead);
    this.#done.push(done);
    for (const [name, value] of this.#metrics) this.#values[name]?.push(value() ?? null);
  }

  /** How high the curves get. The beginning is always sampled, so that each gets somewhere. */
  peaks(): Peaks {
    return {
      queued: this.#peak(this.#queued),
      running: this.#peak(this.#running),
      oldestAge: this.#peak(this.#oldestAge),
    };
  }

  #peak(values: readonly number[]): Peak {
    const highest = values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
    return { value: values[highest] ?? 0, at: this.#at[highest] as EpochSeconds };
  }

  timeline(): Timeline {
    return {
      at: this.#at,
      queued: this.#queued,
      running: this.#running,
      allowance: this.#allowance,
      status: this.#status,
      oldestAge: this.#oldestAge,
      retries: this.#retries,
      dead: this.#dead,
      done: this.#done,
      metrics: this.#values,
    };
  }
}
