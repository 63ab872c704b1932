/** Jobs as they arrive: from an application, a scheduled rule, an event bus, or another run of the Scheduler itself. */

import { RefusedError } from '../errors.js';
import { type JobId, jobId, type LabourerId, labourerId } from '../ids.js';
import type { Json, JsonObject } from '../task.js';
import { isJsonMap, kindOf, ownValue, refuseUnlessJsonMap, without } from './json.js';
import { refuseUnlessQueueFile } from './queue-file-name.js';

/** What an event asks of the Scheduler. */
export type JobEvent =
  | {
      readonly kind: 'job';
      /** Without the labourer's name. */
      readonly job: JsonObject;
      readonly labourer: LabourerId;
      /** Two jobs are the same job when this is the same; undefined when nothing in the event or its request tells. */
      readonly identity: JobId | undefined;
    }
  /** Another Scheduler asks to go on with its file. */
  | { readonly kind: 'sibling'; readonly fileName: string };

/** A function's full or partial ARN, or its name, each perhaps with a version or an alias, in any partition and region. */
const FUNCTION = /^(?:(?:arn:[^:]+:lambda:[^:]*:)?(?:[^:]*:)?function:)?(?<name>[^:]+)(?::[^:]+)?$/;

/** Under which a labourer's name may stand, in the job or beside it. */
const LABOURER_KEYS = ['lambda_name', 'labourer_id'] as const;

/**
 * Reads an event of the Scheduler. The job's identity is its own `job_id`, else the `id` of an EventBridge envelope,
 * else `requestId`.
 *
 * @param event - A map or JSON text: the job itself, a wrapping of it (`{job}`, an EventBridge envelope), or a
 *   sibling's `{file_name}`.
 * @param requestId - Of the request, which stays the same when the platform repeats an event.
 * @param queueFile - The configured name that the queue's files are named after.
 * @returns The job without its labourer's name, or the file that a sibling is to go on with.
 * @throws RefusedError `job.json`, `job.kind`, `job.labourer`, `job.job_id`, `queue_file.name`.
 * @example
 * ```ts
 * const { kind } = readJobEvent({ lambda_name: 'some_function', job_id: 'daily', shops: [1, 2] }); // 'job'
 * ```
 */
export function readJobEvent(event: unknown, requestId?: string, queueFile?: string): JobEvent {
  const outer = readMap(event, 'event');
  const isEnvelope = Object.hasOwn(outer, 'detail-type');
  const body = isEnvelope ? readMap(ownValue(outer, 'detail'), 'event.detail') : outer;

  const fileName = ownValue(body, 'file_name');
  if (fileName !== undefined && Object.keys(body).length === 1) {
    return { kind: 'sibling', fileName: refuseUnlessQueueFile(fileName, queueFile) };
  }

  const isWrapped = Object.hasOwn(body, 'job');
  const job = isWrapped ? readMap(ownValue(body, 'job') ?? {}, 'job') : body;
  const places = isWrapped ? [job, body] : [job];
  const ownId = places.map((place) => ownValue(place, 'job_id') ?? undefined).find((id) => id !== undefined);
  const identity = ownId ?? (isEnvelope ? ownValue(outer, 'id') : undefined) ?? requestId;
  return {
    kind: 'job',
    job: LABOURER_KEYS.reduce<JsonObject>(without, job),
    labourer: labourerOf(places),
    identity: identity === undefined ? undefined : readIdentity(identity),
  };
}

/** Refuses a labourer that the configuration does not know. */
export function refuseUnknownLabourer(labourer: LabourerId, registered: ReadonlySet<string>): void {
  if (registered.has(labourer)) return;
  throw new RefusedError('job.labourer', {
    path: 'job.lambda_name',
    expected: 'the name of a registered labourer',
    found: labourer,
  });
}

function readMap(value: unknown, path: string): JsonObject {
  const map: unknown = typeof value === 'string' ? parse(value, path) : value;
  refuseUnlessJsonMap(map, path);
  return map;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedError('job.json', { path, expected: 'a map, or the JSON text of one' });
  }
}

/** The one labourer that all the names given agree on. */
function labourerOf(places: readonly JsonObject[]): LabourerId {
  const given = places.flatMap((place) => LABOURER_KEYS.map((key) => ownValue(place, key) ?? undefined));
  const names = new Set(given.filter((name) => name !== undefined).map(functionName));
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) return labourerId(name);
  throw new RefusedError('job.labourer', {
    path: 'job.lambda_name',
    expected: 'one labourer, by lambda_name or labourer_id, in the job or beside it',
    found: [...names],
  });
}

function functionName(name: Json): string {
  const found = typeof name === 'string' ? FUNCTION.exec(name)?.groups?.name : undefined;
  if (found !== undefined) return found;
  throw new RefusedError('job.labourer', {
    path: 'job.lambda_name',
    expected: 'the name or the ARN of a function',
    found: isJsonMap(name) ? kindOf(name) : name,
  });
}

function readIdentity(value: Json): JobId {
  if (typeof value === 'string') return jobId(value);
  throw new RefusedError('job.job_id', { path: 'job.job_id', expected: 'a text', found: kindOf(value) });
}
