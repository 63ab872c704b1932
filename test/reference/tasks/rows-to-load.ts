/** The rows that a vector's world begins with. */

import { STATUS_COLUMN, type StoreNames } from '../../../src/adapters/shared/store-names.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { listIn, mapIn } from '../vector.js';
import { matches, type Read, rangeIn } from './calls.js';
import type { TableRow } from './wire-row.js';

/** The answers to the reads, each in the table that its read names; where no reads are told, in the table that the operation reads. */
export function rowsToLoad(input: JsonObject, reads: readonly Read[], names: StoreNames): TableRow[] {
  const stored = input.stored === undefined ? [] : (listIn(input, 'stored') as readonly JsonObject[]);
  const answers = stored.flatMap((answer, index) => {
    const read = reads[index];
    const table = read?.table ?? tableOfRead(String(input.op), index, names);
    const items = Array.isArray(answer.items) ? (answer.items as readonly JsonObject[]) : [];
    const counted =
      typeof answer.count === 'number' && read !== undefined ? countedRows(read, answer.count, names) : [];
    return [...items, ...counted].map((row) => ({ table, row }));
  });
  return [...answers, ...givenRows(input, names), ...closedRows(input, names)];
}

const tableOfRead = (op: string, index: number, names: StoreNames): string =>
  op === 'retry_due' || (op === 'scavenger_retry_tasks' && index === 0) ? names.retry : names.tasks;

/** A task that is handed to the call stands in a table too: in that of the retries if it waits for one. */
function givenRows(input: JsonObject, names: StoreNames): TableRow[] {
  if (input.task === undefined || input.labourer === undefined) return [];
  const row = mapIn(input, 'task');
  const waits = row[names.columns.desired_launch_time] !== undefined;
  return [{ table: waits ? names.retry : names.tasks, row }];
}

/** The vectors use ids again, for which a real table has no room. */
function closedRows(input: JsonObject, names: StoreNames): TableRow[] {
  const id = names.columns.task_id;
  return Object.entries(mapIn(input, 'closed_tasks')).flatMap(([labourer, byOutcome]) =>
    Object.entries(byOutcome as JsonObject).flatMap(([outcome, rows]) =>
      (rows as readonly JsonObject[]).map((row) => ({
        table: names.closed,
        row: {
          [STATUS_COLUMN]: `${labourer}_${outcome === 'completed' ? 1 : 0}`,
          ...row,
          [id]: `${labourer} ${outcome} ${String(row[id])}`,
        },
      })),
    ),
  );
}

/** So many rows that the read matches. */
const countedRows = (read: Read, count: number, names: StoreNames): JsonObject[] =>
  Array.from({ length: count }, (_, index) => matchingRow(read, index, names));

function matchingRow(read: Read, index: number, names: StoreNames): JsonObject {
  const { attr, bounds } = rangeIn(read);
  const fixed = read.conditions.filter(({ op }) => op === '=').map(({ attr: name, value }) => [String(name), value]);
  const completed = read.filter?.op === 'exists' ? { [String(read.filter.attr)]: 1 } : {};
  const offsets = [1 + (index % 100), -1 - (index % 100)];
  const row = offsets
    .flatMap((offset) => bounds.map((bound) => bound + offset))
    .map((value): JsonObject => ({ ...Object.fromEntries(fixed), ...completed, [attr]: value }))
    .find((candidate) => matches(read, candidate));
  if (row === undefined) throw new TypeError('no row matches the read');
  return { [names.columns.task_id]: `counted_${index}`, [names.columns.attempts]: 0, ...row };
}
