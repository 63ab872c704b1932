/** Writes documents in place of the stored ones, those that differ, and tells what changed. */

import type { DynamoConfigDocuments, StoredDocument } from '../../../adapters/dynamodb/dynamo-config-documents.js';
import { SoswError } from '../../../domain/errors.js';
import type { Terminal } from '../terminal.js';
import { isEssential } from './document-check.js';
import { type Change, changeLines, changesBetween } from './document-diff.js';
import type { GivenDocument } from './given-documents.js';

export interface Difference {
  readonly name: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
  readonly changes: readonly Change[];
}

export type Stored = ReadonlyMap<string, StoredDocument>;

export const differences = (given: readonly GivenDocument[], stored: Stored): readonly Difference[] =>
  given.map(({ name, value }) => {
    const before = stored.get(name);
    const changes = changesBetween(before?.value, value);
    if (before === undefined) return { name, outcome: 'created', changes };
    return { name, outcome: changes.length === 0 ? 'unchanged' : 'changed', changes };
  });

/**
 * Writes all that differ or nothing. Throws `config.changed` (retryable) where somebody else has changed one of them since `stored` was read.
 */
export async function update(
  documents: DynamoConfigDocuments,
  given: readonly GivenDocument[],
  stored: Stored,
): Promise<readonly Difference[]> {
  const found = differences(given, stored);
  const isChanged = new Set(found.filter(({ outcome }) => outcome !== 'unchanged').map(({ name }) => name));
  const replacements = given
    .filter(({ name }) => isChanged.has(name))
    .map(({ name, value }) => ({ name, before: stored.get(name), text: JSON.stringify(value) }));
  if ((await documents.replaceAll(replacements)) === 'written') return found;
  const names = replacements.map(({ name }) => name).join(', ');
  const message = `somebody else has changed ${names} in the meantime; nothing was written. \`sosw config diff\` shows what stands there now`;
  throw new SoswError('config.changed', message, { retryable: true });
}

/** The words for outcomes, where they are only compared. */
export const COMPARED = { created: 'is not there yet', changed: 'differs', unchanged: 'is the same' } as const;
/** The words for outcomes that were brought about. */
export const WRITTEN = { created: 'created', changed: 'changed', unchanged: 'unchanged' } as const;

export function differencesText(
  found: readonly Difference[],
  terminal: Terminal,
  { words, values }: { readonly words: Readonly<Record<Difference['outcome'], string>>; readonly values?: true },
): string {
  return found
    .flatMap(({ name, outcome, changes }) => [
      `${terminal.colors.bold(name)}: ${words[outcome]}`,
      ...changeLines(changes, terminal, { showsValues: values === true || isEssential(name) }),
    ])
    .join('\n');
}

/** Keys and kinds of changes; never values, which logs of other programs would keep. */
export const differenceFacts = (found: readonly Difference[]) =>
  found.map(({ name, outcome, changes }) => ({
    name,
    outcome,
    changes: changes.map(({ path, kind }) => ({ path, kind })),
  }));
