/** Instants and durations. Everything in the core is in epoch seconds (UTC); milliseconds exist only at the edges. */

declare const unit: unique symbol;

/** An instant: seconds since 1970 in UTC. Whole unless a stored row of the old system says otherwise. */
export type EpochSeconds = number & { readonly [unit]: 'EpochSeconds' };
/** A length of time in seconds. */
export type Seconds = number & { readonly [unit]: 'Seconds' };

/** Refuses negative values, NaN, and anything beyond the year 5138: 13 digits are milliseconds. */
export function epochSeconds(value: number): EpochSeconds {
  if (!Number.isFinite(value) || value < 0 || value > 1e11) throw new RangeError(`not epoch seconds: ${value}`);
  return value as EpochSeconds;
}

/** A number of seconds; throws RangeError for NaN and infinities. */
export function seconds(value: number): Seconds {
  if (!Number.isFinite(value)) throw new RangeError(`not a number of seconds: ${value}`);
  return value as Seconds;
}

export const later = (instant: EpochSeconds, by: Seconds): EpochSeconds => (instant + by) as EpochSeconds;
/** The whole second that holds this instant: the `start` of a pass. */
export const wholeSecond = (instant: EpochSeconds): EpochSeconds => Math.floor(instant) as EpochSeconds;
