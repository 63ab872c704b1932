/** A YAML or JSON file as a value, which still knows on which line each of its keys stands. */

import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { DocumentError } from './document-error.js';

export interface Document {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** The line of the key at the end of a dotted path, or of the last key on the way that the file has; from 1. */
  lineOf(path: string): number;
}

/** What a file is read as; its errors begin with it. */
export type DocumentKind = 'config' | 'job';

/** Throws DocumentError: `config.missing` when the file can't be read, `config.syntax` with every place that can't be parsed. */
export function readDocument(file: string, kind: DocumentKind): Document {
  const text = readText(file, kind);
  const lines = new LineCounter();
  // JSON is YAML; one reader gives lines to both. `merge` is what authors of anchors expect (`<<: *defaults`).
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [first, ...others] = document.errors.map((error) => ({
    code: `${kind}.syntax`,
    path: '',
    line: lines.linePos(error.pos[0]).line,
    expected: 'YAML or JSON',
    message: error.message,
  }));
  if (first !== undefined) throw new DocumentError(file, [first, ...others]);

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
  return { file, text, value: document.toJS(), lineOf };
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
