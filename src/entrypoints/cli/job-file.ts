/** The file that holds a job, JSON or YAML, and errors of the job as errors of the file. */

import { extname } from 'node:path';
import { RefusedError } from '../../domain/errors.js';
import { isJsonMap, refuseUnlessJsonMap } from '../../domain/job/json.js';
import type { JsonObject } from '../../domain/task.js';
import { type Document, readDocument, readText } from '../config/document.js';
import { DocumentError, problemOf } from '../config/document-error.js';

export interface JobFile {
  /** As it was named; `-` is standard input. */
  readonly file: string;
  readonly text: string;
  /** The event that the file holds: a job, or one of its wrappings. */
  readonly event: JsonObject;
}

/** Throws DocumentError for a file that can't be read or holds no map. */
export function readJobFile(file: string): JobFile {
  if (['.yaml', '.yml'].includes(extname(file))) {
    const { text, value } = readDocument(file, 'job');
    return { file, text, event: eventOf(file, text, value) };
  }
  const text = readText(file, 'job');
  return { file, text, event: eventOf(file, text, parsedJson(file, text)) };
}

function eventOf(file: string, text: string, value: unknown): JsonObject {
  return inJobFile({ file, text }, () => {
    refuseUnlessJsonMap(value, 'job');
    return value;
  });
}

/** Not by the reader of documents, which takes a hundred times as long: jobs may have millions of values. */
function parsedJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? {} : { line: text.slice(0, Number(position)).split('\n').length };
    throw new DocumentError(file, [{ code: 'job.syntax', path: '', expected: 'JSON', message, ...line }]);
  }
}

/** Jobs above this are not read again only to name a line. */
const LINES_MAX_CHARACTERS = 1_000_000;

/** Runs the work; what it refuses in the job is told with the file and the line of the key. */
export function inJobFile<Result>({ file, text }: Pick<JobFile, 'file' | 'text'>, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RefusedError) || error instanceof DocumentError) throw error;
    if (file === '-' || text.length > LINES_MAX_CHARACTERS) throw error;
    throw errorOfFile(file, error);
  }
}

/** JSON takes what the reader of documents does not, a key that stands twice: the refusal is told all the same, without a line. */
function errorOfFile(file: string, error: RefusedError): DocumentError {
  try {
    const document = readDocument(file, 'job');
    const path = pathInFile(error.path, document);
    return new DocumentError(file, [{ ...problemOf(error, { line: document.lineOf(path) }), path }]);
  } catch (unreadable) {
    const isTooDeep = unreadable instanceof DocumentError && unreadable.code === error.code;
    return isTooDeep ? unreadable : new DocumentError(file, [problemOf(error, {})]);
  }
}

/** Domain paths begin with `job`, whether or not the file wraps the job under that key. */
function pathInFile(path: string, { value }: Document): string {
  const isWrapped = isJsonMap(value as JsonObject) && Object.hasOwn(value as object, 'job');
  return isWrapped ? path : path.replace(/^job\.?/, '');
}
