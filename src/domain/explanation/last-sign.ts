/** When the Orchestrator was last heard of, told from what it leaves behind: nothing notes that it merely passed by. */

import { attemptLife, type LabourerRow, LIVES } from '../slots.js';
import { type EpochSeconds, epochSeconds, type Seconds } from '../time.js';

/**
 * The newest of a decision, a reservation of slots (within the grid of their expiry) and `others` (a sample, a noted decision); undefined
 * for a labourer that nobody has ever looked at.
 */
export function lastSign(
  row: LabourerRow,
  times: { readonly duration: Seconds; readonly cooldown: Seconds },
  now: EpochSeconds,
  others: readonly EpochSeconds[],
): EpochSeconds | undefined {
  const reservations = [...row.batches.keys()].map((expiresAt) => expiresAt - LIVES * attemptLife(times));
  const newest = Math.max(row.decidedAt, ...reservations, ...others);
  return newest <= 0 ? undefined : epochSeconds(Math.min(newest, now));
}
