/** Writes that meet a transaction under way are sent again: such an answer says that nothing was changed. */

import { isConflict } from './dynamo-failures.js';
import { type Pauses, pause } from './pause.js';

/** Pauses double, so this is a second or two; a transaction takes milliseconds. */
const TRIES_MAX = 8;

/** What `send` answers once no other transaction is in its way. Rejects with any other failure, and with a conflict that stays. */
export async function withoutConflicts<Answer>(pauses: Pauses, send: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      if (!isConflict(error) || tries === TRIES_MAX) throw error;
      await pause(tries, pauses);
    }
  }
}
