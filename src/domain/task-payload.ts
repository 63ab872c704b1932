/** The payload of a new task, made of what its creator gave. Source: `construct_payload_for_task` in the manual. */

import type { Json, JsonObject } from './task.js';
import { isJsonObject } from './worker-event.js';

/**
 * Everything given, as one JSON object: the fields beside `payload` laid over it.
 *
 * @param fields - Among them perhaps `payload`: an object, the JSON text of one, or anything else, which then stands
 *   under the key `payload` (D42).
 * @returns A new object; values are those given.
 * @example
 * ```ts
 * payloadOf({ payload: '{"a":1}', b: 2 }); // { a: 1, b: 2 }
 * ```
 */
export function payloadOf(fields: JsonObject): JsonObject {
  const { payload, ...rest } = fields;
  if (payload === undefined) return rest;
  const object = isJsonObject(payload) ? payload : parsedObject(payload);
  return object === undefined ? { payload, ...rest } : { ...object, ...rest };
}

/**
 * The same as JSON text, which is how a task keeps it.
 *
 * @param fields - As for `payloadOf`.
 * @returns JSON.
 * @example
 * ```ts
 * payloadText({ payload: [1, 2], b: 2 }); // '{"payload":[1,2],"b":2}'
 * ```
 */
export const payloadText = (fields: JsonObject): string => JSON.stringify(payloadOf(fields));

function parsedObject(value: Json): JsonObject | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
