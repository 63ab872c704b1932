/** Long curves with fewer points, without losing what lasts shorter than the distance between two of them. */

import type { SimulationResult, Timeline } from '../result.js';

/** More than a screen has columns for a plot. */
const POINTS = 1000;

/** Instants that a simulation is asked for: each minute of five weeks, and as many of a longer time. */
export const SAMPLED_POINTS = 50_401;

/** The result with curves of at most `points` instants. */
export const condensed = (result: SimulationResult, points = POINTS): SimulationResult => ({
  ...result,
  labourers: result.labourers.map((labourer) => ({
    ...labourer,
    timeline: condensedTimeline(labourer.timeline, points),
  })),
});

/**
 * Of each stretch the instant is kept that says most: the one with the worst health, of these the one with the longest queue, of these the
 * one with the most running. All curves are of that instant, so that they still go together; it is shown where its stretch begins.
 */
function condensedTimeline(timeline: Timeline, points: number): Timeline {
  const { at, metrics } = timeline;
  if (at.length <= points) return timeline;
  const starts = Array.from({ length: points }, (_, stretch) => Math.floor((stretch * at.length) / points));
  const kept = starts.map((start, stretch) => tellingInstant(timeline, start, starts[stretch + 1] ?? at.length));
  const thinned = <Value>(curve: readonly Value[]): Value[] => kept.map((index) => curve[index] as Value);
  return {
    at: starts.map((index) => at[index] as (typeof at)[number]),
    queued: thinned(timeline.queued),
    running: thinned(timeline.running),
    allowance: thinned(timeline.allowance),
    status: thinned(timeline.status),
    oldestAge: thinned(timeline.oldestAge),
    retries: thinned(timeline.retries),
    dead: thinned(timeline.dead),
    done: thinned(timeline.done),
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, curve]) => [name, thinned(curve)])),
  };
}

function tellingInstant({ status, queued, running }: Timeline, from: number, to: number): number {
  let best = from;
  for (let index = from + 1; index < to; index++) {
    const difference =
      (status[best] ?? 0) - (status[index] ?? 0) ||
      (queued[index] ?? 0) - (queued[best] ?? 0) ||
      (running[index] ?? 0) - (running[best] ?? 0);
    if (difference > 0) best = index;
  }
  return best;
}
