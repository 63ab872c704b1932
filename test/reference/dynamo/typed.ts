/** Typed values of DynamoDB in a form in which equal meaning is equal data. */

import { unmarshall } from '@aws-sdk/util-dynamodb';

type Typed = Parameters<typeof unmarshall>[0];

/** Numbers by their value; JSON text of a map or list by what it says, since its blanks are free. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[type, held] = []] = entries.length === 1 ? entries : [];
  if (type === 'N' && typeof held === 'string') return { N: Number(held) };
  if (type === 'S' && typeof held === 'string') return { S: jsonContainer(held) };
  return Object.fromEntries(entries.map(([name, inner]) => [name, comparable(inner)]));
}

function jsonContainer(text: string): unknown {
  if (!/^[{[].*[}\]]$/s.test(text)) return text;
  try {
    return { $json: JSON.parse(text) };
  } catch {
    return text;
  }
}

/** A typed map as a plain one. */
export const plainMap = (typed: unknown): Readonly<Record<string, unknown>> => unmarshall((typed ?? {}) as Typed);

/** One typed value as a plain one. */
export const plain = (typed: unknown): unknown => plainMap({ value: typed }).value;
