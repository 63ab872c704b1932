/** Plays many seeds on all cores and adds up what they found. */

import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { bundledScript } from '../../support/bundled-script.js';
import type { Order, PlannedWorld } from './seeds-process.js';
import { emptyTally, merge, type Tally, uncovered } from './tally.js';

/** Worlds that a process plays before it reports: some seconds of work. */
const HANDFUL = 20;

export interface CampaignOptions extends Omit<Order, 'worlds'> {
  readonly from: number;
  readonly seeds: number;
  /** Ends once a seed has failed. */
  readonly untilFailure?: boolean;
  readonly onProgress?: (tally: Tally) => void;
}

/** After the seeds, each crash point that chance left out is come to in a world of its own, which is told to die there. */
export async function campaign({
  from,
  seeds,
  untilFailure = false,
  onProgress,
  ...order
}: CampaignOptions): Promise<Tally> {
  const total = emptyTally();
  // A loader that names each closure anew would take a fifth of the time.
  const script = await bundledScript(new URL('./seeds-process.ts', import.meta.url));
  const children = Array.from({ length: availableParallelism() }, () => startProcess(script.file));
  const isOver = () => untilFailure && total.failures.length > 0;
  const play = async (worlds: readonly PlannedWorld[]): Promise<void> => {
    const left = [...worlds];
    const lane = async (child: ChildProcess): Promise<void> => {
      while (left.length > 0 && !isOver()) {
        const given = left.splice(0, untilFailure ? 5 : HANDFUL);
        merge(total, await ordered(child, { ...order, worlds: given }));
        onProgress?.(total);
      }
    };
    await Promise.all(children.map(lane));
  };
  try {
    await play(Array.from({ length: seeds }, (_, index) => ({ seed: from + index })));
    if (!untilFailure && (order.only?.includes('F1') ?? true)) await play(uncovered(total));
  } finally {
    for (const child of children) child.kill();
    script.remove();
  }
  total.failures.sort((one, other) => one.seed - other.seed);
  return total;
}

const startProcess = (file: string): ChildProcess => fork(file, { execArgv: ['--max-semi-space-size=32'] });

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
