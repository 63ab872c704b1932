/** Configurations for simulations, read as a file's would be. */

import type { Schedule } from '../../../src/entrypoints/config/config.js';
import { essentialConfig, parsedConfig, Reading } from '../../../src/entrypoints/config/read-config.js';
import type { SimulatedConfig } from '../../../src/entrypoints/simulation/simulate.js';
import { seconds } from '../../../src/domain/time.js';

/** One labourer of a cap of 5, and a schema by which a job's `sections` are a task each. */
export const ONE_LABOURER = {
  task_config: { labourers: { crunch: { max_simultaneous_invocations: 5, duration: 300, cooldown: 60 } } },
  job_schema: { chunkable_attrs: [['section', {}]] },
};

export function aConfig(value: object = ONE_LABOURER, schedules: readonly Schedule[] = []): SimulatedConfig {
  const document = { file: 'test', value, lineOf: () => undefined };
  const reading = new Reading(document);
  const place = { rowsPerCheckpoint: 1000, leaseLife: seconds(10) };
  const { all, ...essential } = essentialConfig(parsedConfig(document), document, reading, place);
  reading.refuseProblems();
  return { ...essential, hash: '', schedules };
}

/** A job of so many tasks. */
export const aJob = (tasks: number, labourer = 'crunch') => ({
  lambda_name: labourer,
  isolate_sections: true,
  sections: Array.from({ length: tasks }, (_, index) => `section_${index}`),
});
