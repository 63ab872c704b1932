/** The automatic fields of a task, under the names they have on the wire: in events, in jobs that must not use them, in `createTask`. */

import { RefusedError } from './errors.js';
import type { Json, JsonObject } from './task.js';

export const AUTOMATIC_FIELDS = ['task_id', 'labourer_id', 'created_at', 'greenfield', 'attempts'] as const;
export type AutomaticField = (typeof AUTOMATIC_FIELDS)[number];

export const isAutomaticField = (name: string): name is AutomaticField =>
  (AUTOMATIC_FIELDS as readonly string[]).includes(name);

/**
 * Whether a row has the fields without which it is no task. Source: `is_valid_task` in the manual.
 *
 * @param row - As it is stored, with the names of the documents.
 * @returns True where `task_id`, `labourer_id` and `created_at` are there, whatever their values.
 * @example
 * ```ts
 * isValidTask({ task_id: '1', labourer_id: 'some_function' }); // false
 * ```
 */
export const isValidTask = (row: JsonObject): boolean =>
  (['task_id', 'labourer_id', 'created_at'] as const).every((name) => Object.hasOwn(row, name));

/** What the creator of a task says of automatic fields; null says nothing. */
export type GivenFields = Readonly<Partial<Record<AutomaticField, NonNullable<Json>>>>;

/** Splits what the creator of a task gave into automatic fields and the rest, which is the payload's. */
export function separatedFields(fields: JsonObject): { readonly given: GivenFields; readonly rest: JsonObject } {
  const given: { -readonly [Name in AutomaticField]?: NonNullable<Json> } = {};
  for (const [name, value] of Object.entries(fields)) if (isAutomaticField(name) && value !== null) given[name] = value;
  return { given, rest: Object.fromEntries(Object.entries(fields).filter(([name]) => !isAutomaticField(name))) };
}

/** Refuses (`task.automatic_field`) a value that differs from the one that the field gets anyway; numbers may come as text. */
export function refuseForeignFields(given: GivenFields, own: Readonly<Partial<Record<AutomaticField, unknown>>>): void {
  for (const name of AUTOMATIC_FIELDS) {
    const value = given[name];
    if (value === undefined || own[name] === undefined || String(value) === String(own[name])) continue;
    throw new RefusedError('task.automatic_field', {
      path: name,
      expected: 'no value, or the one that it gets anyway: the field is automatic',
      found: value,
    });
  }
}

/** A number that was given for an automatic field, as a number or as text. Refuses (`task.automatic_field`) anything else. */
export function numberOfField(given: GivenFields, name: AutomaticField): number | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (Number.isFinite(number) && value !== '') return number;
  throw new RefusedError('task.automatic_field', { path: name, expected: 'a number', found: value });
}
