/** How fast a labourer's tasks end, told from sums that were noted from time to time. */

/** Sums up to an instant; only their differences mean anything. */
export interface SumsAt {
  readonly at: number;
  readonly done: number;
  readonly dead: number;
  /** Attempts that did not succeed and were or will be tried again. */
  readonly retried: number;
}

/** A minute, of tasks that were done and of attempts that failed. */
export interface Rates {
  readonly done: number;
  readonly failed: number;
}

/** Undefined without time between the two. */
export function ratesBetween(before: SumsAt, after: SumsAt): Rates | undefined {
  const minutes = (after.at - before.at) / 60;
  if (minutes <= 0) return undefined;
  const { done, failed } = endedBetween(before, after);
  return { done: done / minutes, failed: failed / minutes };
}

/** Samples are this old, in seconds, where they travel before they can be read; older ones are as they are because nothing has changed. */
const TRAVELS = 120;
/** Beyond this age of the last one, in seconds, nobody takes samples any more. */
const SILENCE = 1200;

/**
 * Over the `stretch` of seconds that ends now, or with the last sample where that is new. Samples stand in the order of time, and are taken at
 * least each quarter of an hour; undefined where there are none of that time. Of the past there may be later samples too: then it is told what
 * lies between them and those before, as if tasks had ended evenly.
 */
export function ratesLately(samples: readonly SumsAt[], now: number, stretch: number): Rates | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || now - last.at > SILENCE) return undefined;
  const end = now - last.at <= TRAVELS ? Math.min(last.at, now) : now;
  const begin = Math.max(end - stretch, first.at);
  return ratesBetween(sumsAt(samples, begin), sumsAt(samples, end));
}

/** Of the attempts that ended between the first and the last sample, 0 to 1; undefined where none did. */
export function shareFailed(samples: readonly SumsAt[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { done, failed } = endedBetween(first, last);
  return done + failed === 0 ? undefined : failed / (done + failed);
}

/** Tasks done in each of `count` stretches of `length` seconds, the last of which ends now; none without samples. */
export function doneByStretch(samples: readonly SumsAt[], now: number, count: number, length: number): number[] {
  if (samples.length === 0) return [];
  const sums = Array.from({ length: count + 1 }, (_, index) => doneBy(samples, now - (count - index) * length));
  return sums.slice(1).map((sum, index) => Math.max(sum - (sums[index] ?? 0), 0));
}

const doneBy = (samples: readonly SumsAt[], instant: number): number => Math.round(sumsAt(samples, instant).done);

/** The sums at an instant between two samples, as if tasks had ended evenly; before the first and behind the last they are theirs. */
function sumsAt(samples: readonly SumsAt[], instant: number): SumsAt {
  const behind = samples.findIndex(({ at }) => at >= instant);
  const next = samples[behind] ?? samples.at(-1);
  const before = behind > 0 ? samples[behind - 1] : next;
  if (next === undefined || before === undefined) return { at: instant, done: 0, dead: 0, retried: 0 };
  const share = next.at === before.at ? 1 : (instant - before.at) / (next.at - before.at);
  const between = (sum: 'done' | 'dead' | 'retried'): number => before[sum] + (next[sum] - before[sum]) * share;
  return { at: instant, done: between('done'), dead: between('dead'), retried: between('retried') };
}

/** A sum that began anew in between counts as nothing. */
const endedBetween = (before: SumsAt, after: SumsAt): { readonly done: number; readonly failed: number } => ({
  done: Math.max(after.done - before.done, 0),
  failed: Math.max(after.dead + after.retried - before.dead - before.retried, 0),
});
