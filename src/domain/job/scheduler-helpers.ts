/** The small functions of the manual's Scheduler class, for code that was written against them; the product itself goes by `compileJob`. */

import { RefusedError } from '../errors.js';
import type { Json, JsonObject } from '../task.js';
import { tasksOf } from './chunk.js';
import { chunkTree, type Name, namesIn, needsChunking as needsChunkingFrom } from './chunk-tree.js';
import { noWishes, wishesInside } from './flags.js';
import { type Calendar, dateListAt, dateListCount, splitDates } from './job-dates.js';
import type { JobSchema } from './job-schema.js';
import { kindOf, refuseUnlessJsonMap } from './json.js';
import { payloadEmitter } from './payload.js';

/**
 * Chunks a whole job: dates first, then attributes, then the skeleton over each task. Source: `construct_job_data`.
 *
 * @param job - Without its labourer.
 * @param schema - What may be chunked.
 * @param options - The clock that its period is read against, and the skeleton.
 * @returns All payloads, in memory; `compileJob` gives them one by one.
 * @throws RefusedError `job.kind`, `job.period`, `job.values`, `job.batch_size` and others, with the path of what is
 *   wrong.
 * @example
 * ```ts
 * const job = { shops: [1, 2], isolate_shops: true, period: 'last_2_days', isolate_days: true };
 * constructJobData(job, schemaOf(['shop']), { now }).length; // 4
 * ```
 */
export function constructJobData(
  job: JsonObject,
  schema: JobSchema,
  { skeleton = {}, ...calendar }: Calendar & { skeleton?: JsonObject },
): JsonObject[] {
  refuseUnlessJsonMap(job, 'job');
  const { dates, rest } = splitDates(job, calendar);
  const tree = chunkTree(rest, 0, noWishes(schema), { schema, labourerId: undefined, warn: () => {} });
  return [...tasksOf({ dates, tree }, payloadEmitter(skeleton))];
}

/**
 * Chunks a job by its attributes only. Source: `chunk_job`.
 *
 * @param job - Its period, if it has one, is an ordinary key here.
 * @param schema - What may be chunked.
 * @param skeleton - Keys that lie over each task.
 * @returns The payloads.
 * @throws RefusedError as `constructJobData`.
 * @example
 * ```ts
 * chunkJob({ shops: [1, 2], isolate_shops: true }, schemaOf(['shop'])).map(({ shops }) => shops); // [[1], [2]]
 * ```
 */
export function chunkJob(job: JsonObject, schema: JobSchema, skeleton: JsonObject = {}): JsonObject[] {
  refuseUnlessJsonMap(job, 'job');
  const tree = chunkTree(job, 0, noWishes(schema), { schema, labourerId: undefined, warn: () => {} });
  return [...tasksOf({ dates: { dates: undefined, isolated: false }, tree }, payloadEmitter(skeleton))];
}

/**
 * Chunks a job by its dates only. Source: `chunk_dates`.
 *
 * @param job - With `period`, or `st_date` and `en_date`; without them it is one task.
 * @param calendar - The clock, the time zone of "today", and periods of your own.
 * @param skeleton - Keys that lie over the job, and the dates over both.
 * @returns A payload a day with `isolate_days`, else one with the whole `date_list`.
 * @throws RefusedError `job.period`, `job.time_zone`, `job.flag`, `job.kind`.
 * @example
 * ```ts
 * chunkDates({ period: 'yesterday' }, { now: epochSeconds(1_773_230_400) }); // [{ date_list: ['2026-03-10'] }]
 * ```
 */
export function chunkDates(job: JsonObject, calendar: Calendar, skeleton: JsonObject = {}): JsonObject[] {
  refuseUnlessJsonMap(job, 'job');
  const { dates, rest } = splitDates(job, calendar);
  return Array.from({ length: dateListCount(dates) }, (_, index) => ({
    ...rest,
    ...skeleton,
    ...dateListAt(dates, index),
  }));
}

/**
 * Whether the level of an attribute is to be chunked, by its own flags or by one further inside. Source:
 * `needs_chunking`.
 *
 * @param attribute - In either spelling.
 * @param data - The job, or the part of it that holds the attribute.
 * @param schema - What may be chunked.
 * @returns False too for an attribute that the schema does not chunk.
 * @throws RefusedError `job.flag`, `job.batch_size`.
 * @example
 * ```ts
 * needsChunking('shop', { shops: [1, 2], isolate_shops: true }, schemaOf(['shop'])); // true
 * ```
 */
export function needsChunking(attribute: string, data: JsonObject, schema: JobSchema): boolean {
  const level = levelOf(attribute, schema);
  if (level === undefined) return false;
  return needsChunkingFrom(data, level, wishesInside(data, noWishes(schema), schema, 'data'), schema);
}

/**
 * The attribute one level further inside. Source: `get_next_chunkable_attr`.
 *
 * @param attribute - In either spelling.
 * @param schema - What may be chunked.
 * @returns In the singular; undefined after the last attribute, and for one that the schema does not chunk.
 * @example
 * ```ts
 * getNextChunkableAttr('regions', schemaOf(['region', 'shop'])); // 'shop'
 * ```
 */
export function getNextChunkableAttr(attribute: string, schema: JobSchema): string | undefined {
  const level = levelOf(attribute, schema);
  return level === undefined ? undefined : schema.levels[level + 1]?.singular;
}

/**
 * Where a name stands in a list, whether or not either ends in `s`. Source: `get_index_from_list`.
 *
 * @param attribute - The name.
 * @param names - The list.
 * @returns The first index, from 0.
 * @throws RefusedError `schema.attribute` for a name that is not in the list.
 * @example
 * ```ts
 * getIndexFromList('shops', ['region', 'shop']); // 1
 * ```
 */
export function getIndexFromList(attribute: string, names: readonly string[]): number {
  const index = names.findIndex((name) => singularOf(name) === singularOf(attribute));
  if (index >= 0) return index;
  throw new RefusedError('schema.attribute', { path: '', expected: `one of ${names.join(', ')}`, found: attribute });
}

/**
 * The flags of a job as they stand: `isolate_…` and `max_…_per_batch`. Source: `get_isolate_attributes_from_job`.
 *
 * @param job - Only its own keys are looked at, not those further inside.
 * @returns A new object; values are not checked.
 * @example
 * ```ts
 * getIsolateAttributesFromJob({ shops: [1, 2], isolate_shops: true }); // { isolate_shops: true }
 * ```
 */
export function getIsolateAttributesFromJob(job: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(job).filter(([key]) => /^(?:isolate_\w*|max_\w*_per_batch)$/.test(key)));
}

/**
 * The values that a job means by a list, or by a map of nulls. Source: `validate_list_of_vals`.
 *
 * @param values - A list of texts and numbers, or a map whose keys are the values.
 * @returns The values, in their order.
 * @throws RefusedError `job.values` for anything else.
 * @example
 * ```ts
 * validateListOfVals({ north: null, south: null }); // ['north', 'south']
 * ```
 */
export function validateListOfVals(values: Json): readonly Name[] {
  const names = namesIn(values);
  if (names !== undefined) return names;
  throw new RefusedError('job.values', {
    path: '',
    expected: 'a list of texts and numbers, or a map of nulls',
    found: kindOf(values),
  });
}

const singularOf = (name: string): string => (name.endsWith('s') ? name.slice(0, -1) : name);

function levelOf(attribute: string, schema: JobSchema): number | undefined {
  const level = schema.levels.findIndex(({ singular, plural }) => attribute === singular || attribute === plural);
  return level < 0 ? undefined : level;
}
