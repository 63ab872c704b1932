/** A job as `run` and `schedule` take it: read, checked against the configuration before anything is written, and given its identity. */

import { createHash } from 'node:crypto';
import { refuseTooLarge } from '../../application/compile-event.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import { RefusedError } from '../../domain/errors.js';
import { type JobId, jobId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import { epochSeconds } from '../../domain/time.js';
import type { Config, EssentialConfig } from '../config/config.js';
import { DocumentError, problemOf } from '../config/document-error.js';
import { compileEvent } from './compile-event.js';
import { inJobFile, readJobFile } from './job-file.js';

export interface JobRequest {
  readonly event: JsonObject;
  readonly labourer: Labourer;
  readonly tasks: number;
  /**
   * The identity of the job's `number`-th run, from 1. Of the text of its file, the configuration and the resolved dates, so that
   * the same command continues what it began, and tomorrow's is another job. A job that has an identity of its own has one run.
   */
  readonly identity: (number: number) => JobId;
  readonly hasOwnId: boolean;
}

/** Throws RefusedError for whatever is wrong with the job, its size included. */
export function readJobRequest(name: string, config: EssentialConfig): JobRequest {
  const file = readJobFile(name);
  return inJobFile(file, () => {
    const { job, labourer, ownId } = compileEvent(file.event, config, epochSeconds(Date.now() / 1000));
    refuseTooLarge(job, config.schedulerSettings);
    const content = JSON.stringify([file.text, config.hash, job.chunks.dates.dates ?? []]);
    const digest = createHash('sha256').update(content).digest('hex').slice(0, DIGITS);
    const identity = (number: number): JobId => ownId ?? jobId(`run-${digest}${number === 1 ? '' : `-${number}`}`);
    return { event: file.event, labourer, tasks: job.tasks, identity, hasOwnId: ownId !== undefined };
  });
}

/** Of SHA-256: enough that no two jobs ever share them, few enough to be read aloud. */
const DIGITS = 20;

/** Refuses `--again` for a job that can only have one run. */
export function refuseAgainOfOwnId({ hasOwnId, identity }: JobRequest): void {
  if (!hasOwnId) return;
  const expected = 'no identity of its own together with --again: a changed one makes another job of it';
  throw new RefusedError('job.job_id', { path: 'job.job_id', expected, found: identity(1) });
}

/** Refuses (`config.missing`) a labourer that this machine can't run the worker of. */
export function refuseWithoutWorker({ id }: Labourer, { workers, file }: Config): void {
  if (workers.has(id)) return;
  const path = `task_config.labourers.${id}.local`;
  const expected = 'how the worker is run on this machine: module or command';
  throw new DocumentError(file, [problemOf(new RefusedError('config.missing', { path, expected }), {})]);
}

/** The number of the last run that tasks are known of; 1 when there is none. */
export async function lastRun({ identity, hasOwnId }: JobRequest, store: TaskStore): Promise<number> {
  if (hasOwnId) return 1;
  let number = 1;
  while ((await store.progress(identity(number + 1))) !== undefined) number++;
  return number;
}
