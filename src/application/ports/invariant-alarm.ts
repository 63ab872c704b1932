/** Who is told of invariants that were found to be broken. */

import type { BrokenInvariant } from '../../domain/invariants.js';

/** Never throws: what is found is past, and the work goes on. */
export type InvariantAlarm = (broken: BrokenInvariant) => void;
