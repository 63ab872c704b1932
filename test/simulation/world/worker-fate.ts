/** What an attempt's worker does: drawn from the seed, the task and the attempt alone. */

import { Dice } from './dice.js';
import type { Faults } from './faults.js';

/** A message to the WorkerAssistant. */
export interface PlannedMessage {
  readonly outcome: 'completed' | 'failed';
  /** Seconds after the one before it, or after the worker's end. */
  readonly after: number;
}

export interface WorkerFate {
  /** Seconds of work, unless the platform ends it earlier. */
  readonly runs: number;
  readonly messages: readonly PlannedMessage[];
}

const COMPLETED: PlannedMessage = { outcome: 'completed', after: 0 };
const FAILED: PlannedMessage = { outcome: 'failed', after: 0 };

export const FAILS_AT_ONCE: WorkerFate = { runs: 0.5, messages: [FAILED] };

/** `duration` is the function's time-out, `life` how long until the attempt has expired, both in seconds. */
export function workerFate(
  attempt: { readonly seed: number; readonly taskId: string; readonly number: number },
  times: { readonly duration: number; readonly life: number },
  faults: Faults,
): WorkerFate {
  const dice = new Dice(attempt.seed, `${attempt.taskId} ${attempt.number}`);
  const runs = 1 + dice.next() * (times.duration - 2);
  if (!faults.meets('F7')) return { runs, messages: [COMPLETED] };
  const late = times.life + dice.between(10, 600);
  switch (dice.between(0, 8)) {
    case 0:
    case 1:
    case 2:
      return { runs, messages: [FAILED] };
    case 3:
      return { runs: times.duration, messages: [] };
    case 4:
      return { runs, messages: [COMPLETED, { ...COMPLETED, after: 5 }] };
    case 5:
      return { runs, messages: [] };
    case 6:
      return { runs, messages: [{ ...COMPLETED, after: late }] };
    case 7:
      return { runs, messages: [{ ...FAILED, after: late }] };
    default:
      return { runs, messages: [FAILED, { ...COMPLETED, after: dice.between(1, late) }] };
  }
}
