/** A job, validated as a whole and ready to be counted, shown or generated; nothing of it has been expanded. */

import type { LabourerId } from '../ids.js';
import type { JsonObject } from '../task.js';
import { type Chunks, taskCount, tasksOf } from './chunk.js';
import { chunkTree, leaf, needsChunking, type Reading, refuseReservedKeys } from './chunk-tree.js';
import { noWishes, wishesInside } from './flags.js';
import { type Calendar, splitDates } from './job-dates.js';
import { type JobSchema, type SchemasConfig, schemaFor } from './job-schema.js';
import type { JobWarning } from './job-warning.js';
import { ownValue, refuseUnlessJsonMap } from './json.js';
import { payloadEmitter } from './payload.js';
import { textEmitter } from './payload-text.js';

/** Each is a line of the log. */
const WARNINGS_MAX = 100;

/** A job and what it is read by. */
export interface JobInput extends Calendar {
  /** As `readJobEvent` gives it. It becomes part of the result: it must not be changed afterwards. */
  readonly job: JsonObject;
  readonly labourerId: LabourerId;
  readonly schemas: SchemasConfig;
  /** Keys that lie over every payload. */
  readonly skeleton?: JsonObject;
}

/** A job that is right, not expanded. */
export interface CompiledJob {
  readonly labourerId: LabourerId;
  readonly schema: JobSchema;
  readonly chunks: Chunks;
  /** Keys that lie over every payload. */
  readonly skeleton: JsonObject;
  /** Number of tasks. */
  readonly tasks: number;
  readonly warnings: readonly JobWarning[];
}

/**
 * Reads and validates a whole job. Costs time and memory of the job's text, not of its tasks. A job that asks for no
 * chunking goes out exactly as it is, but for its period.
 *
 * @param input - The job, its labourer, the configured schemas, the calendar, and keys that lie over every payload.
 * @returns What `planOf`, `payloadsOf`, `rowsOf` and `linesOf` take; `tasks` is their number.
 * @throws RefusedError `job.…` or `schema.…`, with the path of what is wrong. Nothing has been written.
 * @example
 * ```ts
 * const compiled = compileJob({
 *   job: { shops: [1, 2, 3], max_shops_per_batch: 2 },
 *   labourerId: labourerId('some_function'),
 *   schemas: { job_schema: { chunkable_attrs: ['shop'] } },
 *   now: epochSeconds(1_773_230_400),
 * });
 * compiled.tasks; // 2
 * ```
 */
export function compileJob(input: JobInput): CompiledJob {
  const { labourerId, skeleton = {} } = input;
  refuseUnlessJsonMap(input.job, 'job');
  const schema = schemaFor(input.schemas, ownValue(input.job, 'job_schema_name'));
  const warnings = new Map<string, JobWarning>();
  // One warning a message: ten thousand sub-jobs may all carry the same useless flag, or each one of its own.
  const warn = (warning: JobWarning): void => {
    if (warnings.size < WARNINGS_MAX && !warnings.has(warning.message)) warnings.set(warning.message, warning);
  };

  const { dates, rest, warnings: dateWarnings } = splitDates(input.job, input);
  dateWarnings.forEach(warn);
  const chunks = { dates, tree: treeOf(rest, { schema, labourerId, warn }) };
  return { labourerId, schema, chunks, skeleton, tasks: taskCount(chunks), warnings: [...warnings.values()] };
}

function treeOf(job: JsonObject, reading: Reading): Chunks['tree'] {
  const { schema } = reading;
  const outer = noWishes(schema);
  if (needsChunking(job, 0, wishesInside(job, outer, schema, 'job'), schema)) return chunkTree(job, 0, outer, reading);
  refuseReservedKeys(job, reading, 'job');
  return leaf(job);
}

/**
 * What workers get, one task after the other.
 *
 * @param compiled - What `compileJob` gave.
 * @param from - The task to begin with, from 0.
 * @returns Payloads; their values are the job's own, not copies.
 * @example
 * ```ts
 * for (const payload of payloadsOf(compiled)) console.log(payload);
 * ```
 */
export const payloadsOf = (compiled: CompiledJob, from = 0): Generator<JsonObject, void, undefined> =>
  tasksOf(compiled.chunks, payloadEmitter(compiled.skeleton), from);

/** What workers get, as JSON text, without a line's end. */
export const payloadLinesOf = (compiled: CompiledJob, from = 0): Generator<string, void, undefined> =>
  tasksOf(compiled.chunks, textEmitter(compiled.skeleton), from);

/**
 * The rows of the queue: payloads with their `labourer_id`.
 *
 * @param compiled - What `compileJob` gave.
 * @param from - The task to begin with, from 0.
 * @returns One row a task.
 * @example
 * ```ts
 * for (const row of rowsOf(compiled)) console.log(row.labourer_id);
 * ```
 */
export const rowsOf = (compiled: CompiledJob, from = 0): Generator<JsonObject, void, undefined> =>
  tasksOf(compiled.chunks, payloadEmitter(rowOverlay(compiled)), from);

/**
 * The rows of the queue as lines of its file.
 *
 * @param compiled - What `compileJob` gave.
 * @param from - The task to begin with, from 0.
 * @returns JSON texts without the line's end.
 * @example
 * ```ts
 * for (const line of linesOf(compiled)) file.write(`${line}\n`);
 * ```
 */
export const linesOf = (compiled: CompiledJob, from = 0): Generator<string, void, undefined> =>
  tasksOf(compiled.chunks, textEmitter(rowOverlay(compiled)), from);

const rowOverlay = ({ skeleton, labourerId }: CompiledJob): JsonObject => ({ ...skeleton, labourer_id: labourerId });
