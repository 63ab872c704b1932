/** Query: a stretch of one partition of an index or of a table with a range key, in its order, page by page. */

import type { AttributeValue, QueryInput, QueryOutput } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { conditionOf, holds, refuseEmptyRange } from './conditions.js';
import type { Condition, Operand } from './expression-parser.js';
import { marksOf, nameOf, type Placeholders, refuseUnused, givenValue } from './placeholders.js';
import { EXPRESSION_PARAMETERS, projected, refuseOthers } from './requests.js';
import { invalid, notSimulated } from './service-errors.js';
import type { SimulatedTable } from './simulated-table.js';
import { compareEntries, type Entry, type EntryPlace, type Partition, tieOf } from './partition.js';
import type { Key, SortedRows } from './sorted-rows.js';
import type { Tables } from './tables.js';
import { areEqual, compareValues } from './values.js';

const PARAMETERS = new Set([
  'TableName',
  'IndexName',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
  'ScanIndexForward',
  'ConsistentRead',
  'Select',
  'Limit',
  'ExclusiveStartKey',
  ...EXPRESSION_PARAMETERS,
]);

/** Where a query reads: rows in their order, and the keys by which they lie. */
interface Place {
  readonly rows: SortedRows;
  readonly hash: Key;
  readonly range: Key;
}

