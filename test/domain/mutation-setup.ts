/**
 * Loaded by `npm run mutation` only. Property tests get one seed, so that a mutant's fate is the same on every run, and look for no
 * smaller counterexample. Files without them are spared the library, which takes longer to load than most tests to run.
 */

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

const { testPath = '' } = expect.getState();
if (readFileSync(testPath, 'utf8').includes("from 'fast-check'")) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: 20_260_101, endOnFailure: true });
}
