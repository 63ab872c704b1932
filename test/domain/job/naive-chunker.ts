/**
 * The rules of chunking once more, told quite differently, as an oracle: a list of unfinished tasks is rewritten, level by level,
 * until nothing is left to do. It is eager, copies everything, and looks for flags by asking every sub-job at every depth.
 */

import type { Json, JsonObject } from '../../../src/domain/task.js';

/** A task in the making: what it has, and the (sub-)job whose attributes still wait to be looked at; none when it is done. */
interface Draft {
  readonly task: JsonObject;
  readonly job?: JsonObject;
  /** All jobs that it lies in, innermost first. */
  readonly around: readonly JsonObject[];
}

/** All tasks of a job without dates; a job that asks for nothing is one task as it stands. */
export function naiveTasks(job: JsonObject, attributes: readonly string[], skeleton: JsonObject): JsonObject[] {
  const [first = '', ...others] = attributes;
  if (!isWanted([job], first, valueUnder(job, first), others)) return [{ ...job, ...skeleton }];
  let drafts: Draft[] = [{ task: {}, job, around: [job] }];
  for (const [level, attribute] of attributes.entries()) {
    drafts = drafts.flatMap((draft) => step(draft, attribute, attributes.slice(level + 1)));
  }
  return drafts.map(({ task, job: rest }) => ({ ...task, ...rest, ...skeleton }));
}

function step(draft: Draft, attribute: string, below: readonly string[]): Draft[] {
  const { task, job, around } = draft;
  if (job === undefined) return [draft];
  const value = valueUnder(job, attribute);
  const rest = Object.fromEntries(
    Object.entries(job).filter(([name]) => name !== attribute && name !== `${attribute}s`),
  );
  const wanted = isWanted(around, attribute, value, below);
  const size = wanted ? (sizeOf(around, attribute) ?? 1) : Number.MAX_SAFE_INTEGER;
  const lists = Array.isArray(value) && value.every(isMap) ? value : [value ?? null];
  const made = lists.flatMap((list) => draftsOf(list, size, attribute, { task: { ...task, ...rest }, around }));
  // Unasked, only names become a list: those of a list, or of a map of nulls.
  const stays = !wanted && (Array.isArray(value) ? value.some(isMap) : !isMap(value) || namesOf(value) === undefined);
  return made.length === 0 || stays ? [{ task: { ...task, ...job }, around }] : made;
}

function draftsOf(list: Json, size: number, attribute: string, { task, around }: Draft): Draft[] {
  const key = `${attribute}s`;
  const names = namesOf(list);
  if (names !== undefined) return slices(names, size).map((slice) => ({ task: { ...task, [key]: slice }, around }));
  return Object.entries(list as JsonObject).map(([name, inner]) => {
    const named = { ...task, [key]: [name] };
    return isMap(inner) ? { task: named, job: inner, around: [inner, ...around] } : { task: named, around };
  });
}

const valueUnder = (job: JsonObject, attribute: string): Json | undefined =>
  Object.hasOwn(job, `${attribute}s`) ? job[`${attribute}s`] : job[attribute];

/** A flag in any job from here outwards, or the same of a sub-job below. */
function isWanted(
  around: readonly JsonObject[],
  attribute: string,
  value: Json | undefined,
  below: readonly string[],
): boolean {
  const asked = around.some((job) =>
    [attribute, `${attribute}s`].some((name) =>
      [job[`isolate_${name}`], job[`max_${name}_per_batch`]].some((flag) =>
        typeof flag === 'string' ? flag === 'True' : Boolean(flag),
      ),
    ),
  );
  const [next, ...rest] = below;
  if (asked || next === undefined) return asked;
  const subJobs = (Array.isArray(value) ? value : [value])
    .filter(isMap)
    .flatMap(Object.values<Json>)
    .filter(isMap);
  return subJobs.some((subJob) => isWanted([subJob, ...around], next, valueUnder(subJob, next), rest));
}

function sizeOf(around: readonly JsonObject[], attribute: string): number | undefined {
  const sizes = around.flatMap((job) => [job[`max_${attribute}s_per_batch`], job[`max_${attribute}_per_batch`]]);
  return sizes.find((size) => typeof size === 'number');
}

function namesOf(value: Json): readonly Json[] | undefined {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (!isMap(value)) return [value];
  return Object.values(value).every((inner) => inner === null) ? Object.keys(value) : undefined;
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return items.length === 0 ? [] : [items.slice(0, size), ...slices(items.slice(size), size)];
}

const isMap = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
