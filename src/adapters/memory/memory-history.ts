/** Samples of labourers in memory, thinned out as they grow old. */

import type { History, HistoryQuery, Sample, SampleLog } from '../../application/ports/history.js';
import type { LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import { evenInstants, forgottenBefore, type Thinning, thinningsBetween } from '../shared/sample-retention.js';

export class MemoryHistory implements History, SampleLog {
  /** By labourer, in the order of time. */
  readonly #samples = new Map<LabourerId, Sample[]>();

  async write(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) this.#write(sample);
  }

  #write(sample: Sample): void {
    const samples = this.#samples.get(sample.labourerId) ?? [];
    this.#samples.set(sample.labourerId, samples);
    const place = indexBehind(samples, sample.at);
    const previous = samples[place - 1];
    if (previous?.at === sample.at) {
      samples[place - 1] = sample;
      return;
    }
    samples.splice(place, 0, sample);
    if (previous === undefined) return;
    const thinnings = thinningsBetween(previous.at, sample.at);
    for (const thinning of thinnings) thinOut(samples, thinning);
    if (thinnings.length > 0) samples.splice(0, indexFrom(samples, forgottenBefore(sample.at)));
  }

  async read({ labourerIds, from, to, points }: HistoryQuery): Promise<ReadonlyMap<LabourerId, readonly Sample[]>> {
    return new Map(
      labourerIds.map((labourerId) => {
        const samples = this.#samples.get(labourerId) ?? [];
        return [labourerId, evenly(samples.slice(indexFrom(samples, from), indexBehind(samples, to)), points)];
      }),
    );
  }

  async span(): Promise<{ readonly from: EpochSeconds; readonly to: EpochSeconds } | undefined> {
    let span: { from: EpochSeconds; to: EpochSeconds } | undefined;
    for (const samples of this.#samples.values()) {
      const [from, to] = [samples[0]?.at, samples.at(-1)?.at];
      if (from === undefined || to === undefined) continue;
      span = span === undefined ? { from, to } : { from: lesser(span.from, from), to: greater(span.to, to) };
    }
    return span;
  }
}

/** Keeps the last sample of each stretch. */
function thinOut(samples: Sample[], { from, before, every }: Thinning): void {
  const [first, end] = [indexFrom(samples, from), indexFrom(samples, before)];
  const stretchOf = (sample: Sample | undefined) => (sample === undefined ? undefined : Math.floor(sample.at / every));
  const aged = samples.slice(first, end);
  const kept = aged.filter((sample, index) => stretchOf(sample) !== stretchOf(aged[index + 1]));
  samples.splice(first, aged.length, ...kept);
}

function evenly(samples: readonly Sample[], points: number): readonly Sample[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (samples.length <= points || first === undefined || last === undefined) return samples;
  const indexes = evenInstants(first.at, last.at, points).map((instant) => indexBehind(samples, instant) - 1);
  return [...new Set(indexes)].flatMap((index) => samples[index] ?? []);
}

/** How many samples are older than the instant. */
const indexFrom = (samples: readonly Sample[], instant: number): number => countWhile(samples, (at) => at < instant);

/** How many samples are not newer than the instant. */
const indexBehind = (samples: readonly Sample[], instant: number): number => countWhile(samples, (at) => at <= instant);

/** By halving: the test holds for a beginning of the samples. */
function countWhile(samples: readonly Sample[], isPassed: (at: EpochSeconds) => boolean): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPassed((samples[middle] as Sample).at)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const lesser = (one: EpochSeconds, other: EpochSeconds): EpochSeconds => (one < other ? one : other);
const greater = (one: EpochSeconds, other: EpochSeconds): EpochSeconds => (one > other ? one : other);
