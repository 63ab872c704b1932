/** The event that a worker is started with: the task's payload and, over it, the task's own fields. */

import type { Json, JsonObject, Task, TaskError } from './task.js';
import type { EpochSeconds } from './time.js';

/** A payload that can be an event, parsed; or why it can't be one. */
export type ReadPayload = { readonly payload: JsonObject } | { readonly invalid: TaskError };

/** Room for the task's fields in an event of limited size. */
export const EVENT_FIELDS_BYTES = 1024;

/** Reads a queued task's payload before its claim: an unusable one must cost neither slot nor attempt. `limit` is in bytes. */
export function readPayload(task: Task, limit: number): ReadPayload {
  const text = task.payload ?? '{}';
  if (!fits(text, limit - EVENT_FIELDS_BYTES)) return invalid(`larger than an event may be (${limit} bytes)`);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return invalid('not JSON');
  }
  return isJsonObject(value) ? { payload: value } : invalid('not a JSON object');
}

const invalid = (why: string): ReadPayload => ({
  invalid: { name: 'payload.invalid', message: `The payload can't be a worker's event: it is ${why}.` },
});

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The event of one attempt. The task's fields are those before the claim, as the old system sent them; `sosw_attempt` counts from
 * 1 and is what the worker echoes, `sosw_deadline` ends the attempt's window.
 */
export function workerEvent(queued: Task, payload: JsonObject, deadline: EpochSeconds): JsonObject {
  const fields = {
    task_id: queued.taskId,
    labourer_id: queued.labourerId,
    created_at: queued.createdAt,
    greenfield: queued.greenfield,
    attempts: queued.attempts,
    sosw_attempt: queued.attempts + 1,
    sosw_deadline: deadline,
  };
  // An assignment to this name would change the event's prototype instead of giving it a key.
  if (Object.hasOwn(payload, '__proto__')) return { ...payload, ...fields };
  // Ten times as fast as a spread, which makes a slow object of a parsed one: 2 µs instead of 20 (Node 20).
  return Object.assign({}, payload, fields);
}

/** A unit of a text takes three bytes at most, so that most texts need no counting. */
const fits = (text: string, bytes: number): boolean => text.length * 3 <= bytes || utf8Length(text) <= bytes;

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes; any other unit beyond U+07FF takes three.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}
