/** Settings of labourers that the command line gives other values than the file does. */

import type * as z from 'zod/mini';
import { RefusedError } from '../../../domain/errors.js';
import { nearestWord } from '../../config/edit-distance.js';
import { CONFIG_SCHEMA } from '../../config/schema.js';
import { entryOf, shapeOf, unwrapped } from '../../config/unknown-keys.js';
import type { Assignment } from './simulate-options.js';

type Schema = z.ZodMiniType | undefined;
type Path = readonly string[];

/** Short names of settings that are often tried. */
const ALIASES: Readonly<Record<string, string>> = { cap: 'max_simultaneous_invocations' };

/** A configuration's value with an assignment made in it, and where in it that is. */
export interface Changed {
  readonly value: unknown;
  /** Key by key, joined by dots. */
  readonly path: string;
}

/**
 * Copies what is on the way to the setting; what the file shares by anchors stays as it is elsewhere. Throws RefusedError
 * `simulate.setting` for a labourer or a setting that there is not, with those that there are.
 */
export function withAssignment(value: unknown, assignment: Assignment): Changed {
  const labourers = ['task_config', 'labourers'];
  const path = settingPath(at(value, labourers), assignment);
  const whole = [...labourers, ...path];
  return { value: replaced(value, whole, assignment.value), path: whole.join('.') };
}

function settingPath(labourers: unknown, assignment: Assignment): Path {
  const names = keysOf(labourers);
  const name = leading(assignment.target, names);
  if (name === undefined) {
    throw refused(assignment, 'the name of a labourer, a dot, and one of its settings', {
      known: names,
      found: assignment.target.split('.', 1)[0] ?? '',
    });
  }
  const path = [name];
  let rest = assignment.target.slice(name.length + 1);
  let schema: Schema = LABOURER;
  let value = at(labourers, path);
  while (rest !== '') {
    const known = keysKnown(schema, value, path.length === 1);
    const key = leading(rest, known);
    if (key === undefined) {
      throw refused(assignment, `a setting of ${path.join('.')}`, { known, found: rest.split('.', 1)[0] ?? '' });
    }
    const real = path.length === 1 ? (ALIASES[key] ?? key) : key;
    path.push(real);
    rest = rest.slice(key.length + 1);
    schema = inside(schema, real);
    value = at(value, [real]);
  }
  if (path.length === 1)
    throw refused(assignment, 'a setting behind the labourer', { known: keysOf(undefined), found: name });
  return path;
}

const LABOURER = ['task_config', 'labourers', ''].reduce<Schema>(inside, CONFIG_SCHEMA);

function inside(schema: Schema, key: string): Schema {
  if (schema === undefined) return undefined;
  const bare = unwrapped(schema);
  return entryOf(bare) ?? shapeOf(bare)?.[key];
}

/** What the schema knows here, and what the file itself has: labourers carry settings of their own. */
function keysKnown(schema: Schema, value: unknown, isLabourer: boolean): readonly string[] {
  const shape = schema === undefined ? undefined : shapeOf(unwrapped(schema));
  const aliases = isLabourer ? Object.keys(ALIASES) : [];
  return [...new Set([...aliases, ...Object.keys(shape ?? {}), ...keysOf(value)])];
}

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

/** The key that the dotted text begins with; of those that fit the longest, since keys may hold dots. */
const leading = (text: string, keys: readonly string[]): string | undefined =>
  keys
    .filter((key) => text === key || text.startsWith(`${key}.`))
    .toSorted((one, other) => other.length - one.length)[0];

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const inner = replaced(at(value, [key]), rest, by);
  if (Array.isArray(value)) return value.map((entry, index) => (String(index) === key ? inner : entry));
  return { ...(typeof value === 'object' ? value : {}), [key]: inner };
}

function refused(
  { written }: Assignment,
  expected: string,
  { known, found }: { known: readonly string[]; found: string },
): RefusedError {
  const meant = nearestWord(found, known);
  const hint = meant === undefined ? listed(known) : `Is ${meant} meant?`;
  return new RefusedError('simulate.setting', { path: written, expected, found, ...(hint === '' ? {} : { hint }) });
}

const listed = (known: readonly string[]): string =>
  known.length === 0 ? '' : `There are ${known.slice(0, LISTED).join(', ')}${known.length > LISTED ? ' …' : ''}`;

const LISTED = 20;
