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

/** Dates first, then attributes, then the skeleton over each task. Source: `construct_job_data`. */
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

/** Attributes only. Source: `chunk_job`. */
export function chunkJob(job: JsonObject, schema: JobSchema, skeleton: JsonObject = {}): JsonObject[] {
  refuseUnlessJsonMap(job, 'job');
  const tree = chunkTree(job, 0, noWishes(schema), { schema, labourerId: undefined, warn: () => {} });
  return [...tasksOf({ dates: { dates: undefined, isolated: false }, tree }, payloadEmitter(skeleton))];
}

/** Dates only; the skeleton lies over the job and the dates over both. Source: `chunk_dates`. */
export function chunkDates(job: JsonObject, calendar: Calendar, skeleton: JsonObject = {}): JsonObject[] {
  refuseUnlessJsonMap(job, 'job');
  const { dates, rest } = splitDates(job, calendar);
  return Array.from({ length: dateListCount(dates) }, (_, index) => ({
    ...rest,
    ...skeleton,
    ...dateListAt(dates, index),
  }));
}

/** Whether the level of this attribute (in either spelling) is to be chunked. Source: `needs_chunking`. */
export function needsChunking(attribute: string, data: JsonObject, schema: JobSchema): boolean {
  const level = levelOf(attribute, schema);
  if (level === undefined) return false;
  return needsChunkingFrom(data, level, wishesInside(data, noWishes(schema), schema, 'data'), schema);
}

/** The attribute after this one, in the singular. Source: `get_next_chunkable_attr`. */
export function getNextChunkableAttr(attribute: string, schema: JobSchema): string | undefined {
  const level = levelOf(attribute, schema);
  return level === undefined ? undefined : schema.levels[level + 1]?.singular;
}

/** Where the name stands in the list, whether or not either ends in `s`. Source: `get_index_from_list`. */
export function getIndexFromList(attribute: string, names: readonly string[]): number {
  const index = names.findIndex((name) => singularOf(name) === singularOf(attribute));
  if (index >= 0) return index;
  throw new RefusedError('schema.attribute', { path: '', expected: `one of ${names.join(', ')}`, found: attribute });
}

/** The flags of a job as they stand. Source: `get_isolate_attributes_from_job`. */
export function getIsolateAttributesFromJob(job: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(job).filter(([key]) => /^(?:isolate_\w*|max_\w*_per_batch)$/.test(key)));
}

/** The names in a list of texts and numbers, or in a map of nulls. Source: `validate_list_of_vals`. */
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
