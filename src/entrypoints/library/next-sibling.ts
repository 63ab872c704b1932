/** The guard against functions that start themselves for ever: each run counts itself among its siblings. */

import { SoswError } from '../../domain/errors.js';
import type { JsonObject } from '../../domain/task.js';

/** The key under which an event says the how-manieth sibling its run is. */
export const SIBLING_KEY = 'sosw_sibling';
export const SIBLINGS_MAX = 100;

/** How many siblings came before the run of this event: 0 for one that no sibling started. */
export function generationOf(event: unknown): number {
  const count = (event as JsonObject | null | undefined)?.[SIBLING_KEY];
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 0;
}

/** What the next sibling's event carries. Throws `sibling.limit` for one more than `max`. */
export function nextSibling(event: unknown, max = SIBLINGS_MAX): { readonly [SIBLING_KEY]: number } {
  const next = generationOf(event) + 1;
  if (next <= max) return { [SIBLING_KEY]: next };
  throw new SoswError(
    'sibling.limit',
    `the work was handed on ${max} times; the limit (max_siblings) ends what may be an endless chain`,
  );
}
