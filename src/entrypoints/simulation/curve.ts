/** A number over time: a level, a daily wave, steps and incidents. */

import type { EpochSeconds, Seconds } from '../../domain/time.js';
import { secondOfDay } from './zone-time.js';

/** A stretch of time, from the simulation's beginning on. */
export interface Outage {
  readonly from: Seconds;
  readonly lasts: Seconds;
}

/** What happens to the value meanwhile: a value of its own, or a share or an amount of what it would be. */
export interface Incident extends Outage {
  readonly value?: number;
  readonly factor?: number;
  readonly add?: number;
}

/** Between `low` and `high` once a day, as a cosine. */
export interface DailyWave {
  readonly low: number;
  readonly high: number;
  /** The second of the day at which it is highest, in the time zone. */
  readonly peak: Seconds;
  readonly zone: string;
}

/** The level and the wave are added up; incidents then change the sum, in their order. */
export interface Curve {
  readonly level: number;
  readonly wave?: DailyWave;
  /** From `at` on, the level is `to`. In the order of time. */
  readonly steps: readonly { readonly at: Seconds; readonly to: number }[];
  readonly incidents: readonly Incident[];
}

const SECONDS_A_DAY = 86_400;

/** The curve that always has this value. */
export const flat = (level: number): Curve => ({ level, steps: [], incidents: [] });

/** The curve's value `since` seconds after the beginning, which is then `now`. */
export const valueAt = (curve: Curve, now: EpochSeconds, since: number): number =>
  withIncidents(curve, levelAt(curve, now, since), since);

/** Level and wave without incidents. */
export function levelAt({ level, steps, wave }: Curve, now: EpochSeconds, since: number): number {
  let value = level;
  for (const { at, to } of steps) if (since >= at) value = to;
  return wave === undefined ? value : value + waveAt(wave, now);
}

/** The value as the incidents of this moment leave it. */
export function withIncidents({ incidents }: Curve, level: number, since: number): number {
  let value = level;
  for (const incident of incidents) {
    if (isDuring(incident, since)) value = incident.value ?? value * (incident.factor ?? 1) + (incident.add ?? 0);
  }
  return value;
}

/** Whether the curve never changes, so that it need not be looked at again. */
export const isFlat = ({ wave, steps, incidents }: Curve): boolean =>
  wave === undefined && steps.length === 0 && incidents.length === 0;

export const isDuring = ({ from, lasts }: Outage, since: number): boolean => since >= from && since < from + lasts;

function waveAt({ low, high, peak, zone }: DailyWave, now: EpochSeconds): number {
  const fromPeak = (secondOfDay(now, zone) - peak) / SECONDS_A_DAY;
  return low + ((high - low) * (1 + Math.cos(2 * Math.PI * fromPeak))) / 2;
}
