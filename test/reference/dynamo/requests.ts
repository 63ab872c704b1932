/** Requests to DynamoDB told the way the vectors tell them, whatever the names of placeholders. */

import { plain, plainMap } from './typed.js';
import type { RecordedRequest } from './recorded-client.js';

type Map = Readonly<Record<string, unknown>>;

const NAME = String.raw`(#\w+)`;
const VALUE = String.raw`(:\w+)`;
const CONDITION = new RegExp(
  [
    `${NAME} (<=|>=|<>|=|<|>) ${VALUE}`,
    `${NAME} BETWEEN ${VALUE} AND ${VALUE}`,
    String.raw`begins_with\(${NAME}, ${VALUE}\)`,
    String.raw`attribute_exists\(${NAME}\)`,
    String.raw`attribute_not_exists\(${NAME}\)`,
  ].join('|'),
  'g',
);

/** The conditions of an expression, all of which must hold. Throws for a form that is not known. */
export function conditionsIn(expression: unknown, { names, values }: Placeholders): Map[] {
  if (expression === undefined) return [];
  const text = String(expression);
  const found = [...text.matchAll(CONDITION)];
  if (found.map(([whole]) => whole).join(' AND ') !== text) throw new TypeError(`unknown condition: ${text}`);
  return found.map(([, attr, op, value, ranged, from, to, begun, start, existing, missing]) => {
    if (attr !== undefined) return { attr: names(attr), op, value: values(value) };
    if (ranged !== undefined) return { attr: names(ranged), op: 'between', from: values(from), to: values(to) };
    if (begun !== undefined) return { attr: names(begun), op: 'begins_with', value: values(start) };
    return existing === undefined
      ? { attr: names(missing), op: 'not_exists' }
      : { attr: names(existing), op: 'exists' };
  });
}

export interface Placeholders {
  names(placeholder: string | undefined): string;
  values(placeholder: string | undefined): unknown;
}

/** What a request's placeholders stand for. Throws for one that stands for nothing. */
export function placeholdersOf(input: Map): Placeholders {
  const of = (map: unknown, placeholder = ''): unknown => {
    const found = (map as Map | undefined)?.[placeholder];
    if (found === undefined) throw new TypeError(`nothing stands for ${placeholder}`);
    return found;
  };
  return {
    names: (placeholder) => String(of(input.ExpressionAttributeNames, placeholder)),
    values: (placeholder) => plain(of(input.ExpressionAttributeValues, placeholder)),
  };
}

export function describedQuery({ input }: RecordedRequest): Map {
  const placeholders = placeholdersOf(input);
  return {
    ...readIn('query', input),
    conditions: conditionsIn(input.KeyConditionExpression, placeholders),
    filter: only(conditionsIn(input.FilterExpression, placeholders)),
    limit: input.Limit ?? null,
    descending: input.ScanIndexForward === false,
    count_only: input.Select === 'COUNT',
  };
}

export const describedScan = ({ input }: RecordedRequest): Map => ({
  ...readIn('scan', input),
  conditions: conditionsIn(input.FilterExpression, placeholdersOf(input)),
});

const readIn = (call: string, input: Map) => ({
  call,
  table: input.TableName,
  index: input.IndexName ?? null,
  consistent: input.ConsistentRead ?? null,
});

export function describedWrite({ operation, input }: RecordedRequest): Map {
  switch (operation) {
    case 'PutItem':
      return described('Put', input);
    case 'DeleteItem':
      return described('Delete', input);
    case 'UpdateItem':
      return described('Update', input);
    case 'TransactWriteItems': {
      const parts = input.TransactItems as readonly Map[];
      const items = parts.flatMap((part) => Object.entries(part).map(([kind, of]) => described(kind, of as Map)));
      return { call: 'transact', items };
    }
    case 'BatchGetItem': {
      const [[table, request] = ['', {}]] = Object.entries(input.RequestItems as Record<string, Map>);
      const keys = (request.Keys as readonly Map[]).map(plainMap);
      return { call: 'batch_get', table, keys, consistent: request.ConsistentRead ?? null };
    }
    default:
      throw new TypeError(`unknown request ${operation}`);
  }
}

function described(kind: string, input: Map): Map {
  const table = input.TableName;
  const placeholders = placeholdersOf(input);
  const condition = only(conditionsIn(input.ConditionExpression, placeholders));
  if (kind === 'Delete') return { call: 'delete', table, key: plainMap(input.Key) };
  if (kind === 'Put') {
    if (condition !== null && condition.op !== 'not_exists') throw new TypeError('a put under another condition');
    return { call: 'put', table, item: plainMap(input.Item), only_if_missing: condition?.attr ?? null };
  }
  const update = updateIn(String(input.UpdateExpression), placeholders);
  return { call: 'update', table, key: plainMap(input.Key), condition, ...update };
}

const SET = new RegExp(`^${NAME} = (?:${VALUE}|if_not_exists\\(${NAME}, ${VALUE}\\) \\+ ${VALUE})$`);

function updateIn(expression: string, { names, values }: Placeholders) {
  const [, sets, removes] = /^(?:SET (.*?))?(?: ?REMOVE (.*))?$/.exec(expression) ?? [];
  const [set, increment]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const clause of sets?.split(/, (?=#\w+ = )/) ?? []) {
    const [, name, value, counted, zero, by] = SET.exec(clause) ?? [];
    if (name === undefined) throw new TypeError(`unknown clause ${clause}`);
    if (value !== undefined) set[names(name)] = values(value);
    else if (counted === name && values(zero) === 0) increment[names(name)] = values(by);
    else throw new TypeError(`no increment: ${clause}`);
  }
  return { set, increment, remove: (removes?.split(', ') ?? []).map(names) };
}

/** The one condition, or null. */
function only(conditions: readonly Map[]): Map | null {
  if (conditions.length > 1) throw new TypeError('more than one condition');
  return conditions[0] ?? null;
}
