/** Every change of every task, by its rows alone: whatever decided it, what it led to must be within the promise. */

import type { LabourerId, TaskId } from '../../../src/domain/ids.js';
import { attemptLife, tokenOfSlot } from '../../../src/domain/slots.js';
import { attemptsOfLife, isTerminal, type Task } from '../../../src/domain/task.js';
import type { PlannedLabourer } from '../world/plan.js';
import type { Checks } from './checks.js';
import type { TokenChecks } from './token-checks.js';

/** Whoever made a change: one process, and what it was told. */
export interface Actor {
  readonly name: string;
  /** Its calls that something befell. */
  readonly mishaps: number;
  /** The worker's message it acts on, with the number that the attempt truly has. */
  readonly message?: { readonly taskId: string; readonly attempt: number; readonly isNumbered: boolean } | undefined;
  /** Whether it acts for an operator. */
  readonly isOperator: boolean;
  /** The bulk operation that it works on. */
  readonly operationId?: string | undefined;
  /** The newest reading of a labourer's row that it was given. */
  readonly readings: ReadonlyMap<LabourerId, { readonly allowance: number; readonly paused: boolean }>;
}

interface Surroundings {
  readonly planned: (labourerId: LabourerId) => PlannedLabourer;
  readonly tokens: TokenChecks;
  /** Numbers of the task's attempts that a worker was begun for, or may have been for all that anybody knows. */
  readonly mayHaveRun: (taskId: TaskId, attempt: number) => boolean;
  readonly now: () => number;
}

/** Seconds after which nobody may still act on an older allowance: a minute, and the calls that were under way. */
const ALLOWANCE_AGE = 60 + 35;
/** Two clocks that are five seconds off, one each way. */
const SKEW = 10;
const SLOT = /^\d+\.[A-Za-z0-9_-]+$/;

export class TaskChecks {
  /** The rows as they stand. */
  readonly tasks = new Map<TaskId, Task>();
  readonly #held = new Map<LabourerId, Map<string, number>>();
  readonly #slots = new Set<string>();
  readonly #checks: Checks;
  readonly #around: Surroundings;

  constructor(checks: Checks, around: Surroundings) {
    this.#checks = checks;
    this.#around = around;
  }

  added(task: Task): void {
    this.#checks.that('I6', !this.tasks.has(task.taskId), 'an id is added once', () => task);
    this.#hold(undefined, task);
    this.tasks.set(task.taskId, task);
    this.#hasFields(task);
  }

  changed(before: Task, after: Task, actor: Actor): void {
    const found = () => ({ by: actor.name, message: actor.message, before, after });
    const known = this.tasks.get(after.taskId);
    this.#checks.that('I7', known !== undefined, 'a changed row belongs to a task that was added', found);
    this.#hold(before, after);
    this.tasks.set(after.taskId, after);
    this.#hasFields(after);
    this.#keepsItsEnd(before, after, actor, found);
    if (after.attempts > before.attempts) this.#claimed(before, after, actor, found);
    this.#endsOwnAttempt(before, after, actor, found);
  }

