/** What is wrong in a scenario, as a refusal with its path. */

import type * as z from 'zod/mini';
import { RefusedError } from '../../domain/errors.js';
import { nearestWord } from '../config/edit-distance.js';

type Issue = z.core.$ZodIssue;

/** The first problem that the schema found in the value. `keys` are all that a scenario knows, for what may have been meant. */
export function refusalOf(
  [first]: readonly Issue[],
  given: { readonly value: unknown; readonly path: string; readonly keys: readonly string[] },
): RefusedError {
  if (first === undefined) throw new Error('a scenario was refused for no reason');
  const issue = decidingIssue(first);
  const at = (keys: readonly PropertyKey[]) => [...(given.path === '' ? [] : [given.path]), ...keys].join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const meant = nearestWord(key, given.keys);
    const path = at([...issue.path, key]);
    const hint = meant === undefined ? {} : { hint: `Is ${meant} meant?` };
    return new RefusedError('scenario.unknown_key', { path, expected: 'no such key here', ...hint });
  }
  const found = valueAt(given.value, issue.path);
  return new RefusedError('scenario.value', { path: at(issue.path), expected: issue.message, found });
}

/** Refuses (`scenario.unknown_name`) a name that is none of the known ones. */
export function refuseUnknownName(name: string, known: readonly string[], path: string, expected: string): void {
  if (known.includes(name)) return;
  const meant = nearestWord(name, known);
  const hint = meant === undefined ? listed(known) : `Is ${meant} meant?`;
  throw new RefusedError('scenario.unknown_name', { path, expected, found: name, hint });
}

/** Of a value that fits none of several forms, what keeps it from the form that it is nearest to; the whole of it where that is unclear. */
function decidingIssue(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const [nearest] = issue.errors
    .filter((issues) => issues.length === 1 && (issues[0]?.path.length ?? 0) > 0)
    .toSorted(([one], [other]) => (other?.path.length ?? 0) - (one?.path.length ?? 0));
  const own = nearest?.[0];
  return own === undefined ? issue : decidingIssue({ ...own, path: [...issue.path, ...own.path] });
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], value);

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'There are none' : `Known: ${[...new Set(names)].slice(0, 10).join(', ')}`;
