/** A call that is made again when it failed for a reason that may pass. */

import { SoswError } from '../../../domain/errors.js';

const TRIES_MAX = 5;
const FIRST_PAUSE_MS = 200;

/** Up to five tries, with pauses of 0.2, 0.4, 0.8 and 1.6 s, each cut by chance. Rejects with the last error, or with the first that no repeat can mend. */
export async function repeated<Value>(call: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const isFinal = tries === TRIES_MAX || !(error instanceof SoswError && error.retryable);
      if (isFinal) throw error;
      const longest = FIRST_PAUSE_MS * 2 ** (tries - 1);
      await new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
    }
  }
}
