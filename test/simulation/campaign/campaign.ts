/** Plays many seeds on all cores and adds up what they found. */

import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Order } from './seeds-process.js';
import { emptyTally, merge, type Tally } from './tally.js';

/** Seeds that a process plays before it reports: some seconds of work. */
const HANDFUL = 20;

export interface CampaignOptions extends Omit<Order, 'seeds'> {
  readonly from: number;
  readonly seeds: number;
  /** Ends once a seed has failed. */
  readonly untilFailure?: boolean;
  readonly onProgress?: (tally: Tally) => void;
}

export async function campaign({
  from,
  seeds,
  untilFailure = false,
  onProgress,
  ...order
}: CampaignOptions): Promise<Tally> {
  const total = emptyTally();
  let next = from;
  const lane = async (): Promise<void> => {
    const child = fork(new URL('./seeds-process.ts', import.meta.url), {
      execArgv: ['--max-semi-space-size=32', '--import', 'tsx'],
    });
    try {
      while (next < from + seeds && !(untilFailure && total.failures.length > 0)) {
        const count = Math.min(untilFailure ? 5 : HANDFUL, from + seeds - next);
        const given = Array.from({ length: count }, (_, index) => next + index);
        next += count;
        merge(total, await ordered(child, { ...order, seeds: given }));
        onProgress?.(total);
      }
    } finally {
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  total.failures.sort((one, other) => one.seed - other.seed);
  return total;
}

function ordered(child: ChildProcess, order: Order): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the campaign ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (answer: { tally?: Tally; error?: string }) => {
      child.off('exit', ended);
      if (answer.tally !== undefined) resolve(answer.tally);
      else reject(new Error(answer.error));
    });
    child.send(order);
  });
}
