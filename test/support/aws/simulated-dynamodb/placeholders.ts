/** The names and values that a request's expressions stand on. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import type { Operand, Path } from './expression-parser.js';
import { invalid } from './service-errors.js';
import { numberText } from './values.js';

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/** The attribute that a name in an expression means. */
export function nameOf(name: string, { ExpressionAttributeNames: names }: Placeholders): string {
  if (!name.startsWith('#')) return name;
  const attribute = names?.[name];
  if (attribute === undefined) throw invalid(`An expression attribute name is not defined: ${name}`);
  return attribute;
}

export function givenValue(name: string, { ExpressionAttributeValues: values }: Placeholders): AttributeValue {
  const value = values?.[name];
  if (value === undefined) throw invalid(`An expression attribute value is not defined: ${name}`);
  if (value.N !== undefined) numberText(value.N);
  return value;
}

/** What stands in the item under a path. */
export function found(path: Path, item: Item | undefined, placeholders: Placeholders): AttributeValue | undefined {
  let value = item?.[nameOf(path[0], placeholders)];
  for (let index = 1; index < path.length && value !== undefined; index++) {
    const step = path[index] as string | number;
    value = typeof step === 'number' ? value.L?.[step] : value.M?.[nameOf(step, placeholders)];
  }
  return value;
}

export const read = (operand: Operand, item: Item | undefined, placeholders: Placeholders) =>
  operand.is === 'value' ? givenValue(operand.name, placeholders) : found(operand.path, item, placeholders);

const MARKS = /[#:]\w+/g;
const marks = new Map<string, readonly string[]>();

/** The placeholders in an expression. */
export function marksOf(expression: string): readonly string[] {
  let known = marks.get(expression);
  if (known === undefined) {
    known = expression.match(MARKS) ?? [];
    marks.set(expression, known);
  }
  return known;
}

/** DynamoDB refuses placeholders that no expression of the request uses, and empty maps of them. */
export function refuseUnused(request: Placeholders, ...expressions: readonly (string | undefined)[]): void {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = request;
  const used = expressions.filter((expression) => expression !== undefined).map(marksOf);
  for (const given of [names, values]) {
    if (given === undefined) continue;
    const keys = Object.keys(given);
    if (keys.length === 0) throw invalid('ExpressionAttributeNames and ExpressionAttributeValues must not be empty');
    for (const key of keys) {
      if (!used.some((each) => each.includes(key))) throw invalid(`Value provided is unused in expressions: ${key}`);
    }
  }
}
