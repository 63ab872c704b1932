/** What a report is of: one simulation, or several of the same work that are to be compared. */

import type { SimulationResult } from '../result.js';

/** A simulation, with the name that tells it from the others: its configuration, or the value that was swept. */
export interface Run {
  readonly name: string;
  readonly result: SimulationResult;
}

/** One simulation at least; the others are measured against it. */
export type Runs = readonly [Run, ...Run[]];
