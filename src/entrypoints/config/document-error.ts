/** A file that is refused, a configuration or a job: every problem in it at once, each with its line. */

import { RefusedError } from '../../domain/errors.js';

export interface DocumentProblem {
  /** Stable: `config.value`, `config.syntax`, `config.missing`, or the code of the part that refused (`ecology.threshold`). */
  readonly code: string;
  /** Key by key, joined by dots; empty for the file itself. */
  readonly path: string;
  /** From 1; absent when there is no file to point into. */
  readonly line?: number;
  readonly expected: string;
  /** For people, without file and line. */
  readonly message: string;
}

/** `code`, `path` and `expected` are the first problem's; the message lists all of them as `file:line: …`, from the file's top down. */
export class DocumentError extends RefusedError {
  readonly file: string;
  readonly problems: readonly DocumentProblem[];

  constructor(file: string, unsorted: readonly [DocumentProblem, ...DocumentProblem[]]) {
    const problems = unsorted.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
    const [first = unsorted[0]] = problems;
    super(first.code, { path: first.path, expected: first.expected });
    this.file = file;
    this.problems = problems;
    this.message = problems.map(({ line, message }) => `${placeOf(file, line)}: ${message}`).join('\n');
  }
}

/** `file:line`, as editors and terminals open it. */
export const placeOf = (file: string, line: number | undefined): string =>
  line === undefined ? file : `${file}:${line}`;

/** What a part of the product refused, as a problem of the file; `path` where the part did not know the whole of it. */
export function problemOf(
  error: RefusedError,
  at: { readonly line?: number; readonly path?: string },
): DocumentProblem {
  const { code, expected } = error;
  const path = at.path ?? error.path;
  const message = path === error.path ? error.message : `${path}: ${error.message}`;
  return { code, path, expected, message, ...(at.line === undefined ? {} : { line: at.line }) };
}
