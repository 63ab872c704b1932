/**
 * Which samples are kept: all of the last hour, then one a minute for a day, one a quarter of an hour for thirty days, and four a day for a year.
 * That is some 6,000 a labourer at most (about 1 MB in a file), fine enough for what is looked at, and it never grows beyond it.
 */

import type { HistoryQuery } from '../../application/ports/history.js';

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** Beyond this age one sample of each stretch of so many seconds is kept, its last one. Sums are kept by samples, so nothing of them is lost. */
const THINNED = [
  { beyond: HOUR, every: MINUTE },
  { beyond: DAY, every: 15 * MINUTE },
  { beyond: 30 * DAY, every: 6 * HOUR },
] as const;

const FORGOTTEN_BEYOND = 365 * DAY;

/** A stretch of time in which, from now on, one sample of each `every` seconds is kept. `from` is inclusive, `before` is not. */
export interface Thinning {
  readonly from: number;
  readonly before: number;
  readonly every: number;
}

/**
 * What has come of age since the labourer's sample before: whole stretches only, each once, so that a write thins out about as many samples as it
 * adds. None within a minute of the sample before.
 */
export function thinningsBetween(previous: number, now: number): readonly Thinning[] {
  return THINNED.map(({ beyond, every }) => {
    const border = (instant: number) => Math.floor((instant - beyond) / every) * every;
    return { from: border(previous), before: border(now), every };
  }).filter(({ from, before }) => from < before);
}

export const forgottenBefore = (now: number): number => now - FORGOTTEN_BEYOND;

/** Instants, evenly spread from the first sample to the last one, both of which belong to them; at least two. */
export function evenInstants(first: number, last: number, points: HistoryQuery['points']): readonly number[] {
  const count = Math.max(points, 2);
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? last : first + (index * (last - first)) / (count - 1),
  );
}
