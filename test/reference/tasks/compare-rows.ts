/** When rows count as the same: every attribute of the vector's row has its value, and any other attribute is one of ours. */

import type { StoreNames } from '../../../src/adapters/shared/store-names.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { difference } from '../vector.js';
import type { Rows } from './calls.js';
import { FILLED_COLUMNS, OWN_COLUMNS } from './wire-row.js';

const FRESH_ID = '$hex32';

/** The first difference between the tables as they are and as they should be. */
export function tablesDifference(found: Rows, expected: Rows, names: StoreNames): string | undefined {
  const idColumn = names.columns.task_id;
  const unexplained = new Map([...found].filter(([key]) => !expected.has(key)));
  for (const [key, { table, row }] of expected) {
    const isFresh = row[idColumn] === FRESH_ID;
    const foundKey = isFresh ? [...unexplained].find(([, entry]) => entry.table === table)?.[0] : key;
    const entry = foundKey === undefined ? undefined : found.get(foundKey);
    if (foundKey === undefined || entry === undefined) return `${key}: missing`;
    unexplained.delete(foundKey);
    const differs = rowDifference(entry.row, row, names);
    if (differs !== undefined) return `${key}${differs}`;
  }
  const [surplus] = unexplained.keys();
  return surplus === undefined ? undefined : `${surplus}: not expected`;
}

/** `stored` is the row as it was loaded: its attributes may show in an answer that the old system cut down to known columns. */
export function rowDifference(
  found: JsonObject,
  expected: JsonObject,
  names: StoreNames,
  stored: JsonObject = {},
): string | undefined {
  for (const [attr, value] of Object.entries(expected)) {
    const differs = valueDifference(found[attr], value, `.${attr}`);
    if (differs !== undefined) return differs;
  }
  const free = new Set([...OWN_COLUMNS, ...FILLED_COLUMNS].map((column) => names.columns[column]));
  const strange = Object.keys(found).find(
    (attr) => !Object.hasOwn(expected, attr) && !Object.hasOwn(stored, attr) && !free.has(attr),
  );
  return strange === undefined ? undefined : `.${strange}: ${JSON.stringify(found[strange])}, expected nothing`;
}

function valueDifference(found: Json | undefined, expected: Json, path: string): string | undefined {
  if (expected === FRESH_ID)
    return /^[0-9a-f]{32}$/.test(String(found)) ? undefined : `${path}: ${found} is no fresh id`;
  if (isJsonMark(expected)) {
    return typeof found === 'string'
      ? difference(JSON.parse(found), expected.$json, undefined, path)
      : `${path}: ${JSON.stringify(found)} is no text`;
  }
  const isNumeric = typeof found === 'number' || typeof expected === 'number';
  return isNumeric && found !== undefined && found !== null
    ? difference(Number(found), Number(expected), undefined, path)
    : difference(found, expected, undefined, path);
}

const isJsonMark = (value: Json): value is { readonly $json: Json } =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '$json');

/** The row as reads give it: texts that look like JSON objects are parsed. */
export const parsedRow = (row: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(row).map(([attr, value]) => [attr, parsedIfObject(value)]));

function parsedIfObject(value: Json): Json {
  if (typeof value !== 'string' || !value.startsWith('{') || !value.endsWith('}')) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
