/** What the tests of workers share. */

import type { LambdaContext } from '../../../../src/entrypoints/library/worker.js';

export const inSeconds = (seconds: number): number => Date.now() / 1000 + seconds;

export const quiet = { warn: () => {}, error: () => {} };

/** A context whose host takes reports so. */
export const hostThat = (report: (message: never) => void | Promise<void>): LambdaContext => ({
  sosw: { report: report as never },
});
