/** Labourers, jobs and operations as they are named on the command line: found, or refused with the name that was probably meant. */

import type { Labourers } from '../../application/labourers.js';
import type { OperationRecord } from '../../application/ports/operation-log.js';
import { RefusedError } from '../../domain/errors.js';
import { type JobId, jobId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import type { OperatorStore } from '../composition/operator-store.js';
import { didYouMean } from './suggestion.js';

/** Refuses (`labourer.unknown`) a name that the configuration does not have. `path` is the argument or option, for the refusal. */
export function knownLabourer(name: string, labourers: Labourers, path = 'labourer'): Labourer {
  const labourer = labourers.find(name);
  if (labourer !== undefined) return labourer;
  const known = labourers.all().map(({ id }) => id);
  throw new RefusedError('labourer.unknown', {
    path,
    expected: 'a labourer of the configuration',
    found: name,
    ...didYouMean(name, known),
  });
}

/** Jobs, or records of operations, that a mistyped one is compared with. */
const COMPARED = 200;

/** Does the work with the job; a refusal of it (`job.unknown`) names the job that was probably meant. */
export async function withJob<Result>(
  name: string,
  { jobs, labourers }: Pick<OperatorStore, 'jobs' | 'labourers'>,
  work: (id: JobId) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(jobId(name));
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== 'job.unknown') throw error;
    const recent = await jobs.recent({ labourerIds: labourers.all().map(({ id }) => id), limit: COMPARED });
    throw new RefusedError('job.unknown', {
      path: 'job',
      expected: 'the identity of a job; sosw jobs list has the newest',
      found: name,
      ...didYouMean(name, [...new Set(recent.map((job) => job.jobId))]),
    });
  }
}

/** Its records, oldest first, at least one. Refuses (`operation.unknown`) an id that nothing was recorded under. */
export async function knownOperation(
  id: string,
  { operations }: Pick<OperatorStore, 'operations'>,
): Promise<readonly OperationRecord[]> {
  const records = await operations.of(id);
  if (records.length > 0) return records;
  const recent = await operations.recent(COMPARED);
  throw new RefusedError('operation.unknown', {
    path: 'operation',
    expected: 'the id of an operation; sosw operations list has them',
    found: id,
    ...didYouMean(id, [...new Set(recent.map(({ operationId }) => operationId))]),
  });
}
