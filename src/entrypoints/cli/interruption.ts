/** Ctrl-C and termination: the first asks to stop, the second does not ask. */

import { EXIT } from './exit-code.js';

/** npm passes a Ctrl-C on that the terminal has given to the whole group already: two within this are one. */
const SAME_MS = 500;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Signals do again what they do by default. */
  release(): void;
}

/**
 * `onFirst` is called with the first signal. The second ends the process at once, which is safe at any moment: what ran is taken up
 * by the next process.
 */
export function interruptible(onFirst: () => void): Interruption {
  const controller = new AbortController();
  let firstMs = 0;
  const onSignal = (): void => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort();
      onFirst();
    } else if (performance.now() - firstMs > SAME_MS) {
      process.exit(EXIT.interrupted);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
