/**
 * JSON as DynamoDB's typed values and back. Not the SDK's own converter: that one refuses whole numbers above 2^53, which JSON may
 * hold, and gives sets and binaries, which JSON has not.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Json } from '../../domain/task.js';

export type Item = Record<string, AttributeValue>;

/** Beyond these DynamoDB has no numbers; what a worker reports of that size is kept as text. */
const isStorable = (value: number): boolean => value === 0 || (Math.abs(value) < 1e125 && Math.abs(value) > 1e-129);

/** DynamoDB nests values 32 levels deep; what is deeper is kept as JSON text. */
const LEVELS_MAX = 30;

/** DynamoDB refuses a whole item for a name without characters, or with more than 64 KB; a map that has one is kept as JSON text. */
const isStorableName = (name: string): boolean => name !== '' && Buffer.byteLength(name) < 65_536;

export function attributeOf(value: Json, level = 0): AttributeValue {
  if (value === null) return { NULL: true };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return isStorable(value) ? { N: String(value) } : { S: String(value) };
    case 'boolean':
      return { BOOL: value };
  }
  if (level === LEVELS_MAX) return { S: JSON.stringify(value) };
  if (Array.isArray(value)) return { L: value.map((inner) => attributeOf(inner, level + 1)) };
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  if (!entries.every(([key]) => isStorableName(key))) return { S: JSON.stringify(value) };
  return { M: Object.fromEntries(entries.map(([key, inner]) => [key, attributeOf(inner, level + 1)])) };
}

/** Sets become lists; binaries, which the product never writes, base64 text. */
export function jsonOf(value: AttributeValue): Json {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(jsonOf);
  if (value.M !== undefined) return jsonObjectOf(value.M);
  if (value.SS !== undefined) return value.SS;
  if (value.NS !== undefined) return value.NS.map(Number);
  if (value.B !== undefined) return Buffer.from(value.B).toString('base64');
  if (value.BS !== undefined) return value.BS.map((bytes) => Buffer.from(bytes).toString('base64'));
  return null;
}

export const jsonObjectOf = (item: Item): { [key: string]: Json } =>
  Object.fromEntries(Object.entries(item).map(([key, value]) => [key, jsonOf(value)]));

/** The number in an attribute; a text that is one counts, as hand-made rows have it. */
export function numberIn(value: AttributeValue | undefined): number | undefined {
  const text = value?.N ?? value?.S;
  if (text === undefined || text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
