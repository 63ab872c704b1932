/** What differs between two documents, key by key, and how people are told. */

import { canonicalText } from '../../../domain/ecology/settings-map.js';
import type { Json } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import type { Terminal } from '../terminal.js';

/** Lists count as one value: a list that is longer is another list. */
export interface Change {
  /** Key by key, joined by dots. */
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly before?: Json;
  readonly after?: Json;
}

/** In the order of the new document's keys, what it lacks behind. None for equal documents, in whatever order their keys stand. */
export function changesBetween(before: Json | undefined, after: Json | undefined, path = ''): readonly Change[] {
  const inside = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const [old, now] = [filled(before), filled(after)];
  if (now !== undefined && (old !== undefined || before === undefined)) {
    const gone = Object.keys(old ?? {}).filter((key) => !Object.hasOwn(now, key));
    return [
      ...Object.entries(now).flatMap(([key, value]) => changesBetween(own(old, key), value, inside(key))),
      ...gone.flatMap((key) => changesBetween(own(old, key), undefined, inside(key))),
    ];
  }
  if (old !== undefined && after === undefined) {
    return Object.entries(old).flatMap(([key, value]) => changesBetween(value, undefined, inside(key)));
  }
  if (before === undefined) return after === undefined ? [] : [{ path, kind: 'added', after }];
  if (after === undefined) return [{ path, kind: 'removed', before }];
  return canonicalText({ value: before }) === canonicalText({ value: after })
    ? []
    : [{ path, kind: 'changed', before, after }];
}

/** A map with keys to go into; an empty one is a value as any other. */
const filled = (value: Json | undefined) =>
  value !== undefined && isJsonObject(value) && Object.keys(value).length > 0 ? value : undefined;

const own = (map: Readonly<Record<string, Json>> | undefined, key: string): Json | undefined =>
  map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;

/** A line a change. Without `showsValues` only the keys are told: documents of the users' own workers hold their secrets. */
export function changeLines(
  changes: readonly Change[],
  { colors }: Pick<Terminal, 'colors'>,
  { showsValues }: { readonly showsValues: boolean },
): readonly string[] {
  const value = (json: Json | undefined): string => (showsValues ? JSON.stringify(json) : '(hidden)');
  return changes.map(({ path, kind, before, after }) => {
    const key = path === '' ? '(the whole document)' : path;
    if (kind === 'added') return colors.green(`  + ${key}: ${value(after)}`);
    if (kind === 'removed') return colors.red(`  - ${key}: ${value(before)}`);
    return colors.yellow(`  ~ ${key}: ${value(before)} → ${value(after)}`);
  });
}
