/** The event that a worker sends when it is done, or when it failed: read once, at the edge. */

import { RefusedError } from './errors.js';
import { type TaskId, taskId } from './ids.js';
import { kindOf } from './job/json.js';
import type { WorkerMessage } from './report.js';
import type { Json, JsonObject, TaskError } from './task.js';
import { isJsonObject } from './worker-event.js';

/**
 * Characters of the JSON of `stats` and of `result` that are kept, each. Both stand in the task's row, which may have 400 KB in all
 * on AWS.
 */
const REPORTED_CHARACTERS_MAX = 100_000;

const OUTCOMES: ReadonlyMap<unknown, WorkerMessage['outcome']> = new Map([
  ['mark_task_as_completed', 'completed'],
  ['mark_task_as_failed', 'failed'],
]);

/**
 * `{action, task_id, stats?, result?, attempt?, error?}`; `stats` and `result` are objects or their JSON text. Rejects anything else with a
 * RefusedError that names the key. What is too large to be kept is told instead (`stat_dropped`, `result_dropped`): the work is done.
 */
export function readWorkerMessage(event: unknown): { readonly taskId: TaskId; readonly message: WorkerMessage } {
  if (!isJsonObject(event)) throw refused('message.invalid', '', 'a JSON object', event);
  const outcome = OUTCOMES.get(event.action);
  if (outcome === undefined) {
    throw refused('message.action', 'action', [...OUTCOMES.keys()].join(' or '), event.action);
  }
  if (typeof event.task_id !== 'string') throw refused('message.task_id', 'task_id', "the task's id", event.task_id);
  const attempt = readAttempt(event.attempt);
  const error = readError(event.error);
  return {
    taskId: taskId(event.task_id),
    message: {
      outcome,
      extra: {
        ...columns('stat_', readMap(event.stats, 'stats')),
        ...columns('result_', readMap(event.result, 'result')),
      },
      ...(attempt === undefined ? {} : { attempt }),
      ...(error === undefined ? {} : { error }),
    },
  };
}

/** The number of an attempt: from 1, or none. */
export function readAttempt(value: Json | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw refused('message.attempt', 'attempt', 'a whole number from 1', value);
}

function readError(value: Json | undefined): TaskError | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw refused('message.error', 'error', 'an object {name, message}', value);
  return { name: readText(value.name, 'Error'), message: readText(value.message, '') };
}

/** What some worker threw may have any kind of name; that must not keep its failure from being recorded. */
function readText(value: Json | undefined, absent: string): string {
  if (value === undefined || value === null) return absent;
  return typeof value === 'object' ? kindOf(value) : String(value);
}

/** Nothing at all, an object, or the JSON text of one. */
function readMap(value: Json | undefined, path: string): JsonObject | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isJsonObject(value)) return value;
  if (typeof value === 'string') {
    const parsed = parsedOrNothing(value);
    if (isJsonObject(parsed)) return parsed;
  }
  throw refused(`message.${path}`, path, 'a JSON object or the JSON text of one', value);
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kept(map: JsonObject): JsonObject {
  const characters = charactersOf(map);
  if (characters === undefined) return { dropped: 'it was nested too deep to be kept' };
  if (characters <= REPORTED_CHARACTERS_MAX) return map;
  return { dropped: `it had ${characters} characters; ${REPORTED_CHARACTERS_MAX} are kept` };
}

/** Of its JSON; undefined for what is nested so deep that it can be read but not written. */
function charactersOf(map: JsonObject): number | undefined {
  try {
    return JSON.stringify(map).length;
  } catch {
    return undefined;
  }
}

/** The columns in which the map is kept. */
const columns = (prefix: string, map: JsonObject | undefined): JsonObject | undefined =>
  map && Object.fromEntries(Object.entries(kept(map)).map(([key, value]) => [prefix + key, value]));

const refused = (code: string, path: string, expected: string, found: unknown): RefusedError =>
  new RefusedError(code, { path, expected, found });
