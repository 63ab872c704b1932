/** Keys of rows, and what is compared with them in a query. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import type { Expression } from '../../../../adapters/dynamodb/expression.js';
import { RefusedError } from '../../../../domain/errors.js';
import { canonicalNumber } from './number-text.js';
import { isPlainMap, refusedValue } from './refusals.js';
import type { RowCodec } from './row-codec.js';

const KEY_COMPARISONS = ['=', '<', '<=', '>', '>=', 'begins_with'] as const;
/** How a query compares a range key. */
export type KeyComparison = (typeof KEY_COMPARISONS)[number];

/** Marks of the two ends of a range: `st_between_x` and `en_between_x` are between on `x`, both ends included. */
const FROM = 'st_between_';
const TO = 'en_between_';

/** The typed key of one row. Throws RefusedError `dynamo.key` for an empty key or value, and for what cannot be one. */
export function typedKey(keys: unknown, codec: RowCodec, path = 'keys'): Item {
  const entries = entriesOf(keys, path).map(([name, value]): [string, AttributeValue] => [
    name,
    keyValue(value, `${path}.${name}`, (found, place) => codec.value(name, found, place)),
  ]);
  return Object.fromEntries(entries);
}

/** One text for equal keys. */
export function keyText(key: Item): string {
  const parts = Object.entries(key).map(([name, { S, N, B }]) => {
    const value = S ?? (N === undefined ? Buffer.from(B ?? []).toString('base64') : canonicalNumber(N));
    return [name, S === undefined ? 0 : 1, value];
  });
  return JSON.stringify(parts.sort());
}

/**
 * The conditions of a query on its keys. Throws RefusedError `dynamo.key`, `dynamo.comparison` for one that is unknown or of no key, and
 * as the codec does.
 */
export function keyConditions(
  keys: unknown,
  comparisons: Readonly<Record<string, unknown>>,
  expression: Expression,
  codec: RowCodec,
): string {
  const given = new Map(entriesOf(keys, 'keys'));
  refuseUnknownComparisons(comparisons, given);
  const conditions = [...given].flatMap(([mark, value]): string[] => {
    if (mark.startsWith(FROM) || mark.startsWith(TO)) {
      const name = mark.slice(FROM.length);
      // One condition for the pair, where its beginning stands.
      return mark.startsWith(TO) && given.has(FROM + name) ? [] : [between(name, given, expression, codec)];
    }
    const typed = keyValue(value, `keys.${mark}`, (found, place) => codec.value(mark, found, place));
    const operator = Object.hasOwn(comparisons, mark) ? comparisons[mark] : '=';
    const placeholder = expression.value(typed);
    const name = expression.name(mark);
    return [operator === 'begins_with' ? `begins_with(${name}, ${placeholder})` : `${name} ${operator} ${placeholder}`];
  });
  return conditions.join(' AND ');
}

/** Ends that are text are typed as filters are. */
function between(name: string, given: ReadonlyMap<string, unknown>, expression: Expression, codec: RowCodec): string {
  const end = (mark: string) =>
    expression.value(
      keyValue(given.get(mark), `keys.${mark}`, (found, place) =>
        typeof found === 'string' ? codec.textValue(name, found, place) : codec.value(name, found, place),
      ),
    );
  return `${expression.name(name)} BETWEEN ${end(FROM + name)} AND ${end(TO + name)}`;
}

function refuseUnknownComparisons(comparisons: unknown, keys: ReadonlyMap<string, unknown>): void {
  if (!isPlainMap(comparisons)) {
    throw refusedValue({ path: 'comparisons', expected: 'a map of keys to comparisons', found: comparisons }, CODE);
  }
  for (const [name, comparison] of Object.entries(comparisons)) {
    const path = `comparisons.${name}`;
    if (!keys.has(name)) throw new RefusedError(CODE, { path, expected: 'a name that is among the keys' });
    if (KEY_COMPARISONS.some((known) => known === comparison)) continue;
    throw new RefusedError(CODE, { path, expected: `one of ${KEY_COMPARISONS.join(' ')}`, found: comparison });
  }
}

const CODE = 'dynamo.comparison';

function entriesOf(keys: unknown, path: string): [string, unknown][] {
  const entries = isPlainMap(keys) ? Object.entries(keys) : [];
  if (entries.length > 0) return entries;
  throw refusedKey(path, 'a map of at least one key', keys);
}

function keyValue(
  value: unknown,
  path: string,
  type: (value: unknown, path: string) => AttributeValue,
): AttributeValue {
  if (value === undefined || value === null || value === '') {
    throw refusedKey(path, 'a text that is not empty, a number or a Uint8Array', value);
  }
  const typed = type(value, path);
  if (typed.S !== undefined || typed.N !== undefined || typed.B !== undefined) return typed;
  throw refusedKey(path, 'a text, number or Uint8Array, as keys are', value);
}

const refusedKey = (path: string, expected: string, found: unknown) =>
  refusedValue({ path, expected, found: found === '' ? 'an empty text' : found }, 'dynamo.key');