  #hasFields(task: Task): void {
    const { taskId, labourerId, greenfield, attempts, stage, slot, completedAt, closedAt, desiredLaunchTime } = task;
    const found = () => task;
    const whole = taskId !== '' && labourerId !== '' && Number.isFinite(greenfield) && Number.isInteger(attempts);
    this.#checks.that('I7', whole && attempts >= 0, 'a row has all its fields', found);
    this.#checks.that('I7', slot === undefined || SLOT.test(slot), 'a slot is a token and a nonce', found);
    const isRetrying = stage === 'retrying';
    this.#checks.that('I7', isRetrying === (desiredLaunchTime !== undefined), 'who waits knows until when', found);
    this.#checks.that('I7', !isRetrying || slot === undefined, 'who waits holds no slot', found);
    this.#checks.that('I7', isTerminal(stage) === (closedAt !== undefined), 'what is closed knows when', found);
    this.#checks.that('I7', stage !== 'done' || completedAt !== undefined, 'what is done knows when', found);
  }

  #keepsItsEnd(before: Task, after: Task, actor: Actor, found: () => unknown): void {
    if (isTerminal(before.stage)) {
      const isRedriven = actor.isOperator && after.stage === 'open' && before.stage !== 'done';
      this.#checks.that('I2', after.stage === before.stage || isRedriven, 'terminal stays terminal', found);
    }
    const isSame = before.completedAt === undefined || before.completedAt === after.completedAt;
    this.#checks.that('I2', isSame, 'the first completion counts', found);
    if (after.attempts <= before.attempts) return;
    const { maxAttempts } = this.#around.planned(after.labourerId).labourer;
    this.#checks.that('I4', attemptsOfLife(after) <= maxAttempts, 'attempts ≤ max_attempts in one life', found);
  }

  #claimed(before: Task, after: Task, actor: Actor, found: () => unknown): void {
    const { labourerId, slot = '' } = after;
    const { labourer } = this.#around.planned(labourerId);
    const now = this.#around.now();
    this.#checks.that('I5', before.completedAt === undefined, 'none is claimed after it was completed', found);
    this.#checks.that(
      'I5',
      before.stage === 'open' && before.greenfield <= now + SKEW,
      'only what is queued is claimed',
      found,
    );
    this.#checks.that('I3', SLOT.test(slot) && !this.#slots.has(slot), 'a claim has a name that no other had', found);
    this.#slots.add(slot);
    const { expiresAt } = SLOT.test(slot) ? tokenOfSlot(slot) : { expiresAt: 0 };
    this.#checks.that('I3', expiresAt >= now + attemptLife(labourer) - SKEW, 'a token outlives its attempt', found);
    this.#checkTokens(labourerId, now, found);
    this.#checkAllowance(labourerId, now, actor, found);
  }

  #checkTokens(labourerId: LabourerId, now: number, found: () => unknown): void {
    let held = 0;
    const slots = this.#held.get(labourerId);
    for (const [slot, expiresAt] of slots ?? []) {
      // A few seconds before its time a clock that is ahead takes a token for expired; the attempt has ended by then (protocol, rule 5).
      if (expiresAt > now + SKEW) held += 1;
      else slots?.delete(slot);
    }
    const tokens = this.#around.tokens.tokens(labourerId);
    this.#checks.that('I3', held <= tokens, 'tokens on rows ≤ tokens out', () => ({ held, tokens, found: found() }));
  }

  #checkAllowance(labourerId: LabourerId, now: number, actor: Actor, found: () => unknown): void {
    const reading = actor.readings.get(labourerId);
    const mayStart = reading === undefined || (!reading.paused && reading.allowance > 0);
    this.#checks.that('I9', mayStart, 'who has read that nothing may start starts nothing', () => [reading, found()]);
    const stopped = this.#around.tokens.stoppedSince(labourerId) ?? now;
    this.#checks.that('I9', now - stopped <= ALLOWANCE_AGE, 'a stop is obeyed by all after a minute', found);
  }

  /** What ends an attempt is of this attempt: its own report, or its expiry. */
  #endsOwnAttempt(before: Task, after: Task, actor: Actor, found: () => unknown): void {
    const failures = (after.failedAttempts ?? 0) - (before.failedAttempts ?? 0);
    const { message } = actor;
    const isOwn = message?.taskId === after.taskId && message.attempt === before.attempts;
    const hasEnded = before.stage === 'open' && after.stage !== 'open';
    if (failures > 0 && hasEnded) this.#checks.that('I5', isOwn, 'a failure ends its own attempt only', found);
    if (failures > 0 && !hasEnded) {
      // A numbered failure of the present attempt that only counts would wait for the expiry.
      this.#checks.that('I13', !(isOwn && message?.isNumbered), 'a reported failure ends its attempt at once', found);
    }
    const isFreed = before.slot !== undefined && after.slot === undefined;
    // Whoever acts without a message ends a move to the archive that its own process died in: the closed row was there already.
    if (isFreed && message !== undefined && after.completedAt !== before.completedAt) {
      this.#checks.that('I5', isOwn, "a completion frees its own attempt's slot only", found);
    }
    const isCounted = hasEnded && failures === 0 && after.completedAt === undefined && after.stage !== 'cancelled';
    if (isCounted && before.slot !== undefined) {
      const mayHaveRun = this.#around.mayHaveRun(before.taskId, before.attempts);
      this.#checks.that('I4', mayHaveRun, 'an attempt counts only if its worker may have run', found);
    }
  }

  #hold(before: Task | undefined, after: Task): void {
    if (before?.slot === after.slot) return;
    const held = this.#held.get(after.labourerId) ?? new Map<string, number>();
    this.#held.set(after.labourerId, held);
    if (before?.slot !== undefined) held.delete(before.slot);
    if (after.slot !== undefined && SLOT.test(after.slot)) held.set(after.slot, tokenOfSlot(after.slot).expiresAt);
  }
}
