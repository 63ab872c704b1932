/** A compiled job for tests, at a Wednesday noon in spring unless told otherwise. */

import { type CompiledJob, compileJob, type JobInput } from '../../../src/domain/job/compile-job.js';
import { labourerId } from '../../../src/domain/ids.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.js';

export const at = (iso: string): EpochSeconds => epochSeconds(Date.parse(iso) / 1000);

export const WEDNESDAY = at('2024-05-15T12:00:00Z');

export const ATTRIBUTES = ['section', 'store', 'product'];

export function compiled(
  job: JsonObject,
  { attributes = ATTRIBUTES, ...rest }: Partial<JobInput> & { attributes?: readonly string[] } = {},
): CompiledJob {
  const schemas = { job_schema_variants: { default: { chunkable_attrs: attributes } } };
  return compileJob({ job, labourerId: labourerId('worker'), schemas, now: WEDNESDAY, ...rest });
}
