/** The event of a sibling: what it is to go on with, and which generation it is, so that no function spawns itself for ever. */

import { RefusedError } from '../../../domain/errors.js';
import { isMap, refuseUnlessJsonMap } from '../../../domain/job/json.js';
import type { JsonObject } from '../../../domain/task.js';
import { nextSibling, SIBLING_KEY, SIBLINGS_MAX } from '../next-sibling.js';
import { mapArgument, numberArgument, optionsArgument } from '../argument.js';

const CODE = 'sibling.argument';

/** Lambda's limit of an asynchronous event, in bytes of UTF-8. */
const EVENT_BYTES_MAX = 1_048_576;

/**
 * The event for the sibling of the invocation that `event` started. Pure: nothing is invoked.
 *
 * @param event - The event of the invocation that spawns: its `sosw_sibling` is counted on.
 * @param payload - What the sibling gets, beside its generation.
 * @param options - `max`: how many siblings may follow one another; default 100.
 * @returns The payload with `sosw_sibling`.
 * @throws SoswError `sibling.limit` where the chain is at its end; RefusedError `sibling.argument` for a payload that is no plain map of
 * JSON values or is larger than Lambda's 1 MiB, and for an event whose `sosw_sibling` is no generation.
 * @example
 * ```ts
 * siblingEvent({ sosw_sibling: 1 }, { cursor: 20 }); // { cursor: 20, sosw_sibling: 2 }
 * ```
 */
export function siblingEvent(event: unknown, payload: JsonObject, options: { max?: number } = {}): JsonObject {
  optionsArgument(CODE, options);
  const max = numberArgument({ code: CODE, path: 'max' }, options.max ?? SIBLINGS_MAX, {
    from: 0,
    to: 1_000_000,
    whole: true,
  });
  mapArgument({ code: CODE, path: 'payload' }, payload);
  refuseUnlessJson(payload);
  refuseWrongGeneration(event);
  const next = { ...payload, ...nextSibling(event, max) };
  const bytes = Buffer.byteLength(JSON.stringify(next));
  if (bytes <= EVENT_BYTES_MAX) return next;
  const expected = `at most ${EVENT_BYTES_MAX} bytes as JSON, Lambda's limit of an event`;
  throw new RefusedError(CODE, { path: 'payload', expected, found: bytes });
}

/** What is no generation must not count as none: the chain would begin anew. */
function refuseWrongGeneration(event: unknown): void {
  if (!isMap(event) || !Object.hasOwn(event, SIBLING_KEY)) return;
  const rule = { from: 1, to: Number.MAX_SAFE_INTEGER, whole: true };
  numberArgument({ code: CODE, path: `event.${SIBLING_KEY}` }, event[SIBLING_KEY], rule);
}

/** Refuses what JSON can't write, at any depth: the sibling would get something else than it was given. */
function refuseUnlessJson(payload: unknown): void {
  try {
    refuseUnlessJsonMap(payload, 'payload');
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(CODE, { path: error.path, expected: error.expected });
  }
}
