/** DynamoDB's typed values as plain ones. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SoswError } from '../../../../domain/errors.js';
import { numberOf } from './number-text.js';
import { isPlainMap, refusedValue } from './refusals.js';
import type { LargeNumbers } from './row-types.js';

/** How stored values are read. */
export interface Reading {
  /** Whether text that begins with `{`, ends with `}` and is JSON comes as the map it stands for. */
  readonly parsesJson: boolean;
  readonly largeNumbers: LargeNumbers;
}

/**
 * Numbers come as JavaScript's, sets as Sets, binaries as Uint8Arrays. JSON is looked for in texts and in the texts of maps, not in those of
 * lists. Throws SoswError `dynamo.number` as `largeNumbers` says, RefusedError `dynamo.value` for what is no typed value.
 */
export function plainOf(value: AttributeValue, reading: Reading, path: string): unknown {
  if (!isPlainMap(value)) throw notTyped(value, path);
  if (typeof value.S === 'string') return reading.parsesJson ? parsed(value.S) : value.S;
  if (typeof value.N === 'string') return readNumber(value.N, reading, path);
  if (typeof value.BOOL === 'boolean') return value.BOOL;
  if (isPlainMap(value.M)) {
    // fromEntries makes every name the map's own, `__proto__` too.
    return Object.fromEntries(
      Object.entries(value.M).map(([name, inner]) => [name, plainOf(inner, reading, `${path}.${name}`)]),
    );
  }
  if (Array.isArray(value.L)) {
    const inList = { ...reading, parsesJson: false };
    return value.L.map((inner, index) => plainOf(inner, inList, `${path}[${index}]`));
  }
  if (Array.isArray(value.SS)) return new Set(value.SS);
  if (Array.isArray(value.NS)) return new Set(value.NS.map((number) => readNumber(number, reading, path)));
  if (value.B instanceof Uint8Array) return value.B;
  if (Array.isArray(value.BS)) return new Set(value.BS);
  if (value.NULL === true) return null;
  throw notTyped(value, path);
}

const notTyped = (found: unknown, path: string) =>
  refusedValue({ path, expected: 'a typed value such as { S: … }', found });

function parsed(text: string): unknown {
  if (!text.startsWith('{') || !text.endsWith('}')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readNumber(text: string, { largeNumbers }: Reading, path: string): number | string {
  const { value, fit } = numberOf(text);
  if (fit === 'exact' || largeNumbers === 'number') return value;
  if (largeNumbers === 'text') return text;
  if (fit === 'rounded') return value;
  throw new SoswError(
    'dynamo.number',
    `${path}: the stored number has more digits than a JavaScript number can hold. Set large_numbers to 'text' to read such numbers as text, or to 'number' to have them rounded`,
  );
}
