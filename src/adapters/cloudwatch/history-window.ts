/** A stretch of the past as periods that CloudWatch still has. */

import type { EpochSeconds } from '../../domain/time.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
/**
 * How long CloudWatch keeps datapoints of each length, in seconds: what is older is merged into longer ones. It does not give part of a
 * stretch that begins earlier, so an hour less than it says is asked for.
 */
const KEPT = [
  { period: 60, for: 15 * DAY - HOUR },
  { period: 300, for: 63 * DAY - HOUR },
] as const;
const LONGEST_KEPT_PERIOD = HOUR;

/** `count` periods from `start` on, in whole seconds; the last one may end behind the stretch. */
export interface HistoryWindow {
  readonly start: number;
  readonly period: number;
  readonly count: number;
}

/** Up to this length periods begin at its multiples, so that a stretch that ends now has the same ones until one more has ended. */
const ALIGNED_PERIOD_MAX = 300;

/** At most `points` periods over the stretch; the first one may begin before it. */
export function historyWindow(
  { from, to, points }: { readonly from: EpochSeconds; readonly to: EpochSeconds; readonly points: number },
  now: EpochSeconds,
): HistoryWindow {
  const unit = KEPT.find((kept) => now - from <= kept.for)?.period ?? LONGEST_KEPT_PERIOD;
  for (let period = Math.max(Math.ceil((to - from) / points / unit), 1) * unit; ; period += unit) {
    const alignment = period <= ALIGNED_PERIOD_MAX ? period : unit;
    const start = Math.floor(from / alignment) * alignment;
    const count = Math.max(Math.ceil((to - start) / period), 1);
    if (count <= Math.max(points, 2)) return { start, period, count };
  }
}

/** Values of a metric by the window's periods; one of a longer period of its own stands in all that it covers. */
export function byPeriod(
  { start, period, count }: HistoryWindow,
  datapoints: readonly { readonly timestamp: number; readonly value: number }[],
  ownPeriod: number,
): readonly (number | undefined)[] {
  const values = new Array<number | undefined>(count).fill(undefined);
  for (const { timestamp, value } of datapoints) {
    const first = Math.floor((timestamp - start) / period);
    values.fill(value, Math.max(first, 0), Math.max(first + Math.ceil(ownPeriod / period), 0));
  }
  return values;
}
