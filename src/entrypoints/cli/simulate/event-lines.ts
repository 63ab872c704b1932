/** Recorded history as lines of JSON: one task or job a line, in the order of time. */

import { createReadStream } from 'node:fs';
import type { Labourers } from '../../../application/labourers.js';
import { RefusedError } from '../../../domain/errors.js';
import { isJsonMap } from '../../../domain/job/json.js';
import type { JsonObject } from '../../../domain/task.js';
import { type EpochSeconds, epochSeconds, type Seconds, seconds } from '../../../domain/time.js';
import { DocumentError, problemOf } from '../../config/document-error.js';
import type { RecordedEvent } from '../../simulation/recorded-event.js';

/** Of one line, in characters: no payload is longer. */
const LINE_MAX = 4_194_304;

/** Throws RefusedError for a job that would be refused at this instant. */
export type JobCheck = (job: JsonObject, now: EpochSeconds) => void;

/**
 * Reads the file while it is simulated. Throws DocumentError at the first line that is wrong, with its number, and for a file without any
 * event.
 */
export async function* readEvents(
  file: string,
  labourers: Pick<Labourers, 'find'>,
  checkJob: JobCheck,
): AsyncGenerator<RecordedEvent> {
  let number = 0;
  let isEmpty = true;
  for await (const line of linesOf(file)) {
    number++;
    // Without the mark of a byte order, too, that some editors write.
    const text = line.trim();
    if (text === '') continue;
    isEmpty = false;
    yield readLine(text, { file, line: number, labourers, checkJob });
  }
  if (!isEmpty) return;
  const expected = 'one event at least';
  throw new DocumentError(file, [{ code: 'replay.empty', path: '', expected, message: `expected ${expected}` }]);
}

/** Line by line, in the memory of the longest; one that is too long is given as far as it was read. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > LINE_MAX) break;
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
  yield rest;
}

function unreadable(file: string, cause: unknown): DocumentError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const expected = 'a file that can be read';
  const message = `expected ${expected} (${reason})`;
  return new DocumentError(file, [{ code: 'replay.missing', path: '', expected, message }]);
}

interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly labourers: Pick<Labourers, 'find'>;
  readonly checkJob: JobCheck;
}

function readLine(text: string, { file, line, labourers, checkJob }: LinePlace): RecordedEvent {
  try {
    const event = recordedEvent(parsed(text));
    if ('job' in event) {
      checkJob(event.job, event.at);
      return event;
    }
    if (labourers.find(event.labourer) !== undefined) return event;
    const expected = 'a labourer of the configuration';
    throw new RefusedError('labourer.unknown', { path: 'labourer_id', expected, found: event.labourer });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new DocumentError(file, [problemOf(error, { line })]);
  }
}

function parsed(text: string): unknown {
  const expected = 'a JSON object a line';
  if (text.length > LINE_MAX) {
    throw new RefusedError('replay.syntax', { path: '', expected, hint: `A line has ${LINE_MAX} characters at most` });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RefusedError('replay.syntax', { path: '', expected, hint: error instanceof Error ? error.message : '' });
  }
}

const KEYS: ReadonlySet<string> = new Set(['at', 'job', 'labourer_id', 'payload', 'duration', 'failures']);

/** One event as a line holds it. Throws RefusedError `replay.value` or `replay.unknown_key`. */
export function recordedEvent(value: unknown): RecordedEvent {
  if (!isMap(value)) throw refused('', 'a map', value);
  const unknown = Object.keys(value).find((key) => !KEYS.has(key));
  if (unknown !== undefined) {
    throw new RefusedError('replay.unknown_key', { path: unknown, expected: `only ${[...KEYS].join(', ')}` });
  }
  const at = instant(value.at);
  if (value.job !== undefined) {
    if (!isMap(value.job)) throw refused('job', 'a map', value.job);
    if (value.labourer_id !== undefined) throw refused('labourer_id', 'either labourer_id or job', value.labourer_id);
    return { at, job: value.job };
  }
  const { labourer_id: labourer, payload } = value;
  if (typeof labourer !== 'string' || labourer === '') throw refused('labourer_id', "a labourer's name", labourer);
  if (payload !== undefined && !isMap(payload)) throw refused('payload', 'a map', payload);
  const duration = durationOf(value.duration);
  const failures = failuresOf(value.failures);
  return {
    at,
    labourer,
    ...(payload === undefined ? {} : { payload }),
    ...(duration === undefined ? {} : { duration }),
    ...(failures === undefined ? {} : { failures }),
  };
}

const isMap = (value: unknown): value is JsonObject => isJsonMap(value as JsonObject);

function instant(value: unknown): EpochSeconds {
  const read = typeof value === 'string' && ISO.test(value) ? Date.parse(value) / 1000 : value;
  if (typeof read === 'number' && read >= 0 && read <= LAST_INSTANT) return epochSeconds(read);
  throw refused('at', 'an instant as 2026-01-31T12:00:00Z, or epoch seconds', value);
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** What is larger is milliseconds. */
const LAST_INSTANT = 1e11;

function durationOf(value: unknown): Seconds | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return seconds(value);
  throw refused('duration', 'seconds, 0 or more', value);
}

function failuresOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw refused('failures', 'a whole number, 0 or more', value);
}

const refused = (path: string, expected: string, found: unknown): RefusedError =>
  new RefusedError('replay.value', { path, expected, found });

/** The line of an event, without its end. */
export function eventLine(event: RecordedEvent): string {
  const at = new Date(event.at * 1000).toISOString();
  if ('job' in event) return JSON.stringify({ at, job: event.job });
  const { labourer: labourer_id, payload, duration, failures } = event;
  return JSON.stringify({ at, labourer_id, duration, failures, payload });
}
