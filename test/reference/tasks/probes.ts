/** Whether a read of ours asks for the same rows as the vector's: told by rows around its bounds, whatever the vector has stored. */

import type { StoreNames } from '../../../src/adapters/shared/store-names.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { difference } from '../vector.js';
import { matches, type Read, rangeIn } from './calls.js';
import type { Answer } from './operations.js';

/**
 * Rows of the read's labourer and of another, completed and not, below and above each bound; the bounds themselves are free (D44). All at
 * once, or one by one for a read that gives a single place.
 */
export function probeSets(op: string, read: Read, names: StoreNames): JsonObject[][] {
  const { columns } = names;
  const { attr, bounds } = rangeIn(read);
  const labourer = read.conditions.find(({ op: operator }) => operator === '=')?.value ?? null;
  const kinds = [labourer, 'another'].flatMap((name): JsonObject[] => [
    { [columns.labourer_id]: name },
    { [columns.labourer_id]: name, [columns.completed_at]: 1 },
  ]);
  const values = bounds.flatMap((bound) => [bound - 500, bound - 1, bound + 1, bound + 500]);
  const rows = kinds
    .flatMap((kind, one) =>
      values.map((value, other) => ({ [columns.task_id]: `probe_${one}_${other}`, ...kind, [attr]: value })),
    )
    .filter((row) => !isChanged(op, row, read, names));
  return op.endsWith('_greenfield') ? rows.map((row) => [row]) : [rows];
}

/**
 * Where our rules are others: a claimed task runs until it expires, even where a clock that stepped back leaves its greenfield above
 * now + delta; and a completed task is never next.
 */
function isChanged(op: string, row: JsonObject, read: Read, { columns }: StoreNames): boolean {
  const { attr, bounds } = rangeIn(read);
  if (op === 'running' || op === 'count_running') return Number(row[attr]) > Math.max(...bounds);
  return op === 'get_next' && row[columns.completed_at] !== undefined;
}

/** What the operation is to answer when the probes are all that there is. `step` stands for the ends of an empty queue. */
export function probeAnswer(
  op: string,
  read: Read,
  probes: readonly JsonObject[],
  { names, step }: { readonly names: StoreNames; readonly step: number },
): Json {
  const { attr } = rangeIn(read);
  const rows = probes
    .filter((row) => matches(read, row))
    .sort((one, other) => Number(one[attr]) - Number(other[attr]) || (idOf(one) < idOf(other) ? -1 : 1));
  function idOf(row: JsonObject): string {
    return String(row[names.columns.task_id]);
  }
  switch (op) {
    case 'count_running':
    case 'queue_length':
      return rows.length;
    case 'oldest_greenfield':
      return rows[0]?.[attr] ?? step;
    case 'newest_greenfield':
      return rows.at(-1)?.[attr] ?? step;
    default:
      return rows.map(idOf);
  }
}

export function probeDifference(answer: Answer, expected: Json, names: StoreNames): string | undefined {
  const found = answer.rows?.map((row) => row[names.columns.task_id]) ?? answer.value;
  return difference(found, expected);
}
