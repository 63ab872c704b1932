/** Another run of oneself, for work that is left when one's own time runs out. */

import type { JsonObject } from '../../domain/task.js';

export interface Siblings {
  /** Starts another run of the given essential with the event, asynchronously. Rejects with `SoswError` `sibling.refused`. */
  spawn(essential: 'scheduler', event: JsonObject): Promise<void>;
}
