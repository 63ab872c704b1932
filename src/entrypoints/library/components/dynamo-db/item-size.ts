/** How large DynamoDB counts an item, to refuse one that is too large before it is sent. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import { RefusedError } from '../../../../domain/errors.js';
import { canonicalNumber } from './number-text.js';

/** 400 KB, names and values together. */
const ITEM_BYTES_MAX = 400 * 1024;
/** What DynamoDB counts for a map or list beside what is in it, and for each element. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** Throws RefusedError `dynamo.item_too_large`. */
export function refuseTooLarge(item: Item, path: string): void {
  const bytes = bytesOf(item);
  if (bytes <= ITEM_BYTES_MAX) return;
  throw new RefusedError('dynamo.item_too_large', {
    path,
    expected: `at most ${ITEM_BYTES_MAX} bytes, as DynamoDB's items have`,
    found: bytes,
  });
}

const bytesOf = (map: Item): number =>
  sum(Object.entries(map).map(([name, value]) => Buffer.byteLength(name) + valueBytes(value)));

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return CONTAINER_BYTES + bytesOf(value.M) + ELEMENT_BYTES * Object.keys(value.M).length;
  if (value.L !== undefined) return CONTAINER_BYTES + sum(value.L.map((inner) => valueBytes(inner) + ELEMENT_BYTES));
  if (value.SS !== undefined) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if (value.NS !== undefined) return sum(value.NS.map(numberBytes));
  if (value.BS !== undefined) return sum(value.BS.map((bytes) => bytes.byteLength));
  return 1;
}

/** One byte for two digits, and one or two more. */
function numberBytes(text: string): number {
  const [digits = ''] = canonicalNumber(text).replace('-', '').split('e');
  return Math.ceil(digits.length / 2) + (text.startsWith('-') ? 2 : 1);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