function placeOf(tables: Tables, table: SimulatedTable, input: QueryInput): Place {
  if (input.IndexName === undefined) {
    const { sorted: rows, definition } = table;
    if (rows === undefined || definition.range === undefined) throw notSimulated('a query of a table by its whole key');
    return { rows, hash: definition.hash, range: definition.range };
  }
  const index = table.indexes.get(input.IndexName);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${input.IndexName}`);
  const { hash, range, local } = index.definition;
  if (!local && input.ConsistentRead === true) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  index.catchUp(tables.now());
  return { rows: index.rows, hash, range };
}

export function query(tables: Tables, input: QueryInput): QueryOutput {
  refuseOthers(input, PARAMETERS);
  const { KeyConditionExpression: keys = '', FilterExpression: filter, ProjectionExpression: projection } = input;
  refuseUnused(input, keys, filter, projection);
  const table = tables.of(input.TableName);
  const place = placeOf(tables, table, input);
  const { hash, ranges } = keyConditions(conditionOf(keys), place, input);
  const start = startOf(input, table, place);
  if (start !== undefined && !(areEqual(start.hash, hash) && ranges.every((range) => isWithin(range, start.range)))) {
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  }
  const partition = place.rows.partition(hash);
  const backwards = input.ScanIndexForward === false;
  const [from, to] = stretch(partition, ranges, start, backwards);
  const looked = Math.min(to - from, limitOf(input.Limit), limitOf(tables.faults.page?.()));
  const seen = backwards ? partition.slice(to - looked, to).reverse() : partition.slice(from, from + looked);
  // A page that ends at its limit says so, whether or not there is more behind it.
  const isFull = looked < to - from || looked === input.Limit;
  const last = isFull ? seen.at(-1) : undefined;
  if (filter !== undefined) refuseFilter(filter, place, input);
  const kept = filter === undefined ? seen : seen.filter(({ item }) => holds(filter, item, input));
  return {
    ...itemsOf(kept, input),
    Count: kept.length,
    ScannedCount: seen.length,
    ...(last === undefined ? {} : { LastEvaluatedKey: keyAttributes(last.item, table, place) }),
  };
}

function itemsOf(entries: readonly Entry[], input: QueryInput): { Items?: Item[] } {
  switch (input.Select) {
    case 'COUNT':
      return {};
    case undefined:
      return { Items: entries.map(({ item }) => projected(item, input.ProjectionExpression, input)) };
    default:
      throw notSimulated(`Select ${input.Select}`);
  }
}

function limitOf(limit: number | undefined): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (!(limit >= 1)) throw invalid(`Limit must be at least 1, and is ${limit}`);
  return limit;
}

const keysOf = (table: SimulatedTable, { hash, range }: Place): readonly string[] => [
  ...new Set([...table.keyNames, hash.name, range.name]),
];

const keyAttributes = (item: Item, table: SimulatedTable, place: Place): Item =>
  Object.fromEntries(keysOf(table, place).map((name) => [name, item[name] as AttributeValue]));

/** Behind which row a page begins. */
function startOf({ ExclusiveStartKey: start }: QueryInput, table: SimulatedTable, place: Place) {
  if (start === undefined) return undefined;
  const names = keysOf(table, place);
  const hash = start[place.hash.name];
  const range = start[place.range.name];
  if (
    hash === undefined ||
    range === undefined ||
    Object.keys(start).length !== names.length ||
    names.some((name) => !(name in start))
  ) {
    throw invalid('The provided starting key is invalid');
  }
  const key = table.keyOf(start);
  return { key, hash, range, tie: tieOf(key) };
}

type RangeCondition = (range: AttributeValue) => { readonly low: boolean; readonly high: boolean };

/** What is wrong with a filter shows where it meets no item, too. A filter is for what is no key: keys have their own condition. */
function refuseFilter(filter: string, { hash, range }: Place, placeholders: Placeholders): void {
  for (const mark of marksOf(filter)) {
    if (!mark.startsWith('#')) continue;
    const name = nameOf(mark, placeholders);
    if (name === hash.name || name === range.name) throw invalid(`Filter Expression has the key attribute ${name}`);
  }
  holds(filter, undefined, placeholders);
}

function isWithin(condition: RangeCondition, range: AttributeValue): boolean {
  const { low, high } = condition(range);
  return low && !high;
}

/** The places from which and up to which a partition's rows meet the conditions and lie behind the start. */
function stretch(
  partition: Partition,
  ranges: readonly RangeCondition[],
  start: EntryPlace | undefined,
  backwards: boolean,
): [from: number, to: number] {
  let [from, to] = [0, partition.length];
  for (const condition of ranges) {
    from = Math.max(
      from,
      partition.firstPlace(({ range }) => condition(range).low),
    );
    to = Math.min(
      to,
      partition.firstPlace(({ range }) => condition(range).high),
    );
  }
  if (start !== undefined && backwards) {
    to = Math.min(
      to,
      partition.firstPlace((entry) => compareEntries(entry, start) >= 0),
    );
  } else if (start !== undefined) {
    from = Math.max(
      from,
      partition.firstPlace((entry) => compareEntries(entry, start) > 0),
    );
  }
  return [from, Math.max(from, to)];
}

/** A key condition is one equality of the hash key, and at most one comparison of the range key. */
function keyConditions(condition: Condition, { hash, range }: Place, placeholders: Placeholders) {
  const parts = condition.is === 'and' ? condition.of : [condition];
  let hashValue: AttributeValue | undefined;
  const ranges: RangeCondition[] = [];
  for (const part of parts) {
    const name = comparedName(part, placeholders);
    if (name === range.name) ranges.push(rangeCondition(part, range, placeholders));
    else if (name === hash.name && part.is === 'compare' && part.by === '=' && hashValue === undefined) {
      hashValue = keyValue(part.right, hash, placeholders);
    } else throw invalid('Query key condition not supported');
  }
  if (hashValue === undefined || ranges.length > 1) throw invalid('Query key condition not supported');
  return { hash: hashValue, ranges };
}

function comparedName(condition: Condition, placeholders: Placeholders): string | undefined {
  const operand = condition.is === 'compare' ? condition.left : 'of' in condition ? condition.of : undefined;
  if (operand === undefined || !('is' in operand) || operand.is !== 'path') return undefined;
  return nameOf(operand.path[0], placeholders);
}

function keyValue(operand: Operand, { name, type }: Key, placeholders: Placeholders): AttributeValue {
  const value = operand.is === 'value' ? givenValue(operand.name, placeholders) : undefined;
  if (value?.[type] === undefined) throw invalid(`Condition parameter type does not match schema type of ${name}`);
  return value;
}

/** `low`: the row lies in or behind the stretch; `high`: it lies behind it. */
function rangeCondition(condition: Condition, key: Key, placeholders: Placeholders): RangeCondition {
  if (condition.is === 'between') {
    const [first, last] = [condition.low, condition.high].map((end) => keyValue(end, key, placeholders));
    refuseEmptyRange(first, last);
    return (range) => ({
      low: order(range, first as AttributeValue) >= 0,
      high: order(range, last as AttributeValue) > 0,
    });
  }
  if (condition.is !== 'compare') throw notSimulated(`the key condition ${condition.is}`);
  const value = keyValue(condition.right, key, placeholders);
  switch (condition.by) {
    case '=':
      return (range) => ({ low: order(range, value) >= 0, high: order(range, value) > 0 });
    case '<':
      return (range) => ({ low: true, high: order(range, value) >= 0 });
    case '<=':
      return (range) => ({ low: true, high: order(range, value) > 0 });
    case '>':
      return (range) => ({ low: order(range, value) > 0, high: false });
    case '>=':
      return (range) => ({ low: order(range, value) >= 0, high: false });
    case '<>':
      throw invalid('Query key condition not supported');
  }
}

const order = (one: AttributeValue, other: AttributeValue): number => compareValues(one, other) ?? 0;
