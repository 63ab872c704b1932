/** How far a simulation is, on standard error: a bar where lines can be redrawn, else nothing, since the wait is short. */

import cliProgress from 'cli-progress';
import type { Terminal } from '../terminal.js';

/** Told of the share that is done, 0 to 1. */
export interface SimulationProgress {
  show(share: number): void;
  end(): void;
}

const PERCENT = 100;

export function simulationProgress({ animated, noteColors }: Terminal): SimulationProgress {
  if (!animated) return { show: () => {}, end: () => {} };
  const bar = new cliProgress.SingleBar({
    format: `${noteColors.green('{bar}')} {value} % simulated`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
    gracefulExit: false,
  });
  let isShown = false;
  return {
    show: (share) => {
      if (!isShown) bar.start(PERCENT, 0);
      isShown = true;
      bar.update(Math.min(PERCENT, Math.floor(share * PERCENT)));
    },
    end: () => {
      if (isShown) bar.stop();
    },
  };
}
