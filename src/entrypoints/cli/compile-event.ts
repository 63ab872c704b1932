/** A job event against a configuration, without a store: what `plan` shows and what every command checks before it writes. */

import { compileEvent as compileAgainst, type CompiledEvent as Compiled } from '../../application/compile-event.js';
import { RefusedError } from '../../domain/errors.js';
import type { JobId } from '../../domain/ids.js';
import { readJobEvent } from '../../domain/job/job.js';
import type { JsonObject } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { EssentialConfig } from '../config/config.js';

export interface CompiledEvent extends Compiled {
  /** The identity that the event itself gives the job. */
  readonly ownId: JobId | undefined;
}

/** Throws RefusedError for whatever the Scheduler would refuse but the size, of which a plan may be any. */
export function compileEvent(event: JsonObject, config: EssentialConfig, now: EpochSeconds): CompiledEvent {
  const read = readJobEvent(event);
  if (read.kind === 'sibling') {
    throw new RefusedError('job.kind', { path: 'file_name', expected: 'a job, not the event of a sibling' });
  }
  const { labourers, schedulerSettings: settings } = config;
  return { ...compileAgainst(read, { labourers, settings, now }), ownId: read.identity };
}
