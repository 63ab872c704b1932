/** Every delivery to a worker and every end of one: live attempts stay under the cap in force, each inside its window. */

import type { LabourerId } from '../../../src/domain/ids.js';
import type { PlannedLabourer } from '../world/plan.js';
import type { Checks } from './checks.js';
import type { TokenChecks } from './token-checks.js';

/** One run of a worker. A second delivery of the same attempt is a run of its own, which is told apart and not counted as live. */
export interface Delivery {
  readonly labourerId: LabourerId;
  readonly taskId: string;
  readonly attempt: number;
  readonly startedAt: number;
  /** When the platform ends it, whatever it does. */
  readonly killedAt: number;
}

/** Two clocks that are five seconds off, one each way. */
const SKEW = 10;

export class AttemptChecks {
  /** When each live attempt began, by task and number. */
  readonly #live = new Map<LabourerId, Map<string, number>>();
  /** Numbers of the attempts that were begun, by task. */
  readonly #begun = new Map<string, Set<number>>();
  readonly #checks: Checks;
  readonly #tokens: TokenChecks;

  constructor(checks: Checks, tokens: TokenChecks) {
    this.#checks = checks;
    this.#tokens = tokens;
  }

  /** Attempts that run now. */
  live(labourerId: LabourerId): number {
    return this.#live.get(labourerId)?.size ?? 0;
  }

  begun(taskId: string): ReadonlySet<number> {
    return this.#begun.get(taskId) ?? new Set();
  }

  /** A worker begins. `deadline` is what its event said; undefined for one that an older orchestrator started. */
  started(delivery: Delivery, planned: PlannedLabourer, deadline: number | undefined): void {
    const { labourerId, taskId, attempt, startedAt } = delivery;
    const live = this.#liveOf(labourerId);
    const key = `${taskId} ${attempt}`;
    const begun = this.begun(taskId);
    const found = () => ({ ...delivery, deadline, live: [...live.keys()] });
    if (deadline !== undefined) {
      this.#checks.that('I3', delivery.killedAt <= deadline + SKEW, 'an attempt ends within its window', found);
    }
    if (begun.has(attempt)) return;

    const others = [...live.keys()].filter((other) => other.startsWith(`${taskId} `));
    this.#checks.that('I3', others.length === 0, 'no two attempts of a task live at once', found);
    live.set(key, startedAt);
    this.#begun.set(taskId, new Set([...begun, attempt]));
    if (deadline !== undefined) this.#checkCap(labourerId, planned, found);
  }

  #checkCap(labourerId: LabourerId, { labourer }: PlannedLabourer, found: () => unknown): void {
    const live = this.#liveOf(labourerId);
    const since = [...live.values()];
    const { cap } = this.#tokens.highestSince(labourerId, since[0] ?? 0);
    const facts = () => ({ cap, tokens: this.#tokens.tokens(labourerId), ...(found() as object) });
    this.#checks.that('I3', live.size <= cap, 'live attempts ≤ the highest cap in force', facts);
    const life = labourer.duration + labourer.cooldown;
    // A fresh token lives 3 L on a grid of minutes; an attempt is begun with it while L is left (protocol, rule 11).
    const { allowance } = this.#tokens.highestSince(
      labourerId,
      (since.at(-1) ?? 0) - 3 * life - labourer.duration - 120,
    );
    this.#checks.that('I3', live.size <= allowance, 'live attempts fit a lowered allowance in time', facts);
  }

  /** An attempt that was delivered twice is over with the first report of its end: nobody can tell the two apart. */
  ended({ labourerId, taskId, attempt }: Delivery): void {
    this.#liveOf(labourerId).delete(`${taskId} ${attempt}`);
  }

  #liveOf(labourerId: LabourerId): Map<string, number> {
    const live = this.#live.get(labourerId) ?? new Map<string, number>();
    this.#live.set(labourerId, live);
    return live;
  }
}
