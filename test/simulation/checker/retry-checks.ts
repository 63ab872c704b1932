/** Retries: due within their delay, spread where jitter is on, and back in the queue once they are due. */

import type { LabourerId, TaskId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import type { RetryPolicy } from '../../../src/domain/retry.js';
import { attemptsOfLife, type Task } from '../../../src/domain/task.js';
import type { PlannedLabourer } from '../world/plan.js';
import type { Checks } from './checks.js';

/** Delays of one labourer's first failures from which a spread is expected. */
const WAVE_MIN = 8;
/** Clocks of two functions are five seconds off, one each way; instants are whole seconds. */
const SKEW = 11;
/** The delay is decided before the write is made, which may be slow. */
const SLOW = 30;

interface Surroundings {
  readonly planned: (labourerId: LabourerId) => PlannedLabourer;
  /** As the configuration has it, and as it had it before its last change. */
  readonly configured: (labourerId: LabourerId) => readonly Labourer[];
  /** The longest that an index lags, in seconds. */
  readonly lag: number;
  readonly now: () => number;
}

export class RetryChecks {
  readonly #due = new Map<TaskId, { readonly labourerId: LabourerId; readonly at: number }>();
  readonly #delays = new Map<LabourerId, number[]>();
  readonly #checks: Checks;
  readonly #around: Surroundings;

  constructor(checks: Checks, around: Surroundings) {
    this.#checks = checks;
    this.#around = around;
  }

  seen(before: Task, after: Task): void {
    if (after.stage !== 'retrying') {
      this.#due.delete(after.taskId);
      return;
    }
    if (before.stage === 'retrying') return;
    const { labourerId, taskId } = after;
    const delay = (after.desiredLaunchTime ?? 0) - this.#around.now();
    const policies = this.#around.configured(labourerId).map(({ retry }) => retry);
    const bounds = policies.map((policy) => this.#bounds(after, policy));
    const isWithin = bounds.some(({ least, most }) => delay <= most + SKEW && delay >= least - SKEW - SLOW);
    this.#checks.that('I13', isWithin, 'a retry is due within its delay', () => ({ delay, bounds, after }));
    this.#due.set(taskId, { labourerId, at: after.desiredLaunchTime ?? 0 });
    if (policies.some(({ jitter }) => jitter === 0) || attemptsOfLife(after) !== 1) return;
    this.#delays.set(labourerId, [...(this.#delays.get(labourerId) ?? []), Math.round(delay)]);
  }

  /** A Scavenger's pass over all labourers that nothing befell, and that began when the index must have shown what was due. */
  passed(begun: number): void {
    for (const [taskId, due] of this.#due) {
      if (begun < due.at + this.#around.lag + SKEW) continue;
      const found = () => ({ taskId, ...due, begun });
      this.#checks.that('I13', false, 'a due retry is back in the queue with the next pass', found);
    }
    this.#checks.that('I13', true, 'a due retry is back in the queue with the next pass', () => '');
  }

  /** At the end: waves of failures did not come back as one. */
  checkSpread(): void {
    for (const [labourerId, delays] of this.#delays) {
      if (delays.length < WAVE_MIN) continue;
      this.#checks.that('I13', new Set(delays).size > 2, 'jitter spreads a wave of retries', () => [
        labourerId,
        delays,
      ]);
    }
  }

  /** The delay by the manual's words: the time-out × attempts, or × 2^(attempts − 1), at most six hours; jitter takes its share off. */
  #bounds(task: Task, { kind, jitter }: RetryPolicy): { readonly least: number; readonly most: number } {
    const { duration } = this.#around.planned(task.labourerId).labourer;
    const attempts = Math.max(attemptsOfLife(task), 1);
    const times = kind === 'linear' ? attempts : 2 ** (attempts - 1);
    const most = Math.min(duration * times, 21_600);
    return { least: most * (1 - jitter), most };
  }
}
