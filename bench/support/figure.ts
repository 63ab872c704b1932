/** What a scenario measures: a figure with its samples, what it has to reach, and its peer's samples of the same rounds. */

/** What a figure has to reach; `timesPeer` compares with the peer of the same run. */
type Reach = { readonly atLeast: number } | { readonly atMost: number } | { readonly timesPeer: number };

export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** One a round; at least one. */
  readonly samples: readonly number[];
  readonly peer?: { readonly what: string; readonly samples: readonly number[] };
  /** Absent for what is only reported. */
  readonly reach?: Reach;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/**
 * The figure over its peer's, round by round: what disturbs the machine in a round disturbs both. Undefined without a peer.
 */
export function ratio({ samples, peer }: Figure): Spread | undefined {
  if (peer === undefined) return undefined;
  return spread(samples.map((sample, round) => sample / (peer.samples[round] ?? Number.NaN)));
}

/** Whether the median reaches what it has to. */
export function isReached(figure: Figure): boolean {
  const { reach, samples } = figure;
  if (reach === undefined) return true;
  if ('timesPeer' in reach) return (ratio(figure)?.median ?? 0) >= reach.timesPeer;
  const { median } = spread(samples);
  return 'atLeast' in reach ? median >= reach.atLeast : median <= reach.atMost;
}
