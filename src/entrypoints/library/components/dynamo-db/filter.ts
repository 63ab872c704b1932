/** Filters and conditions: the manual's human texts, and the same as objects where a text cannot say it. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Expression } from '../../../../adapters/dynamodb/expression.js';
import { RefusedError } from '../../../../domain/errors.js';
import { isPlainMap, refuseName, refusedValue } from './refusals.js';
import type { RowCodec } from './row-codec.js';
import type { ColumnType } from './row-types.js';

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const;
const FUNCTIONS = ['begins_with', 'contains'] as const;
const EXISTENCE = ['attribute_exists', 'attribute_not_exists'] as const;

/** One condition on one attribute. Values take the type of the column, or their own where the `row_mapper` has none. */
export type FilterCondition =
  | {
      readonly attribute: string;
      readonly operator: (typeof COMPARISONS)[number] | (typeof FUNCTIONS)[number];
      readonly value: unknown;
    }
  | { readonly attribute: string; readonly operator: 'between'; readonly from: unknown; readonly to: unknown }
  | { readonly attribute: string; readonly operator: 'in'; readonly values: readonly unknown[] }
  | { readonly attribute: string; readonly operator: (typeof EXISTENCE)[number] };

/**
 * `key <= 42`, `name = marta`, `foo between 10 and 20`, `attribute_exists x`, `attribute_not_exists x`: words divided by blanks. A name
 * or value with a blank in it, `begins_with`, `contains` and `in` are said by an object. All conditions of a list must hold.
 */
export type Filter = string | FilterCondition | readonly FilterCondition[];

/** Types a value of a condition: by its column, whether it came as text or as it is. */
type TypeValue = (value: unknown, path: string) => AttributeValue;

/** The filter as an expression of DynamoDB. Throws RefusedError `dynamo.filter`, and as the codec does for its values. */
export function filterExpression(filter: Filter, expression: Expression, codec: RowCodec, path: string): string {
  if (typeof filter === 'string') {
    const condition = conditionOfText(filter, path);
    const { attribute } = condition;
    return written(condition, expression, (text, place) => codec.textValue(attribute, String(text), place), path);
  }
  const conditions: readonly unknown[] = Array.isArray(filter) ? filter : [filter];
  if (conditions.length === 0) throw refusedFilter(path, 'at least one condition', []);
  const parts = conditions.map((condition, index) => {
    const place = Array.isArray(filter) ? `${path}[${index}]` : path;
    refuseUnlessCondition(condition, place);
    return written(condition, expression, valueWriter(condition, codec), place);
  });
  return parts.join(' AND ');
}

function conditionOfText(text: string, path: string): FilterCondition {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = words;
  if (words.length === 2) {
    const operator = EXISTENCE.find((name) => name === first.toLowerCase());
    if (operator !== undefined) return { attribute: second, operator };
  }
  if (words.length === 3) {
    const operator = COMPARISONS.find((name) => name === second);
    if (operator !== undefined) return { attribute: first, operator, value: third };
  }
  if (words.length === 5 && second.toLowerCase() === 'between' && fourth.toLowerCase() === 'and') {
    return { attribute: first, operator: 'between', from: third, to: fifth };
  }
  throw new RefusedError('dynamo.filter', {
    path,
    expected: `"name ${COMPARISONS.join('|')} value", "name between a and b", "attribute_exists name" or "attribute_not_exists name", found a text of ${words.length} words that is none of them`,
    hint: 'Say what a text cannot by an object: { attribute, operator, value }',
  });
}

function written(condition: FilterCondition, expression: Expression, type: TypeValue, path: string): string {
  const name = expression.name(condition.attribute);
  const value = (key: string, found: unknown) => expression.value(type(found, `${path}.${key}`));
  switch (condition.operator) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      refuseName(condition.attribute, `${path}.attribute`);
      return `${condition.operator}(${name})`;
    case 'between':
      return `${name} BETWEEN ${value('from', condition.from)} AND ${value('to', condition.to)}`;
    case 'in':
      return `${name} IN (${condition.values.map((one, index) => value(`values[${index}]`, one)).join(', ')})`;
    case 'begins_with':
    case 'contains':
      return `${condition.operator}(${name}, ${value('value', condition.value)})`;
    default:
      return `${name} ${condition.operator} ${value('value', condition.value)}`;
  }
}

/** What is looked for in a list may be anything, in a set one of its elements. */
const ELEMENT: Partial<Record<ColumnType, ColumnType>> = { SS: 'S', NS: 'N', BS: 'B' };

function valueWriter({ attribute, operator }: FilterCondition, codec: RowCodec): TypeValue {
  const type = codec.typeOf(attribute);
  if (operator !== 'contains' || type === undefined || type === 'S') {
    return (value, path) => codec.value(attribute, defined(value, path), path);
  }
  const element = ELEMENT[type];
  return (value, path) => codec.untypedValue(attribute, defined(value, path), path, element);
}

function defined(value: unknown, path: string): unknown {
  if (value !== undefined) return value;
  throw refusedFilter(path, 'a value', undefined);
}

/** DynamoDB compares with at most so many values. */
const IN_MAX = 100;

function refuseUnlessCondition(condition: unknown, path: string): asserts condition is FilterCondition {
  if (!isPlainMap(condition)) throw refusedFilter(path, 'a text, or a condition { attribute, operator, … }', condition);
  const { attribute, operator, values } = condition;
  if (typeof attribute !== 'string') throw refusedFilter(`${path}.attribute`, "an attribute's name", attribute);
  const known: readonly unknown[] = [...COMPARISONS, ...FUNCTIONS, ...EXISTENCE, 'between', 'in'];
  if (!known.includes(operator)) throw refusedFilter(`${path}.operator`, `one of ${known.join(' ')}`, operator);
  if (operator === 'in' && !(Array.isArray(values) && values.length > 0 && values.length <= IN_MAX)) {
    throw refusedFilter(`${path}.values`, `a list of 1 to ${IN_MAX} values`, values);
  }
}

const refusedFilter = (path: string, expected: string, found: unknown) =>
  refusedValue({ path, expected, found }, 'dynamo.filter');
