/** Errors as a function throws them: Lambda hands name and message to whoever invoked it, and writes both to its log. */

import { RefusedError, SoswError } from '../../domain/errors.js';
import { DocumentError } from '../config/document-error.js';

/** The code is the name. What was found in the input is left out: it may be a piece of a payload, and Lambda logs the message. */
export function failureOf(error: unknown): Error {
  if (!(error instanceof SoswError)) return error instanceof Error ? error : new Error(String(error));
  const failure = new Error(messageOf(error), error instanceof RefusedError ? {} : { cause: error.cause });
  failure.name = error.code;
  return failure;
}

function messageOf(error: SoswError): string {
  if (error instanceof DocumentError) {
    return `${error.file}: ${error.problems.map(({ path, expected }) => refusal(path, expected)).join('; ')}`;
  }
  return error instanceof RefusedError ? refusal(error.path, error.expected) : error.message;
}

const refusal = (path: string, expected: string): string => `${path === '' ? 'input' : path}: expected ${expected}`;
