/** The dice: jitter and spreading, nothing that must be secret. */

export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
}
