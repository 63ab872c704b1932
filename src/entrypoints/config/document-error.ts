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

/** Problems that are told of one document. Whoever mends a hundred runs the command again. */
export const PROBLEMS_MAX = 100;

/** Characters of one problem: readers of files quote what they could not read. */
const MESSAGE_MAX = 1500;
const bounded = (text: string): string => (text.length > MESSAGE_MAX ? `${text.slice(0, MESSAGE_MAX - 1)}…` : text);

/** `code`, `path` and `expected` are the first problem's; the message lists all of them (the first hundred) as `file:line: …`, from the file's top down. */
export class DocumentError extends RefusedError {
  readonly file: string;
  readonly problems: readonly DocumentProblem[];

  constructor(file: string, unsorted: readonly [DocumentProblem, ...DocumentProblem[]]) {
    const all = unsorted.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
    const problems = all.slice(0, PROBLEMS_MAX).map((problem) => ({ ...problem, message: bounded(problem.message) }));
    const [first = unsorted[0]] = problems;
    super(first.code, { path: first.path, expected: first.expected });
    this.file = file;
    this.problems = problems;
    const told = problems.map(({ line, message }) => `${placeOf(file, line)}: ${message}`);
    this.message = [...told, ...(all.length > PROBLEMS_MAX ? ['and more'] : [])].join('\n');
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
