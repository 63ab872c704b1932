/** What the vectors say of the old system's requests, read as data: which rows a read holds, and what writes do to rows. */

import type { Json, JsonObject } from '../../../src/domain/task.js';
import { listIn, mapIn, textIn } from '../vector.js';
import type { TableRow } from './wire-row.js';

/** A condition on one attribute. */
type Condition = JsonObject;

export interface Read {
  readonly table: string;
  readonly conditions: readonly Condition[];
  readonly filter: Condition | undefined;
  readonly limit: number | undefined;
  readonly descending: boolean;
}

const callsIn = (expected: JsonObject): readonly JsonObject[] =>
  Array.isArray(expected.calls) ? (expected.calls as readonly JsonObject[]) : [];

export function readsIn(expected: JsonObject): readonly Read[] {
  return callsIn(expected)
    .filter(({ call }) => call === 'query')
    .map((call) => ({
      table: textIn(call, 'table'),
      conditions: listIn(call, 'conditions') as readonly Condition[],
      filter: call.filter === null ? undefined : mapIn(call, 'filter'),
      limit: typeof call.limit === 'number' ? call.limit : undefined,
      descending: call.descending === true,
    }));
}

/** The single writes, in their order, whatever transactions they came in. */
export const writesIn = (expected: JsonObject): readonly JsonObject[] =>
  callsIn(expected).flatMap((call) => {
    if (call.call === 'query') return [];
    return call.call === 'transact' ? (listIn(call, 'items') as readonly JsonObject[]) : [call];
  });

/** Whether a row is among those that the read asks for. */
export const matches = ({ conditions, filter }: Read, row: JsonObject): boolean =>
  [...conditions, ...(filter === undefined ? [] : [filter])].every((condition) => holds(condition, row));

function holds(condition: Condition, row: JsonObject): boolean {
  const value = row[textIn(condition, 'attr')];
  const { op } = condition;
  if (op === 'exists' || op === 'not_exists') return (value !== undefined) === (op === 'exists');
  if (op === 'between') return Number(value) >= Number(condition.from) && Number(value) <= Number(condition.to);
  const bound = condition.value;
  switch (op) {
    case '=':
      return value === bound;
    case '<':
      return Number(value) < Number(bound);
    case '<=':
      return Number(value) <= Number(bound);
    case '>':
      return Number(value) > Number(bound);
    case '>=':
      return Number(value) >= Number(bound);
    default:
      throw new TypeError(`unknown condition in the vector: ${JSON.stringify(condition)}`);
  }
}

/** The attribute by whose value a read's rows are ordered, with the values that bound it. */
export function rangeIn({ conditions }: Read): { readonly attr: string; readonly bounds: readonly number[] } {
  const condition = conditions.find(({ op }) => op !== '=');
  if (condition === undefined) throw new TypeError('the read has no range');
  const bounds = [condition.value, condition.from, condition.to].filter((bound) => bound !== undefined).map(Number);
  return { attr: textIn(condition, 'attr'), bounds };
}

/** Rows by table and id. */
export type Rows = Map<string, TableRow>;

const keyOf = (table: string, id: Json | undefined): string => `${table} ${String(id)}`;

export const rowsByKey = (rows: readonly TableRow[], idColumn: string): Rows =>
  new Map(rows.map((entry) => [keyOf(entry.table, entry.row[idColumn]), entry]));

/** The rows as the writes leave them. An id `$hex32` stays as it is written. */
export function rowsAfter(before: Rows, writes: readonly JsonObject[], idColumn: string): Rows {
  const rows = new Map(before);
  for (const write of writes) {
    const table = textIn(write, 'table');
    const item = mapIn(write, write.call === 'put' ? 'item' : 'key');
    const key = keyOf(table, item[idColumn]);
    switch (write.call) {
      case 'put':
        rows.set(key, { table, row: item });
        break;
      case 'delete':
        rows.delete(key);
        break;
      case 'update':
        rows.set(key, { table, row: updated(rows.get(key)?.row ?? item, write) });
        break;
      default:
        throw new TypeError(`unknown write in the vector: ${JSON.stringify(write.call)}`);
    }
  }
  return rows;
}

function updated(row: JsonObject, write: JsonObject): JsonObject {
  const removed = new Set(Array.isArray(write.remove) ? write.remove : []);
  const kept = Object.entries(row).filter(([attr]) => !removed.has(attr));
  const increments = Object.entries(mapIn(write, 'increment'));
  const incremented = increments.map(([attr, by]) => [attr, Number(row[attr] ?? 0) + Number(by)]);
  return { ...Object.fromEntries(kept), ...mapIn(write, 'set'), ...Object.fromEntries(incremented) };
}
