/** Checks documents as the essentials will read them: each function's own laid over the shared one, given ones in place of stored ones. */

import { RefusedError } from '../../../domain/errors.js';
import type { Json } from '../../../domain/task.js';
import { DocumentError } from '../../config/document-error.js';
import { documentOf, loadConfigDocuments, SHARED_DOCUMENT } from '../../config/load-documents.js';
import type { GivenDocument } from './given-documents.js';

/** A function's own document, whatever the prefix of its deployment. */
const OWN_DOCUMENT = /^(?<functionName>[A-Za-z0-9-]+_(scheduler|orchestrator|scavenger|worker_assistant))_config$/;

/** Whether it configures sosw; other documents are the users' own, and are none of its business. */
export const isEssential = (name: string): boolean => name === SHARED_DOCUMENT || OWN_DOCUMENT.test(name);

type Stored = ReadonlyMap<string, { readonly value: Json }>;

interface Found {
  readonly place: string;
  readonly message: string;
}

/**
 * Gives warnings, each with its place. Throws one DocumentError with all problems of the given documents; what is wrong in a stored document
 * that nobody gave is a warning.
 */
export async function checkDocuments(given: readonly GivenDocument[], stored: Stored): Promise<readonly string[]> {
  const documents = new Map(given.map((document) => [document.name, document]));
  const source = { get: async (name: string) => (documents.get(name) ?? stored.get(name))?.value };
  const problems: Found[] = [];
  const warnings: Found[] = [];
  for (const functionName of functionsOf(documents, stored)) {
    const find = (path: string, among = [documentOf(functionName), SHARED_DOCUMENT]) =>
      placeIn(path, among, documents, stored);
    try {
      for (const { code, path, message } of (await loadConfigDocuments(source, functionName)).warnings) {
        const isPartial = code === 'config.no_labourers' && !documents.has(SHARED_DOCUMENT);
        const { place, isGiven } = find(path);
        if (isGiven && !isPartial) warnings.push({ place, message });
      }
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      for (const { path, message } of error.problems) {
        // A document that is no map at all is refused by its own name, before any two are merged.
        const { place, isGiven } = path === '' ? find(path, [error.file]) : find(path);
        (isGiven ? problems : warnings).push({ place, message });
      }
    }
  }
  if (problems.length > 0) throw new DocumentsRefused(told(problems));
  return told(warnings);
}

/** What is wrong in several documents at once, a line each. */
class DocumentsRefused extends RefusedError {
  constructor(problems: readonly string[]) {
    super('config.value', { path: '', expected: 'documents that the essentials can read' });
    this.message = problems.join('\n');
  }
}

/** Functions that read several documents tell the same of the one that they share. */
const told = (found: readonly Found[]): readonly string[] => [
  ...new Set(found.map(({ place, message }) => `${place}: ${message}`)),
];

/** Those whose reading the given documents change. The shared document alone is read as some function's. */
function functionsOf(given: ReadonlyMap<string, GivenDocument>, stored: Stored): readonly string[] {
  const isShared = given.has(SHARED_DOCUMENT);
  const names = new Set([...given.keys(), ...(isShared ? stored.keys() : [])]);
  const functions = [...names].flatMap((name) => OWN_DOCUMENT.exec(name)?.groups?.functionName ?? []);
  return isShared && functions.length === 0 ? ['sosw_orchestrator'] : functions;
}

/** The document that a function has the value from: its own, if it says anything of it, is stronger than the shared one. */
function placeIn(
  path: string,
  among: readonly string[],
  given: ReadonlyMap<string, GivenDocument>,
  stored: Stored,
): { readonly place: string; readonly isGiven: boolean } {
  const names = among.filter((name) => given.has(name) || stored.has(name));
  const standing = (name: string) => (given.get(name) ?? stored.get(name))?.value;
  const name = names.find((one) => hasPath(standing(one), path)) ?? names[0] ?? SHARED_DOCUMENT;
  const document = given.get(name);
  return { place: document?.placeOf(path) ?? `${name} (as stored)`, isGiven: document !== undefined };
}

/** Whether a document says anything at the end of a dotted path; keys may hold dots themselves. */
export function hasPath(value: unknown, path: string): boolean {
  if (path === '') return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, inner]) => path === key || (path.startsWith(`${key}.`) && hasPath(inner, path.slice(key.length + 1))),
  );
}
