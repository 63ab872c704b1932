/** How long attempts take: distributions, and draws from them. */

/** Seconds of work that one attempt has. */
export type Distribution =
  | { readonly fixed: number }
  /** A draw below 0 counts as 0. */
  | { readonly normal: { readonly mean: number; readonly deviation: number } }
  /** `sigma` is the deviation of the logarithm: 0.5 puts one draw in six above 1.65 times the median. */
  | { readonly lognormal: { readonly median: number; readonly sigma: number } }
  /** Durations that were seen, each as likely as the others. */
  | { readonly recorded: readonly number[] };

/** One draw; `uniform` gives numbers in [0, 1) and is asked once or twice. */
export function drawn(distribution: Distribution, uniform: () => number): number {
  if ('fixed' in distribution) return distribution.fixed;
  if ('normal' in distribution) {
    const { mean, deviation } = distribution.normal;
    return Math.max(mean + deviation * standardNormal(uniform), 0);
  }
  if ('lognormal' in distribution) {
    const { median, sigma } = distribution.lognormal;
    return median * Math.exp(sigma * standardNormal(uniform));
  }
  const { recorded } = distribution;
  return recorded[Math.floor(uniform() * recorded.length)] ?? 0;
}

/** Box and Muller's transform: exact, from two uniform numbers. */
export function standardNormal(uniform: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}
