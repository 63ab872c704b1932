/** One process of a campaign: plays the seeds it is given, a handful at a time, and tells what they found. */

import { mutationOf } from '../mutants.js';
import type { FaultName } from '../world/faults.js';
import { runSeed } from './run-seed.js';
import { count, emptyTally, type Tally } from './tally.js';

/** What a campaign asks of its processes. */
export interface Order {
  readonly seeds: readonly number[];
  readonly only?: readonly FaultName[] | undefined;
  readonly mutant?: number | undefined;
}

export async function played({ seeds, only, mutant }: Order): Promise<Tally> {
  const tally = emptyTally();
  for (const seed of seeds) {
    const report = await runSeed({
      seed,
      ...(only === undefined ? {} : { only: new Set(only) }),
      ...(mutant === undefined ? {} : { mutation: mutationOf(mutant) }),
    });
    count(tally, report);
  }
  return tally;
}

// Injected errors are many, and nobody reads where they were made.
Error.stackTraceLimit = 1;

process.on('message', (order: Order) => {
  played(order).then(
    (tally) => process.send?.({ tally }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
