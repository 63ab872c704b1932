/** Every start and every end of a worker, and what must hold at each start. */

import type { LabourerId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import type { JsonObject } from '../../../src/domain/task.js';
import type { EpochSeconds } from '../../../src/domain/time.js';
import type { Violations } from './violations.js';

/** One run of a worker. */
export interface Attempt {
  readonly labourerId: LabourerId;
  readonly taskId: string;
  readonly number: number;
  readonly startedAt: EpochSeconds;
  /** When the platform ends it, whatever it does: the function's time-out. */
  readonly killedAt: number;
  endedAt?: number;
}

/** What the attempts of a labourer are counted against when one starts. */
interface Bounds {
  /** Tokens out, by a strongly consistent reading. */
  readonly tokens: (labourerId: LabourerId) => number;
  /** The highest allowance in force since the instant. */
  readonly allowedSince: (labourerId: LabourerId, since: number) => number;
}

export class AttemptBook {
  /** All attempts, oldest first. */
  readonly attempts: Attempt[] = [];
  readonly #live = new Map<LabourerId, Attempt[]>();
  readonly #delivered = new Set<string>();
  readonly #violations: Violations;
  readonly #bounds: Bounds;

  constructor(violations: Violations, bounds: Bounds) {
    this.#violations = violations;
    this.#bounds = bounds;
  }

  /** Attempts that run now, oldest first. */
  live(labourerId: LabourerId): readonly Attempt[] {
    return this.#live.get(labourerId) ?? [];
  }

  /** Tasks that a worker was started for. */
  get startedTasks(): ReadonlySet<string> {
    return new Set(this.attempts.map(({ taskId }) => taskId));
  }

  start(labourer: Labourer, event: JsonObject, now: EpochSeconds): Attempt {
    const attempt: Attempt = {
      labourerId: labourer.id,
      taskId: String(event.task_id),
      number: Number(event.sosw_attempt),
      startedAt: now,
      killedAt: now + labourer.duration,
    };
    this.#check(attempt, Number(event.sosw_deadline));
    this.attempts.push(attempt);
    this.#live.set(labourer.id, [...this.live(labourer.id), attempt]);
    return attempt;
  }

  #check(attempt: Attempt, deadline: number): void {
    const { labourerId, taskId } = attempt;
    const live = this.live(labourerId);
    const violations = this.#violations;
    violations.unless(!live.some((other) => other.taskId === taskId), 'no two live attempts of a task', () => attempt);
    const name = `${taskId} ${attempt.number}`;
    violations.unless(!this.#delivered.has(name), 'no attempt is started twice', () => attempt);
    this.#delivered.add(name);
    violations.unless(attempt.killedAt <= deadline, 'an attempt ends within its window', () => [attempt, deadline]);

    const count = live.length + 1;
    const tokens = this.#bounds.tokens(labourerId);
    violations.unless(count <= tokens, 'live attempts ≤ tokens out', () => [attempt, count, tokens]);
    const allowed = this.#bounds.allowedSince(labourerId, live[0]?.startedAt ?? attempt.startedAt);
    violations.unless(count <= allowed, 'live attempts ≤ the highest cap in force', () => [attempt, count, allowed]);
  }

  end(attempt: Attempt, now: number): void {
    if (attempt.endedAt !== undefined) return;
    attempt.endedAt = now;
    const others = this.live(attempt.labourerId).filter((other) => other !== attempt);
    this.#live.set(attempt.labourerId, others);
  }

  /** Ends what has run into its function's time-out. */
  killOverdue(now: number): void {
    for (const live of this.#live.values()) {
      for (const attempt of live) if (attempt.killedAt <= now) this.end(attempt, attempt.killedAt);
    }
  }
}
