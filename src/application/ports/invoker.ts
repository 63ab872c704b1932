/** Starts workers. */

import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';

/**
 * `accepted`: the worker will be started with the event. `refused`: nothing ran and nothing will (throttled, denied, no such
 * function, too large); `reason` is for people. `unknown`: it may or may not run; the task is left to expire.
 */
export type InvokeOutcome =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface Invoker {
  /** Starts the labourer's worker asynchronously, once: no repeats inside, a bounded time-out. Never rejects. */
  invoke(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome>;
}
