/** What requests of all kinds have in common: parameters that are simulated, and projections. */

import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { path } from './expression-parser.js';
import { Tokens } from './expression-tokens.js';
import { nameOf, type Placeholders } from './placeholders.js';
import { notSimulated } from './service-errors.js';

export const METADATA = Object.freeze({ httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 });

export const EXPRESSION_PARAMETERS = ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const;

/** Throws for a parameter that would otherwise be silently without effect. */
export function refuseOthers(request: object, known: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(request)) {
    if (value !== undefined && !known.has(name)) throw notSimulated(`the parameter ${name}`);
  }
}

const parsed = new Map<string, readonly string[]>();

function attributesOf(text: string): readonly string[] {
  let attributes = parsed.get(text);
  if (attributes === undefined) {
    attributes = parsedProjection(text);
    parsed.set(text, attributes);
  }
  return attributes;
}

function parsedProjection(text: string): readonly string[] {
  const tokens = new Tokens(text);
  const names: string[] = [];
  do {
    const [name, ...inner] = path(tokens.take(), tokens);
    if (inner.length > 0) throw notSimulated(`a projection inside the attribute ${name}`);
    names.push(name);
  } while (tokens.skip(','));
  tokens.end();
  return names;
}

/** The attributes of an item that a ProjectionExpression names; all without one. */
export function projected(item: Item, text: string | undefined, placeholders: Placeholders): Item {
  if (text === undefined) return item;
  const projection: Item = {};
  for (const mark of attributesOf(text)) {
    const name = nameOf(mark, placeholders);
    const value = item[name];
    if (value !== undefined) projection[name] = value;
  }
  return projection;
}
