/** Passes that failed for some of the labourers. */

import { SoswError } from '../../domain/errors.js';

export interface LabourerOutcome {
  readonly labourerId: string;
  readonly error?: unknown;
}

/** The code of an error, for a summary. */
export const codeOf = (error: unknown): string =>
  error instanceof SoswError ? error.code : error instanceof Error ? error.name : 'unknown';

/** Throws `pass.incomplete` (retryable) where a labourer's pass failed, after all others were served: Lambda's error metric has to see it. */
export function refuseIncomplete(outcomes: readonly LabourerOutcome[]): void {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return;
  const told = failed.slice(0, 20).map(({ labourerId, error }) => `${labourerId} (${codeOf(error)})`);
  throw new SoswError(
    'pass.incomplete',
    `the pass failed for ${failed.length} of ${outcomes.length} labourers: ${told.join(', ')}; the next one goes on`,
    { retryable: true },
  );
}
