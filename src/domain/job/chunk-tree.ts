/**
 * A job as the tree of its tasks: read and validated once, at a cost of the job's text, whatever number of tasks it stands for.
 * Tasks are generated, counted and measured from it.
 */

import { RefusedError } from '../errors.js';
import { CONTROL_CHARACTER } from '../ids.js';
import type { Json, JsonObject } from '../task.js';
import { isAutomaticField } from '../task-fields.js';
import { asks, type Wishes, wishesInside } from './flags.js';
import type { JobSchema, Level } from './job-schema.js';
import type { JobWarning } from './job-warning.js';
import { isJsonList, isJsonMap, kindOf, ownValue, without } from './json.js';

/** A value of a chunkable attribute. */
export type Name = string | number | boolean;

/** Both kinds carry `own`: what they add to every task below; inner keys win over outer ones. */
export type ChunkNode = Leaf | Split;

/** One task. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly own: JsonObject;
  readonly tasks: 1;
}

/** Tasks that differ under `key`, the plural name of an attribute, in the order of the parts. */
export interface Split {
  readonly kind: 'split';
  readonly own: JsonObject;
  readonly key: string;
  readonly parts: readonly (Batches | Branch)[];
  readonly tasks: number;
}

/** The names in lists of `size`, the last one shorter; a task each. */
export interface Batches {
  readonly kind: 'batches';
  readonly names: readonly Name[];
  readonly size: number;
  readonly tasks: number;
}

/** All tasks of one name's own sub-job. */
export interface Branch {
  readonly kind: 'branch';
  readonly name: string;
  readonly node: ChunkNode;
  readonly tasks: number;
}

/** Values that stay together in a level that nobody asked to chunk. Source: `max_YOURATTRs_per_batch` in the manual. */
const UNCHUNKED_BATCH = 1_000_000;

/** What holds for the whole reading of one job. */
export interface Reading {
  readonly schema: JobSchema;
  /** The only value that a job may give `labourer_id`. */
  readonly labourerId: string | undefined;
  readonly warn: (warning: JobWarning) => void;
}

/**
 * Whether this level of a job is to be chunked: a flag here or outside asks for it, or one of the sub-jobs below is to be chunked.
 * `wishes` are those inside the job.
 */
export function needsChunking(
  job: JsonObject,
  level: number,
  wishes: Wishes,
  schema: JobSchema,
  path = 'job',
): boolean {
  const attribute = schema.levels[level];
  if (attribute === undefined) return false;
  if (asks(wishes[level])) return true;
  return [attribute.plural, attribute.singular].some((key) =>
    someSubJob(ownValue(job, key), `${path}.${key}`, (subJob, at) =>
      needsChunking(subJob, level + 1, wishesInside(subJob, wishes, schema, at), schema, at),
    ),
  );
}

/**
 * The tree of a job from this level inwards, under the wishes from outside. Everything that ends up in it is validated, what stays
 * a worker's own business is not.
 */
export function chunkTree(job: JsonObject, level: number, outer: Wishes, reading: Reading, path = 'job'): ChunkNode {
  refuseReservedKeys(job, reading, path);
  const { schema } = reading;
  const wishes = wishesInside(job, outer, schema, path);
  const attribute = schema.levels[level];
  if (attribute === undefined) return leaf(job);
  if (!needsChunking(job, level, wishes, schema, path)) return unchunked(job, attribute);

  const key = spellingIn(job, attribute, path);
  const value = key === undefined ? undefined : ownValue(job, key);
  if (key === undefined || value === undefined) return leaf(job);
  const at = `${path}.${key}`;
  const branch = (name: string, subJob: JsonObject): Branch => {
    const node = chunkTree(subJob, level + 1, wishes, reading, `${at}.${name}`);
    return { kind: 'branch', name, node, tasks: node.tasks };
  };
  const parts = partsOf(value, wishes[level]?.batch ?? 1, branch, at);
  return parts.length === 0 ? leaf(job) : split(without(job, key), attribute, parts);
}

/** Refuses keys that would pass for the task's own fields, and unreadable ones; warns of flags that nothing answers to. */
export function refuseReservedKeys(job: JsonObject, reading: Reading, path: string): void {
  for (const key of Object.keys(job)) {
    refuseControlCharacters(key, path);
    if (isAutomaticField(key) && (key !== 'labourer_id' || job[key] !== reading.labourerId)) {
      throw new RefusedError('job.automatic_field', {
        path: `${path}.${key}`,
        expected: 'no attribute that is called like a field of every task',
      });
    }
    if (key.startsWith('isolate_') && key !== 'isolate_days' && !reading.schema.flagNames.has(key)) {
      const message = `${key} has no effect: the job's schema does not chunk such an attribute`;
      reading.warn({ code: 'job.flag_without_attribute', path: `${path}.${key}`, message });
    }
  }
}

