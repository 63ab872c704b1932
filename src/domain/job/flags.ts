/** Flags of a job: `isolate_<attribute>s` and `max_<attribute>s_per_batch`, as they stand and as they reach inwards. */

import { RefusedError } from '../errors.js';
import type { Json, JsonObject } from '../task.js';
import type { JobSchema } from './job-schema.js';
import { ownValue } from './json.js';

/** What the flags seen so far ask of one level. */
export interface Wish {
  readonly isolate: boolean;
  /** Values a task; undefined where nobody gave a number. */
  readonly batch: number | undefined;
}

/** One for each level of the schema, outermost first. */
export type Wishes = readonly Wish[];

export const noWishes = (schema: JobSchema): Wishes => schema.levels.map(() => ({ isolate: false, batch: undefined }));

/** A level whose wish asks for it is chunked, whatever stands in it. */
export const asks = (wish: Wish | undefined): boolean =>
  wish !== undefined && (wish.isolate || wish.batch !== undefined);

/**
 * The wishes inside a (sub-)job: those from outside, and its own flags. Isolation adds up, a false inside takes nothing back; of
 * batch sizes the innermost counts, within one job that of the plural spelling.
 */
export function wishesInside(job: JsonObject, outer: Wishes, schema: JobSchema, path: string): Wishes {
  if (!Object.keys(job).some((key) => schema.flagNames.has(key))) return outer;
  return outer.map((wish, index) => {
    const { isolateFlags, batchFlags } = schema.levels[index] ?? { isolateFlags: [], batchFlags: [] };
    const isolate = isolateFlags.map((flag) => readSwitch(ownValue(job, flag) ?? false, `${path}.${flag}`));
    const batches = batchFlags.map((flag) => readBatchSize(ownValue(job, flag) ?? undefined, `${path}.${flag}`));
    return {
      isolate: wish.isolate || isolate.includes(true),
      batch: batches.find((size) => size !== undefined) ?? wish.batch,
    };
  });
}

/** True, 1 and the text `true` in any case say yes; false, 0 and `false` no. Any other text, number or kind is refused. */
export function readSwitch(value: Json, path: string): boolean {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if (word === true || word === 1 || word === 'true') return true;
  if (word === false || word === 0 || word === 'false') return false;
  throw new RefusedError('job.flag', { path, expected: 'true or false', found: value });
}

function readBatchSize(value: Json | undefined, path: string): number | undefined {
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)) return value;
  throw new RefusedError('job.batch_size', { path, expected: 'a whole number above 0', found: value });
}
