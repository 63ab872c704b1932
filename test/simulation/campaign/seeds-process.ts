/** One process of a campaign: plays the seeds it is given, a handful at a time, and tells what they found. */

import { mutationOf } from '../mutants.js';
import type { FaultName } from '../world/faults.js';
import { runWorld } from '../world/run-world.js';
import { runSeed } from './run-seed.js';
import { count, emptyTally, type Tally } from './tally.js';

export interface PlannedWorld {
  readonly seed: number;
  /** A crash point. */
  readonly dieAt?: string | undefined;
}

/** What a campaign asks of its processes. */
export interface Order {
  /** Worlds to play; one that has to die somewhere is played for that alone. */
  readonly worlds: readonly PlannedWorld[];
  readonly only?: readonly FaultName[] | undefined;
  readonly mutant?: number | undefined;
}

export async function played({ worlds, only, mutant }: Order): Promise<Tally> {
  const tally = emptyTally();
  for (const { seed, dieAt } of worlds) {
    const options = {
      seed,
      ...(only === undefined ? {} : { only: new Set(only) }),
      ...(mutant === undefined ? {} : { mutation: mutationOf(mutant) }),
    };
    count(tally, await (dieAt === undefined ? runSeed(options) : runWorld({ ...options, dieAt })), dieAt);
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
