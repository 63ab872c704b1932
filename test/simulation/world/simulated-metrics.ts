/** Metrics of the targets that workers load: waves of others' load, what our own attempts add, and everything that befalls a metric. */

import type { MetricsSource } from '../../../src/application/ports/metrics-source.js';
import type { MetricValues } from '../../../src/domain/ecology/datapoints.js';
import type { MetricQuery } from '../../../src/domain/ecology/metric-query.js';
import { Dice } from './dice.js';
import type { Faults } from './faults.js';

/** Seconds that a late datapoint is old. */
const LATE = 900;

export class SimulatedMetrics implements MetricsSource {
  readonly #faults: Faults;
  readonly #now: () => number;
  readonly #ownLoad: (metric: string) => number;
  readonly #waves: ReadonlyMap<string, { readonly period: number; readonly phase: number; readonly height: number }>;

  constructor(seed: number, parts: { faults: Faults; now: () => number; ownLoad: (metric: string) => number }) {
    this.#faults = parts.faults;
    this.#now = parts.now;
    this.#ownLoad = parts.ownLoad;
    const dice = new Dice(seed, 'metrics');
    this.#waves = new Map(
      ['DatabaseLoad', 'PartnerLatency', 'PartnerErrors'].map((name) => [
        name,
        { period: dice.between(1800, 9000), phase: dice.next(), height: dice.between(20, 60) },
      ]),
    );
  }

  async values(queries: readonly MetricQuery[]): Promise<readonly MetricValues[]> {
    return queries.map(({ fields }) => this.#value(String(fields.MetricName)));
  }

  #value(metric: string): MetricValues {
    const now = this.#now();
    if (!this.#faults.meets('F13')) return known(this.#load(metric, now));
    switch (this.#faults.dice('F13').between(0, 4)) {
      case 0:
        return known();
      case 1:
        return { kind: 'failed', reason: 'throttled' };
      case 2:
        return known(Number.NaN);
      case 3:
        return known(this.#load(metric, now - LATE));
      default:
        return known(this.#faults.dice('F13').between(0, 100));
    }
  }

  /** 0 to about 100: others' wave, and what live attempts put on it. At rest once nothing befalls the world any more. */
  #load(metric: string, now: number): number {
    if (!this.#faults.active) return 10;
    const { period, phase, height } = this.#waves.get(metric) ?? { period: 3600, phase: 0, height: 0 };
    const wave = (1 + Math.sin(2 * Math.PI * (now / period + phase))) / 2;
    return 10 + height * wave + this.#ownLoad(metric);
  }
}

const known = (...datapoints: readonly number[]): MetricValues => ({ kind: 'datapoints', datapoints });
