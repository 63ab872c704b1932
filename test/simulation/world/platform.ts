/** The platform that starts workers: it may refuse, lose, repeat and delay; what it has accepted ends in its time. */

import type { InvokeOutcome, Invoker } from '../../../src/application/ports/invoker.js';
import type { LabourerId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import type { JsonObject } from '../../../src/domain/task.js';
import type { AttemptChecks, Delivery } from '../checker/attempt-checks.js';
import type { Dice } from './dice.js';
import type { Faults } from './faults.js';
import type { PlannedLabourer } from './plan.js';
import type { Trace } from './trace.js';
import { FAILS_AT_ONCE, type PlannedMessage, workerFate } from './worker-fate.js';

/** `MaximumEventAgeInSeconds` of workers' functions: what is older is dropped. */
const EVENT_AGE_MAX = 60;
const SIX_HOURS = 21_600;
/** Seconds between the platform's own repeats of a run that failed, where they were left on. */
const REPEATS_AFTER = [60, 120] as const;

/** A worker's report of one attempt. */
export interface WorkerReport extends PlannedMessage {
  readonly delivery: Delivery;
  readonly isNumbered: boolean;
}

interface PlatformParts {
  readonly seed: number;
  readonly faults: Faults;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly now: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
  readonly planned: (labourerId: LabourerId) => PlannedLabourer;
  readonly checks: AttemptChecks;
  /** Takes a worker's report to the WorkerAssistant, and repeats it as far as workers do. */
  readonly report: (report: WorkerReport) => Promise<void>;
  /** Whether what the labourer's workers depend on is out of order. */
  readonly isOut: (labourerId: LabourerId) => boolean;
  /** The platform repeats failed runs twice, and keeps events for six hours: its defaults. */
  readonly repeats: boolean;
}

export class Platform implements Invoker {
  readonly #parts: PlatformParts;
  /** What was said to each invocation, by task and attempt. */
  readonly #answers = new Map<string, InvokeOutcome['outcome']>();
  invocations = 0;

  constructor(parts: PlatformParts) {
    this.#parts = parts;
  }

  /** Whether the attempt's worker runs, ran, or may have run for all that the caller was told. */
  mayHaveRun(taskId: string, attempt: number): boolean {
    const answer = this.#answers.get(`${taskId} ${attempt}`);
    return answer === 'accepted' || answer === 'unknown';
  }

  async invoke(labourer: Labourer, event: JsonObject): Promise<InvokeOutcome> {
    const { dice, faults } = this.#parts;
    this.invocations += 1;
    const roll = faults.active ? dice.next() : 1;
    const outcome = roll < 0.04 ? 'refused' : roll < 0.07 ? 'unknown' : 'accepted';
    this.#answers.set(`${String(event.task_id)} ${String(event.sosw_attempt)}`, outcome);
    if (outcome !== 'refused' && roll >= 0.055) this.#accept(labourer.id, event);
    return outcome === 'accepted' ? { outcome } : { outcome, reason: 'injected' };
  }

  #accept(labourerId: LabourerId, event: JsonObject): void {
    const { faults } = this.#parts;
    if (faults.meets('F5')) {
      this.#dropped('lost', event);
    } else if (faults.meets('F6')) {
      const delay = faults.dice('F6').next() ** 6 * SIX_HOURS;
      if (delay > EVENT_AGE_MAX && !this.#parts.repeats) this.#dropped('too old', event);
      else void this.#deliver(labourerId, event, delay);
    } else {
      void this.#deliver(labourerId, event, 0);
      if (faults.meets('F4')) void this.#deliver(labourerId, event, faults.dice('F4').next() * EVENT_AGE_MAX);
    }
  }

  #dropped(why: string, event: JsonObject): void {
    this.#parts.trace.add('platform', `drops ${String(event.task_id)}: ${why}`);
  }

  async #deliver(labourerId: LabourerId, event: JsonObject, delay: number, repeat = 0): Promise<void> {
    const { sleep, seed, faults, planned } = this.#parts;
    if (delay > 0) await sleep(delay);
    const { labourer, isOld } = planned(labourerId);
    const delivery = this.#delivery(labourerId, event, labourer.duration);
    const deadline = Number(event.sosw_deadline);
    // A worker of ours does not begin what could run beyond the attempt's end.
    if (!isOld && delivery.killedAt > deadline) {
      await this.#report(delivery, { outcome: 'failed', after: 0 }, isOld);
      return;
    }
    const life = labourer.duration + labourer.cooldown;
    const attempt = { seed, taskId: delivery.taskId, number: delivery.attempt };
    const fate = this.#parts.isOut(labourerId)
      ? FAILS_AT_ONCE
      : workerFate(attempt, { duration: labourer.duration, life }, faults);
    await this.#run(delivery, planned(labourerId), Math.min(fate.runs, labourer.duration), deadline);
    const hasFailed = fate.messages[0]?.outcome !== 'completed';
    const after = REPEATS_AFTER[repeat];
    if (this.#parts.repeats && hasFailed && after !== undefined)
      void this.#deliver(labourerId, event, after, repeat + 1);
    for (const message of fate.messages) {
      if (message.after > 0) await sleep(message.after);
      await this.#report(delivery, message, isOld);
    }
  }

  #delivery(labourerId: LabourerId, event: JsonObject, duration: number): Delivery {
    const startedAt = this.#parts.now();
    return {
      labourerId,
      taskId: String(event.task_id),
      attempt: Number(event.sosw_attempt),
      startedAt,
      killedAt: startedAt + duration,
    };
  }

  async #run(delivery: Delivery, planned: PlannedLabourer, runs: number, deadline: number): Promise<void> {
    const { checks, trace, sleep } = this.#parts;
    trace.add('worker', `begins ${delivery.taskId} attempt ${delivery.attempt}`);
    checks.started(delivery, planned, deadline);
    await sleep(runs);
    checks.ended(delivery);
    trace.add('worker', `ends ${delivery.taskId} attempt ${delivery.attempt}`);
  }

  /** An attempt that an orchestrator of the older system started before the world began. */
  async continues(delivery: Delivery, runs: number): Promise<void> {
    const { checks, sleep, planned } = this.#parts;
    this.#answers.set(`${delivery.taskId} ${delivery.attempt}`, 'accepted');
    checks.started(delivery, planned(delivery.labourerId), undefined);
    await sleep(runs);
    checks.ended(delivery);
    await this.#report(delivery, { outcome: 'completed', after: 0 }, true);
  }

  #report(delivery: Delivery, message: PlannedMessage, isOld: boolean): Promise<void> {
    return this.#parts.report({ ...message, delivery, isNumbered: !isOld });
  }
}
