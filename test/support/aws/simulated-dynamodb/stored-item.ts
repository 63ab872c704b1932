/** Items as a table keeps them: their values checked, their numbers in one spelling, within DynamoDB's size, and frozen. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { invalid } from './service-errors.js';
import { numberText, typeOf } from './values.js';

/** DynamoDB's limits: bytes of an item, and levels to which its values nest. */
const BYTES_MAX = 400 * 1024;
const LEVELS_MAX = 32;
/** Bytes of a number of the longest, and of a list or map itself. */
const NUMBER_BYTES = 21;
const NESTING_BYTES = 3;

/** Throws ValidationException for what no item can hold. */
export function storedItem(item: Item): Item {
  const stored: Item = {};
  let bytesAtMost = 0;
  for (const name of Object.keys(item)) {
    const value = storedValue(item[name] as AttributeValue, 1);
    stored[name] = value;
    bytesAtMost += 3 * name.length + (value.S === undefined ? bytesOf(value) : 3 * value.S.length);
  }
  if (bytesAtMost > BYTES_MAX && itemBytes(stored) > BYTES_MAX) {
    throw invalid('Item size has exceeded the maximum allowed size');
  }
  return Object.freeze(stored);
}

const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

function bytesOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return NUMBER_BYTES;
  if (value.M !== undefined) return NESTING_BYTES + itemBytes(value.M);
  if (value.L !== undefined) return value.L.reduce((sum, inner) => sum + 1 + bytesOf(inner), NESTING_BYTES);
  return 1;
}

function storedValue(value: AttributeValue, level: number): AttributeValue {
  if (level > LEVELS_MAX) throw invalid('Nesting Levels have exceeded supported limits');
  switch (typeOf(value)) {
    case 'N': {
      const given = value.N as string;
      const text = numberText(given);
      return text === given ? value : { N: text };
    }
    case 'L':
      return { L: (value.L ?? []).map((inner) => storedValue(inner, level + 1)) };
    case 'M': {
      const inner = Object.entries(value.M ?? {});
      return { M: Object.fromEntries(inner.map(([name, each]) => [name, storedValue(each, level + 1)])) };
    }
    default:
      return value;
  }
}
