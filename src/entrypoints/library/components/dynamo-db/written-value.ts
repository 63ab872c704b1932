/**
 * Values as DynamoDB's typed ones. Not `marshall` of the SDK: a column's type comes from the `row_mapper`, at every depth of maps, and
 * a refusal has to say where in the row the value stands.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { numberText } from './number-text.js';
import { isPlainMap, isWholeText, refuseName, refusedValue } from './refusals.js';
import type { ColumnType, RowMapper } from './row-types.js';

/** DynamoDB's limit of nesting; what contains itself meets it too. */
const LEVELS_MAX = 32;

/** Where a value stands. `mapper` types the names of maps, in a map as in the row itself (D54); lists have none. */
export interface Place {
  readonly path: string;
  readonly level?: number;
  readonly mapper?: RowMapper;
}

/** A value of a mapped column. Null, which every column may hold, is NULL. Throws RefusedError `dynamo.value`, `dynamo.number`, `dynamo.name`. */
export function typedValue(type: ColumnType, value: unknown, place: Place): AttributeValue {
  return value === null ? { NULL: true } : WRITERS[type](value, place);
}

/** A value by its own type; text stays text, whatever it looks like (D52). Throws as `typedValue`. */
export function plainValue(value: unknown, place: Place): AttributeValue {
  if (value === null) return { NULL: true };
  switch (typeof value) {
    case 'boolean':
      return { BOOL: value };
    case 'number':
    case 'bigint':
      return numberValue(value, place);
    case 'string':
      return textValue(value, place);
  }
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return listValue(value, place);
  if (value instanceof Set) return setValue(value, place);
  if (isPlainMap(value)) return mapValue(value, place);
  throw refusedValue({
    path: place.path,
    expected: 'a text, number, boolean, null, list, plain map, Set or Uint8Array',
    found: value,
    hint:
      value instanceof Date ? 'Give a date as its ISO text or as epoch seconds' : 'Leave the name out, or give null',
  });
}

const WRITERS: Readonly<Record<ColumnType, (value: unknown, place: Place) => AttributeValue>> = {
  S: (value, place) => {
    if (typeof value === 'string') return textValue(value, place);
    if (typeof value === 'boolean') return { S: String(value) };
    if (typeof value === 'number' || typeof value === 'bigint') return { S: numberText(value, place.path) };
    if (!Array.isArray(value) && !isPlainMap(value))
      throw wrongKind('S', 'a text, or what JSON can write', value, place);
    refuseUnlessJson(value, place);
    return { S: JSON.stringify(value) };
  },
  N: (value, place) => {
    if (isNumeric(value)) return numberValue(value, place);
    throw wrongKind('N', 'a number, or its decimal text', value, place);
  },
  BOOL: (value, place) => {
    const found = typeof value === 'string' ? BOOLEANS.get(value.toLowerCase()) : BOOLEANS.get(value);
    if (found === undefined) throw wrongKind('BOOL', 'true, false, 1, 0 or their text', value, place);
    return { BOOL: found };
  },
  M: (value, place) => {
    if (isPlainMap(value)) return mapValue(value, place);
    throw wrongKind('M', 'a plain map', value, place);
  },
  L: (value, place) => {
    if (Array.isArray(value)) return listValue(value, place);
    throw wrongKind('L', 'a list', value, place);
  },
  SS: (value, place) => {
    const texts = elementsOf(value, 'SS', 'texts', place, (element) => typeof element === 'string');
    return { SS: texts.map((text) => textValue(text, place).S) };
  },
  NS: (value, place) => {
    const numbers = elementsOf(value, 'NS', 'numbers', place, isNumeric);
    return { NS: [...new Set(numbers.map((number) => numberText(number, place.path)))] };
  },
  BS: (value, place) => ({
    BS: elementsOf(value, 'BS', 'Uint8Arrays', place, (element) => element instanceof Uint8Array),
  }),
  B: (value, place) => {
    if (value instanceof Uint8Array) return { B: value };
    throw wrongKind('B', 'a Uint8Array', value, place);
  },
  NULL: (value, place) => {
    throw wrongKind('NULL', 'null', value, place);
  },
};

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ['true', true],
  ['1', true],
  [false, false],
  [0, false],
  ['false', false],
  ['0', false],
]);

const isNumeric = (value: unknown): value is number | bigint | string =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string';

const numberValue = (value: number | bigint | string, { path }: Place) => ({ N: numberText(value, path) });

function textValue(value: string, { path }: Place): { S: string } {
  if (isWholeText(value)) return { S: value };
  throw refusedValue({ path, expected: 'a text without lone halves of characters', found: value });
}

function listValue(values: readonly unknown[], place: Place): AttributeValue {
  const level = deeper(place);
  // Not map(): it would pass over holes, and leave them in the request.
  return { L: Array.from(values, (value, index) => plainValue(value, { path: `${place.path}[${index}]`, level })) };
}

function mapValue(map: Readonly<Record<string, unknown>>, place: Place): AttributeValue {
  const level = deeper(place);
  const { mapper } = place;
  const entries = Object.entries(map).map(([name, value]): [string, AttributeValue] => {
    const inner: Place = { path: `${place.path}.${name}`, level, ...(mapper === undefined ? {} : { mapper }) };
    refuseName(name, inner.path);
    return [name, columnValue(name, value, inner)];
  });
  return { M: Object.fromEntries(entries) };
}

/** A value under a name: as the mapper says, where it knows the name, else by its own type. */
export function columnValue(name: string, value: unknown, place: Place): AttributeValue {
  const { mapper } = place;
  const type = mapper !== undefined && Object.hasOwn(mapper, name) ? mapper[name] : undefined;
  return type === undefined ? plainValue(value, place) : typedValue(type, value, place);
}

function setValue(values: ReadonlySet<unknown>, place: Place): AttributeValue {
  const [first] = values;
  if (typeof first === 'string') return WRITERS.SS(values, place);
  return first instanceof Uint8Array ? WRITERS.BS(values, place) : WRITERS.NS(values, place);
}

function elementsOf<Element>(
  value: unknown,
  type: ColumnType,
  kinds: string,
  place: Place,
  isOne: (element: unknown) => element is Element,
): Element[] {
  const elements: unknown[] = Array.isArray(value) || value instanceof Set ? [...new Set(value)] : [];
  if (elements.length > 0 && elements.every(isOne)) return elements;
  throw wrongKind(type, `a Set or list of ${kinds}, not empty`, value, place);
}

function deeper({ level = 0, path }: Place): number {
  if (level < LEVELS_MAX - 1) return level + 1;
  throw refusedValue({
    path: `${path.slice(0, 80)}…`,
    expected: `at most ${LEVELS_MAX} levels of maps and lists`,
    found: [],
  });
}

/** JSON would leave out or change what it can't write. */
function refuseUnlessJson(value: unknown, place: Place): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  const isMap = isPlainMap(value);
  if (!isMap && !Array.isArray(value)) throw wrongKind('S', 'what JSON can write', value, place);
  const level = deeper(place);
  const entries = isMap
    ? Object.entries(value)
    : Array.from(value, (inner, index): [string, unknown] => [`${index}`, inner]);
  for (const [name, inner] of entries) {
    const path = `${place.path}.${name}`;
    if (name === '__proto__') refuseName(name, path);
    refuseUnlessJson(inner, { path, level });
  }
}

const wrongKind = (type: ColumnType, expected: string, found: unknown, { path }: Place) =>
  refusedValue({ path, expected: `${expected} (the row_mapper says ${type})`, found });
