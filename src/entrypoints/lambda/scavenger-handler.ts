/** The Scavenger as a function: one pass over all labourers while there is time, then over the jobs' counts, whatever the event is. */

import type { JobRecounter } from '../../application/job-recounter.js';
import type { Scavenger } from '../../application/scavenger.js';
import { codeOf, refuseIncomplete } from './partial-failure.js';
import { type Essential, type LambdaHandler, runEssential } from './run-essential.js';

export interface ScavengerParts {
  readonly scavenger: Scavenger;
  /** Absent where jobs are not recounted. */
  readonly recounter?: Pick<JobRecounter, 'pass'>;
}

export const scavengerHandler = (essential: Essential<ScavengerParts>): LambdaHandler =>
  runEssential(essential, async (_event, { composed: { scavenger, recounter }, budget }) => {
    const passed = await scavenger.pass(budget);
    const labourers = passed.map(({ error, ...done }) =>
      error === undefined ? done : { ...done, error: codeOf(error) },
    );
    const worked = labourers.filter(({ labourerId, ...done }) => Object.values(done).some((value) => value !== 0));
    if (worked.length > 0) essential.logger.info('a pass did something', { labourers: worked });
    await recounter?.pass(budget);
    refuseIncomplete(passed);
    return { labourers };
  });
