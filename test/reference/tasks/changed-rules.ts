/** Where the product departs from the old system on purpose: the vectors' writes as they are to be here. */

import type { StoreNames } from '../../../src/adapters/shared/store-names.js';
import { DEFAULT_TASK_SETTINGS } from '../../../src/domain/labourer.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { clockOf, mapIn, type Vector } from '../vector.js';
import { writesIn } from './calls.js';
import { storedRows } from './operations.js';

export function expectedWrites(vector: Vector, names: StoreNames): readonly JsonObject[] {
  const writes = writesIn(mapIn(vector, 'expected'));
  switch (vector.input.op) {
    case 'create_task':
      return withItems(writes, (item) => withinReach(item, vector, names));
    case 'scavenger_retry_tasks':
      return inOrderOfLaunch(writes, storedRows(vector.input), names);
    default:
      return writes;
  }
}

const withItems = (writes: readonly JsonObject[], changed: (item: JsonObject) => JsonObject): readonly JsonObject[] =>
  writes.map((write) => (write.call === 'put' ? { ...write, item: changed(mapIn(write, 'item')) } : write));

/** A new task goes one step behind the newest, but takes at most half of the room that is left below the clock. */
function withinReach(item: JsonObject, vector: Vector, names: StoreNames): JsonObject {
  const { greenfield } = names.columns;
  const places = storedRows(vector.input).map((row) => Number(row[greenfield]));
  const step = Number(mapIn(vector.input, 'config').greenfield_task_step ?? DEFAULT_TASK_SETTINGS.taskStep);
  const newest = Math.max(...places);
  if (places.length === 0 || Number(item[greenfield]) !== newest + step) return item;
  return { ...item, [greenfield]: newest + Math.min(step, (clockOf(vector) - newest) / 2) };
}

/**
 * The retry that is due first goes nearest to the queue's head. The vectors give the places in the order in which they list the due
 * tasks, which is not that of the index that the old system reads.
 */
function inOrderOfLaunch(
  writes: readonly JsonObject[],
  stored: readonly JsonObject[],
  { columns }: StoreNames,
): readonly JsonObject[] {
  const idOf = (row: JsonObject): Json => row[columns.task_id] ?? null;
  const launches = new Map(stored.map((row) => [idOf(row), Number(row[columns.desired_launch_time])]));
  const items = writes.filter(({ call }) => call === 'put').map((write) => mapIn(write, 'item'));
  const byLaunch = items
    .map(idOf)
    .sort(
      (one, other) => (launches.get(one) ?? 0) - (launches.get(other) ?? 0) || (String(one) < String(other) ? -1 : 1),
    );
  const places = new Map(byLaunch.map((id, index) => [id, items[index]?.[columns.greenfield] ?? null]));
  return withItems(writes, (item) => ({ ...item, [columns.greenfield]: places.get(idOf(item)) ?? null }));
}
