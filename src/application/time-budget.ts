/** The time that a run has left: a Lambda's remaining time less what its end needs, or no bound at all on a laptop. */

export interface TimeBudget {
  /** Whether there is time for another page of work. */
  hasTime(): boolean;
}

/** For runs that nobody ends: the local runtime, simulations. */
export const UNBOUNDED: TimeBudget = { hasTime: () => true };
