/** Whether a condition holds for an item. Conditions are read once: their texts are few, since names and values stand beside them. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { type Comparator, type Condition, parsedCondition } from './expression-parser.js';
import { found, type Placeholders, read } from './placeholders.js';
import { invalid } from './service-errors.js';
import { areEqual, compareValues } from './values.js';

const parsed = new Map<string, Condition>();

/** The tree of a condition's text. */
export function conditionOf(text: string): Condition {
  let condition = parsed.get(text);
  if (condition === undefined) {
    condition = parsedCondition(text);
    parsed.set(text, condition);
  }
  return condition;
}

/** `item` undefined: there is none. Without a condition everything holds. */
export const holds = (text: string | undefined, item: Item | undefined, placeholders: Placeholders): boolean =>
  text === undefined || isTrue(conditionOf(text), item, placeholders);

/** Every part is looked at, so that what is wrong with a condition shows whatever the item is. */
function isTrue(condition: Condition, item: Item | undefined, placeholders: Placeholders): boolean {
  switch (condition.is) {
    case 'and': {
      let all = true;
      for (const part of condition.of) all = isTrue(part, item, placeholders) && all;
      return all;
    }
    case 'or': {
      let any = false;
      for (const part of condition.of) any = isTrue(part, item, placeholders) || any;
      return any;
    }
    case 'not':
      return !isTrue(condition.of, item, placeholders);
    case 'compare': {
      const [left, right] = [read(condition.left, item, placeholders), read(condition.right, item, placeholders)];
      return compares(condition.by, left, right);
    }
    case 'between': {
      const value = read(condition.of, item, placeholders);
      const [low, high] = [read(condition.low, item, placeholders), read(condition.high, item, placeholders)];
      if (condition.low.is === 'value' && condition.high.is === 'value') refuseEmptyRange(low, high);
      return compares('>=', value, low) && compares('<=', value, high);
    }
    case 'in': {
      const value = read(condition.of, item, placeholders);
      return condition.list.some((each) => compares('=', value, read(each, item, placeholders)));
    }
    case 'exists':
      return (found(condition.path, item, placeholders) !== undefined) === condition.there;
    case 'begins': {
      const prefix = read(condition.with, item, placeholders)?.S;
      return prefix !== undefined && read(condition.of, item, placeholders)?.S?.startsWith(prefix) === true;
    }
    case 'contains':
      return contains(read(condition.of, item, placeholders), read(condition.with, item, placeholders));
  }
}

/** Throws ValidationException for a BETWEEN that nothing can meet. */
export function refuseEmptyRange(low: AttributeValue | undefined, high: AttributeValue | undefined): void {
  if (low === undefined || high === undefined || (compareValues(low, high) ?? 0) <= 0) return;
  throw invalid('The BETWEEN operator requires upper bound to be greater than or equal to lower bound');
}

/** What is missing equals nothing, and has no place before or behind anything. */
function compares(by: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined) return by === '<>';
  if (by === '=') return areEqual(left, right);
  if (by === '<>') return !areEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (by) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value === undefined || part === undefined) return false;
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  return value.L?.some((each) => areEqual(each, part)) === true;
}