function refuseControlCharacters(name: string, path: string): void {
  if (!CONTROL_CHARACTER.test(name)) return;
  throw new RefusedError('job.name', { path, expected: 'names without control characters', found: name });
}

/** A job that is a task as it stands. */
export const leaf = (own: JsonObject): Leaf => ({ kind: 'leaf', own, tasks: 1 });

const split = (own: JsonObject, { plural }: Level, parts: Split['parts']): Split => ({
  kind: 'split',
  own,
  key: plural,
  parts,
  tasks: parts.reduce((sum, part) => sum + part.tasks, 0),
});

const batches = (names: readonly Name[], size: number): Batches => ({
  kind: 'batches',
  names,
  size,
  tasks: Math.ceil(names.length / size),
});

/** Nobody asked: names become a list under the plural, anything else stays exactly as it is. */
function unchunked(job: JsonObject, attribute: Level): ChunkNode {
  const [key, ...others] = [attribute.plural, attribute.singular].filter((spelling) => Object.hasOwn(job, spelling));
  if (key === undefined || others.length > 0) return leaf(job);
  const names = namesIn(ownValue(job, key)) ?? [];
  return names.length === 0 ? leaf(job) : split(without(job, key), attribute, [batches(names, UNCHUNKED_BATCH)]);
}

/** The spelling of the attribute that the job uses. Both at once would be two answers to one question. */
function spellingIn(job: JsonObject, { singular, plural }: Level, path: string): string | undefined {
  if (!Object.hasOwn(job, singular)) return Object.hasOwn(job, plural) ? plural : undefined;
  if (!Object.hasOwn(job, plural)) return singular;
  throw new RefusedError('job.attribute_twice', {
    path: `${path}.${singular}`,
    expected: `the attribute in one spelling, but ${plural} stands beside it`,
  });
}

type BranchOf = (name: string, subJob: JsonObject) => Branch;

/** No parts at all where there is no value: nothing, an empty list or an empty map. */
function partsOf(value: Json, size: number, branch: BranchOf, path: string): Split['parts'] {
  if (value === null) return [];
  if (isJsonMap(value)) return partsOfMap(value, size, branch, path);
  const values = isJsonList(value) ? value : [value];
  if (values.length === 0) return [];
  if (values.every(isJsonMap)) return values.flatMap((map, index) => partsOfMap(map, size, branch, `${path}.${index}`));
  const names = namesIn(values);
  if (names !== undefined) return [batches(names, size)];
  const strange = values.findIndex((entry) => !isName(entry));
  throw unfit(values[strange], `${path}.${strange}`);
}

/** Names without sub-jobs go in batches; as soon as one name has a sub-job each name goes alone. */
function partsOfMap(map: JsonObject, size: number, branch: BranchOf, path: string): (Batches | Branch)[] {
  const names = Object.keys(map);
  for (const name of names) refuseControlCharacters(name, path);
  const parts: (Batches | Branch)[] = [];
  let plain: string[] = [];
  const close = (batchSize: number) => {
    if (plain.length > 0) parts.push(batches(plain, batchSize));
    plain = [];
  };
  for (const name of names) {
    const subJob = map[name];
    if (subJob === null) {
      plain.push(name);
    } else if (isJsonMap(subJob)) {
      close(1);
      parts.push(branch(name, subJob));
    } else {
      throw unfit(subJob, `${path}.${name}`);
    }
  }
  close(parts.length === 0 ? size : 1);
  return parts;
}

/** The names in a list of names or in a map of nulls; undefined for anything else. */
export function namesIn(value: Json | undefined): readonly Name[] | undefined {
  if (isJsonList(value)) return value.every(isName) ? value : undefined;
  if (!isJsonMap(value)) return undefined;
  const names = Object.keys(value);
  return names.every((name) => value[name] === null) ? names : undefined;
}

/** Booleans are names too: they were to Python, for which they are numbers. */
const isName = (value: Json): value is Name =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Whether some sub-job among an attribute's values, which stand in a map or in a list of maps, is as asked. */
function someSubJob(
  value: Json | undefined,
  path: string,
  asked: (subJob: JsonObject, path: string) => boolean,
): boolean {
  if (isJsonList(value)) {
    return value.some((entry, index) => isJsonMap(entry) && someSubJob(entry, `${path}.${index}`, asked));
  }
  if (!isJsonMap(value)) return false;
  return Object.keys(value).some((name) => {
    const subJob = value[name];
    return isJsonMap(subJob) && asked(subJob, `${path}.${name}`);
  });
}

const unfit = (found: Json | undefined, path: string) =>
  new RefusedError('job.values', {
    path,
    expected: 'a list of texts and numbers, or a map of names with null or a sub-job each',
    found: kindOf(found),
  });
