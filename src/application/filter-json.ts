/** A filter of tasks as JSON: under the names that commands, addresses and the log of operations have for its keys. */

import type { JsonObject } from '../domain/task.js';
import type { TaskFilter } from './ports/task-search.js';

const NAMES = {
  labourerIds: 'labourer',
  jobId: 'job',
  states: 'state',
  text: 'text',
  errorGroup: 'error_group',
  createdFrom: 'created_from',
  createdBefore: 'created_before',
  closedFrom: 'closed_from',
  closedBefore: 'closed_before',
  attemptsFrom: 'attempts_from',
  attemptsUpTo: 'attempts_up_to',
} as const satisfies Record<keyof TaskFilter, string>;

const KEYS = Object.keys(NAMES) as readonly (keyof TaskFilter)[];

/** Keys that are not given are absent. */
export function filterAsJson(filter: TaskFilter): JsonObject {
  const given = KEYS.filter((key) => filter[key] !== undefined);
  return Object.fromEntries(given.map((key) => [NAMES[key], filter[key] ?? null]));
}

/** The filter that `filterAsJson` was given; unchecked, so only for what this product has written itself, or what was checked before. */
export function filterFromJson(json: Readonly<Record<string, unknown>>): TaskFilter {
  const given = KEYS.filter((key) => json[NAMES[key]] !== undefined);
  return Object.fromEntries(given.map((key) => [key, json[NAMES[key]]]));
}
