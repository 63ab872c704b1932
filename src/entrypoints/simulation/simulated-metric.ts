/** One metric of a simulated world: a value a minute, as a monitoring service would have collected it. */

import type { Statistic } from '../../domain/ecology/datapoints.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';
import { isDuring, levelAt, withIncidents } from './curve.js';
import { standardNormal } from './distribution.js';
import { drawsOf } from './draws.js';
import { added, type Summary, scaled, steady } from './gauge.js';
import type { MetricBehaviour } from './behaviour.js';

const MINUTE = 60;

/** What a metric sees of the world in a minute. */
export interface Seen {
  /** Of its target, already in what it shows of it. */
  readonly target: Summary | undefined;
  /** Running attempts, by the labourer's name. */
  running(labourer: string): Summary;
}

export class SimulatedMetric {
  readonly behaviour: MetricBehaviour;
  readonly #name: string;
  readonly #seed: number;
  readonly #beginning: EpochSeconds;
  /** A summary a minute, the newest last; undefined for a minute without data. */
  readonly #minutes: (Summary | undefined)[] = [];
  readonly #kept: number;

  /** `kept`: minutes that anyone may ask for. */
  constructor(
    name: string,
    behaviour: MetricBehaviour,
    world: { seed: number; beginning: EpochSeconds; kept: number },
  ) {
    this.#name = name;
    this.behaviour = behaviour;
    this.#seed = world.seed;
    this.#beginning = world.beginning;
    this.#kept = world.kept + Math.ceil(behaviour.delay / MINUTE);
  }

  /** Fills the minutes before the beginning, in which the world stood still. */
  recordPrehistory(seen: Seen): void {
    for (let ago = this.#kept; ago > 0; ago--) {
      this.record(epochSeconds(Math.max(this.#beginning - ago * MINUTE, 0)), seen);
    }
  }

  /** Takes the minute that begins at this instant, of which `seen` is the summary. */
  record(minute: EpochSeconds, seen: Seen): void {
    const { behaviour } = this;
    const since = minute - this.#beginning;
    const isMissing = behaviour.noData.some((outage) => isDuring(outage, since));
    this.#minutes.push(isMissing ? undefined : this.#summary(minute, since, seen));
    if (this.#minutes.length > 2 * this.#kept) this.#minutes.splice(0, this.#minutes.length - this.#kept);
  }

  #summary(minute: EpochSeconds, since: number, seen: Seen): Summary {
    const { curve, target, perRunning, noise } = this.behaviour;
    let summary = steady(levelAt(curve, minute, since) + this.#noise(minute, noise));
    if (target !== undefined && seen.target !== undefined) summary = added(summary, scaled(seen.target, target.times));
    for (const [labourer, each] of perRunning) summary = added(summary, scaled(seen.running(labourer), each));
    if (curve.incidents.length === 0) return summary;
    return {
      average: withIncidents(curve, summary.average, since),
      maximum: withIncidents(curve, summary.maximum, since),
      minimum: withIncidents(curve, summary.minimum, since),
    };
  }

  #noise(minute: EpochSeconds, deviation: number): number {
    return deviation === 0 ? 0 : deviation * standardNormal(drawsOf(this.#seed, `${this.#name} ${minute}`));
  }

  /** The newest minute's mean, whether or not it is known yet; undefined without data. */
  get newest(): number | undefined {
    return this.#minutes.at(-1)?.average;
  }

  /** A datapoint a period of the window that ends now, each of the statistic; periods without data have none. */
  datapoints(statistic: Statistic, { slice, period }: { readonly slice: number; readonly period: number }): number[] {
    const hidden = Math.round(this.behaviour.delay / MINUTE);
    const end = this.#minutes.length - hidden;
    const minutes = this.#minutes.slice(Math.max(end - Math.max(Math.round(slice / MINUTE), 1), 0), Math.max(end, 0));
    const size = Math.max(Math.round(period / MINUTE), 1);
    const points: number[] = [];
    for (let last = minutes.length; last > 0; last -= size) {
      const own = minutes.slice(Math.max(last - size, 0), last).filter((minute) => minute !== undefined);
      if (own.length > 0) points.push(statisticOf(own, statistic));
    }
    return points;
  }
}

/** Samples come once a minute. A percentile of a minute lies between its mean and its maximum: the maximum stands for it. */
function statisticOf(minutes: readonly Summary[], statistic: Statistic): number {
  const average = minutes.reduce((sum, minute) => sum + minute.average, 0) / minutes.length;
  switch (statistic) {
    case 'Average':
      return average;
    case 'Minimum':
      return minutes.reduce((least, { minimum }) => Math.min(least, minimum), Number.POSITIVE_INFINITY);
    case 'Sum':
      return average * minutes.length;
    case 'SampleCount':
      return minutes.length;
    default:
      return minutes.reduce((most, { maximum }) => Math.max(most, maximum), Number.NEGATIVE_INFINITY);
  }
}
