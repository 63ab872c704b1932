/** The plan of a job: what it would become, told without generating it. */

import { RefusedError } from '../errors.js';
import type { JsonObject } from '../task.js';
import { tasksOf } from './chunk.js';
import { type CompiledJob, payloadsOf } from './compile-job.js';
import { dateListCount, firstDateList } from './job-dates.js';
import type { JobWarning } from './job-warning.js';
import { sizeEmitter } from './payload-text.js';

/** `max_tasks_per_job`: what schedule and run refuse to exceed; a plan may be of any size. */
export const MAX_TASKS_PER_JOB = 1_000_000;

/** What a job would become. */
export interface JobPlan {
  readonly labourerId: string;
  /** Number of tasks, exact up to 2^53. */
  readonly tasks: number;
  /** Bytes of the payloads as JSON in UTF-8; `total` is exact up to 2^53 (9 petabytes). */
  readonly payloadBytes: { readonly min: number; readonly max: number; readonly total: number };
  readonly first: readonly JsonObject[];
  /** In the order of the tasks; overlaps `first` when there are few. */
  readonly last: readonly JsonObject[];
  /** The resolved dates; empty when the job has no period. */
  readonly dates: readonly string[];
  /** In force for this job: singular names, outermost first. */
  readonly chunkableAttrs: readonly string[];
  readonly warnings: readonly JobWarning[];
}

export interface PlanOptions {
  /** How many of the first and last payloads to show. */
  readonly first?: number;
  readonly last?: number;
  readonly maxTasks?: number;
}

/**
 * Tells what a job would become. Costs time of the job's text, not of its tasks; and of the payloads that are shown.
 *
 * @param compiled - What `compileJob` gave.
 * @param options - How many payloads to show (3 and 3), and the limit that is warned of.
 * @returns Counts, sizes, and the first and last payloads.
 * @example
 * ```ts
 * const { tasks, payloadBytes, first } = planOf(compiled, { first: 1 });
 * ```
 */
export function planOf(compiled: CompiledJob, options: PlanOptions = {}): JobPlan {
  const { first = 3, last = 3, maxTasks = MAX_TASKS_PER_JOB } = options;
  const { tasks, chunks, schema, warnings } = compiled;
  const tooMany = {
    code: 'job.too_many_tasks',
    path: 'job',
    message: `${tasks} tasks are more than max_tasks_per_job allows (${maxTasks}): the job would be refused`,
  };
  return {
    labourerId: compiled.labourerId,
    tasks,
    payloadBytes: payloadBytes(compiled),
    first: take(payloadsOf(compiled), first),
    last: take(payloadsOf(compiled, Math.max(tasks - last, 0)), last),
    dates: chunks.dates.dates ?? [],
    chunkableAttrs: schema.levels.map(({ singular }) => singular),
    warnings: tasks > maxTasks ? [...warnings, tooMany] : warnings,
  };
}

/** Refuses a job of more tasks than `max_tasks_per_job`. */
export function refuseTooManyTasks({ tasks }: { readonly tasks: number }, maxTasks = MAX_TASKS_PER_JOB): void {
  if (tasks <= maxTasks) return;
  throw new RefusedError('job.too_many_tasks', {
    path: 'job',
    expected: `at most ${maxTasks} tasks (max_tasks_per_job)`,
    found: tasks,
  });
}

/** Refuses a plan of which some payload is longer than what the store and the invocation can carry, in bytes. */
export function refuseTooLargePayloads({ payloadBytes }: Pick<JobPlan, 'payloadBytes'>, limit: number): void {
  if (payloadBytes.max <= limit) return;
  throw new RefusedError('job.payload_too_large', {
    path: 'job',
    expected: `payloads of at most ${limit} bytes`,
    found: payloadBytes.max,
    hint: 'Smaller batches, or isolation of an attribute, make smaller payloads',
  });
}

/** Every date has ten characters, so that the tasks of the first date measure what those of any other do. */
function payloadBytes({ chunks: { dates, tree }, skeleton }: CompiledJob): JobPlan['payloadBytes'] {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  let sum = 0;
  for (const bytes of tasksOf({ dates: firstDateList(dates), tree }, sizeEmitter(skeleton))) {
    min = Math.min(min, bytes);
    max = Math.max(max, bytes);
    sum += bytes;
  }
  return { min, max, total: sum * dateListCount(dates) };
}

function take<T>(source: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  if (count <= 0) return taken;
  for (const item of source) {
    taken.push(item);
    if (taken.length >= count) break;
  }
  return taken;
}
