/** A piece of configuration as a page shows it, read as the product reads a whole one. */

import type { CompiledEvent } from '../../src/application/compile-event.js';
import { compileEvent, refuseTooLarge } from '../../src/application/compile-event.js';
import { readJobEvent } from '../../src/domain/job/job.js';
import type { EpochSeconds } from '../../src/domain/time.js';
import { seconds } from '../../src/domain/time.js';
import { essentialConfig, parsedConfig, Reading } from '../../src/entrypoints/config/read-config.js';

/** The labourer of examples that name none. */
const LABOURER = 'worker';

const PLACE = { rowsPerCheckpoint: 1000, leaseLife: seconds(10) };

export type RuleSettings = ReturnType<typeof ruleSettings>;

/** Throws RefusedError as `sosw` does when it reads its configuration. */
export function ruleSettings(piece: Readonly<Record<string, unknown>>) {
  const value = { task_config: { labourers: { [LABOURER]: {} } }, ...piece };
  const document = { file: 'sosw.yaml', value, lineOf: () => undefined };
  const settings = parsedConfig(document);
  const reading = new Reading(document);
  const config = essentialConfig(settings, document, reading, PLACE);
  reading.refuseProblems();
  return config;
}

/** What the Scheduler makes of a job of a page; throws RefusedError as it does. */
export function scheduled(job: object, settings: RuleSettings, now: EpochSeconds): CompiledEvent['job'] {
  const named = 'lambda_name' in job || 'labourer_id' in job || 'job' in job;
  const event = readJobEvent(named ? job : { ...job, lambda_name: LABOURER }, 'a-request');
  if (event.kind !== 'job') throw new Error('an example that is no job');
  const { labourers, schedulerSettings } = settings;
  const { job: compiled } = compileEvent(event, { labourers, settings: schedulerSettings, now });
  refuseTooLarge(compiled, schedulerSettings);
  return compiled;
}
