/** The payload of a new task, made of what its creator gave. Source: `construct_payload_for_task` in the manual. */

import type { Json, JsonObject } from './task.js';
import { isJsonObject } from './worker-event.js';

/**
 * Everything given, as one JSON object: the fields beside `payload` laid over it. A payload that is no JSON object (nor the text of one) stands
 * under the key `payload` (D42).
 */
export function payloadOf(fields: JsonObject): JsonObject {
  const { payload, ...rest } = fields;
  if (payload === undefined) return rest;
  const object = isJsonObject(payload) ? payload : parsedObject(payload);
  return object === undefined ? { payload, ...rest } : { ...object, ...rest };
}

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
