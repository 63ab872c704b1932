/** A YAML or JSON file as a value, which still knows on which line each of its keys stands. */

import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Document as Yaml } from 'yaml';
import { RefusedError } from '../../domain/errors.js';
import { DocumentError, type DocumentProblem, PROBLEMS_MAX, problemOf } from './document-error.js';
import { nestedTooDeep, unfitKeys } from './document-limits.js';
import { isTooLarge, NESTING_MAX, VALUES_MAX } from './document-size.js';

export interface Document {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** The line of the key at the end of a dotted path, or of the last key on the way that the file has; from 1. */
  lineOf(path: string): number;
}

/** What a file is read as; its errors begin with it. */
export type DocumentKind = 'config' | 'job';

/** Uses of one anchor that itself uses others; the limit of what all of them together stand for is `VALUES_MAX`. */
const ALIASES_MAX = 10_000;

/**
 * Throws DocumentError: `config.missing` when the file can't be read, `config.syntax` with every place that can't be parsed,
 * `config.nesting` and `config.size` for what no reader could bear.
 */
export function readDocument(file: string, kind: DocumentKind): Document {
  const text = readText(file, kind);
  const lines = new LineCounter();
  const document = parsed({ file, kind, text }, lines);
  const lineOf = (path: string): number => {
    let line = 1;
    let node: unknown = document.contents;
    for (let rest = path; rest !== ''; ) {
      const step = stepInto(isAlias(node) ? node.resolve(document) : node, rest);
      if (step === undefined) break;
      const offset = step.place.range?.[0];
      if (offset !== undefined) line = lines.linePos(offset).line;
      ({ node, rest } = step);
    }
    return line;
  };
  return { file, text, value: valueIn(document, file, kind), lineOf };
}

function parsed(
  { file, kind, text }: { readonly file: string; readonly kind: DocumentKind; readonly text: string },
  lines: LineCounter,
): Yaml.Parsed {
  const depths = nestedTooDeep(text, lines);
  if (depths !== undefined) {
    const expected = `at most ${NESTING_MAX} levels of maps and lists`;
    const line = lines.linePos(depths).line;
    throw new DocumentError(file, [problemOf(new RefusedError(`${kind}.nesting`, { path: '', expected }), { line })]);
  }
  // JSON is YAML; one reader gives lines to both. `merge` is what authors of anchors expect (`<<: *defaults`). The reader's own
  // search for repeated keys takes the square of their number: 20,000 keys are 15 s.
  const document = parseDocument(text, { prettyErrors: false, merge: true, uniqueKeys: false });
  const errors = [...document.errors.map(({ pos, message }) => ({ at: pos[0], message })), ...unfitKeys(document)];
  const [first, ...others] = errors.slice(0, PROBLEMS_MAX + 1).map(
    ({ at, message }): DocumentProblem => ({
      code: `${kind}.syntax`,
      path: '',
      line: lines.linePos(at).line,
      expected: 'YAML or JSON',
      message,
    }),
  );
  if (first !== undefined) throw new DocumentError(file, [first, ...others]);
  return document;
}

function valueIn(document: Yaml.Parsed, file: string, kind: DocumentKind): unknown {
  const refuse = (code: string, expected: string, message: string): DocumentError =>
    new DocumentError(file, [{ code, path: '', expected, message }]);
  const value = jsOf(document, (message) => refuse(`${kind}.syntax`, 'YAML or JSON', message));
  if (!isTooLarge(value)) return value;
  const expected = `at most ${VALUES_MAX} values in ${NESTING_MAX} levels, whatever anchors repeat, and no anchor inside itself`;
  throw refuse(`${kind}.size`, expected, `expected ${expected}`);
}

/** Anchors are looked up only now: one that is not there, or that repeats others without end, is found here. */
function jsOf(document: Yaml.Parsed, refused: (message: string) => Error): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

/** The text of a file, or of standard input for `-`. */
export function readText(file: string, kind: DocumentKind): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const expected = 'a file that can be read';
    const message = `expected ${expected} (${reason}). "sosw init" writes an example`;
    throw new DocumentError(file, [{ code: `${kind}.missing`, path: '', expected, message }]);
  }
}

interface Step {
  /** What the line is taken from: a map's key, a list's entry. */
  readonly place: Node;
  readonly node: unknown;
  /** The path that is left. */
  readonly rest: string;
}

/** The entry that the path leads into. Keys may hold dots themselves: of those that fit the longest is meant. */
function stepInto(node: unknown, path: string): Step | undefined {
  const leads = (key: string): boolean => path === key || path.startsWith(`${key}.`);
  let best: (Step & { readonly length: number }) | undefined;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      if (!leads(name) || name.length < (best?.length ?? 0)) continue;
      best = { place: key, node: value, rest: path.slice(name.length + 1), length: name.length };
    }
  } else if (isSeq(node)) {
    const index = path.split('.', 1)[0] ?? '';
    const item = node.items[Number(index)];
    if (item !== undefined) best = { place: item as Node, node: item, rest: path.slice(index.length + 1), length: 0 };
  }
  return best;
}
