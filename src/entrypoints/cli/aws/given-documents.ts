/** Configuration documents as files have them: `sosw_essential_config.yaml` is the document `sosw_essential_config`. */

import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { RefusedError } from '../../../domain/errors.js';
import type { Json } from '../../../domain/task.js';
import { readDocument } from '../../config/document.js';
import { DocumentError, placeOf, problemOf } from '../../config/document-error.js';

export interface GivenDocument {
  readonly name: string;
  readonly value: Json;
  /** Where the author finds the key at the end of a dotted path: `file:line`. */
  placeOf(path: string): string;
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];
/** A function reads the document of its own name with this behind it. */
const NAME = /^[A-Za-z0-9_.-]{1,200}_config$/;

/** The documents of files, and of those in folders that are named like documents. Refuses a name that no function would read, and two of one. */
export function givenDocuments(paths: readonly string[]): readonly GivenDocument[] {
  const documents = paths.flatMap(filesAt).map((file) => documentIn(file, nameOf(file)));
  const names = documents.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return documents;
  throw new RefusedError('config.twice', { path: twice, expected: 'one file for each document', found: paths });
}

function filesAt(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const files = readdirSync(path)
    .filter((file) => EXTENSIONS.includes(extname(file)) && NAME.test(basename(file, extname(file))))
    .sort()
    .map((file) => join(path, file));
  if (files.length > 0) return files;
  const expected = 'a folder with documents, such as sosw_essential_config.json or .yaml';
  throw new RefusedError('config.missing', { path, expected });
}

function nameOf(file: string): string {
  const name = basename(file, extname(file));
  if (EXTENSIONS.includes(extname(file)) && NAME.test(name)) return name;
  throw new RefusedError('config.name', {
    path: file,
    expected: 'a file named after its document, such as sosw_essential_config.json or .yaml',
    hint: 'A function reads the document that has its name and _config behind it',
  });
}

/** Throws DocumentError for a file that can't be read, or holds what JSON can't say. */
export function documentIn(file: string, name: string): GivenDocument {
  const { value, lineOf } = readDocument(file, 'config');
  const slip = notJson(value, '');
  if (slip === undefined) return { name, value: value as Json, placeOf: (path) => placeOf(file, lineOf(path)) };
  const { path, expected } = slip;
  const refused = new RefusedError('config.value', { path, expected, found: slip.found });
  throw new DocumentError(file, [problemOf(refused, { line: lineOf(path) })]);
}

interface Slip {
  readonly path: string;
  readonly expected: string;
  readonly found: unknown;
}

/** What would be lost on the way into JSON: an empty document, and YAML's .nan, .inf, binaries and sets. */
function notJson(value: unknown, path: string): Slip | undefined {
  if (value === null && path === '') return { path, expected: 'a document', found: 'an empty file' };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? undefined : { path, expected: 'a finite number', found: String(value) };
  }
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (typeof value !== 'object' || !isPlain) return { path, expected: 'what JSON can hold', found: String(value) };
  for (const [key, inner] of Object.entries(value)) {
    const slip = notJson(inner, path === '' ? key : `${path}.${key}`);
    if (slip !== undefined) return slip;
  }
  return undefined;
}
