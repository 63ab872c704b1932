/** All that is checked in one world, put together: told of every change, it keeps a model of its own and compares. */

import type { DeadTaskReport } from '../../../src/application/ports/notifier.js';
import type { JobProgress } from '../../../src/application/ports/task-store.js';
import type { LabourerId, TaskId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import type { LabourerRow } from '../../../src/domain/slots.js';
import { isTerminal, type Task } from '../../../src/domain/task.js';
import { epochSeconds } from '../../../src/domain/time.js';
import type { PlannedLabourer } from '../world/plan.js';
import { AttemptChecks } from './attempt-checks.js';
import { Checks, type Violation } from './checks.js';
import { JobChecks } from './job-checks.js';
import { OperationChecks } from './operation-checks.js';
import { QueueChecks } from './queue-checks.js';
import { RetryChecks } from './retry-checks.js';
import { type Actor, TaskChecks } from './task-checks.js';
import { TokenChecks } from './token-checks.js';

interface Surroundings {
  /** The longest that an index lags, in seconds. */
  readonly lag: number;
  readonly now: () => number;
  readonly events: () => number;
  readonly planned: (labourerId: LabourerId) => PlannedLabourer;
  /** As the configuration has it at this moment. */
  /** As the configuration has it, and as it had it before its last change. */
  readonly configured: (labourerId: LabourerId) => readonly Labourer[];
  readonly mayHaveRun: (taskId: TaskId, attempt: number) => boolean;
}

export class Checker {
  readonly checks: Checks;
  readonly tokens: TokenChecks;
  readonly attempts: AttemptChecks;
  readonly jobs: JobChecks;
  readonly retries: RetryChecks;
  readonly #operations: OperationChecks;
  readonly #tasks: TaskChecks;
  readonly #queue: QueueChecks;
  /** Rows that stood there before the world began. */
  readonly #older = new Set<TaskId>();
  readonly #reported = new Map<string, DeadTaskReport>();
  readonly #open = new Set<TaskId>();

  constructor(around: Surroundings) {
    const { now, planned } = around;
    this.checks = new Checks(() => ({ at: now(), event: around.events() }));
    this.tokens = new TokenChecks(this.checks, () => epochSeconds(now()));
    this.attempts = new AttemptChecks(this.checks, this.tokens);
    this.jobs = new JobChecks(this.checks);
    this.retries = new RetryChecks(this.checks, { ...around });
    this.#operations = new OperationChecks(this.checks);
    this.#queue = new QueueChecks(this.checks, now);
    this.#tasks = new TaskChecks(this.checks, {
      now,
      planned,
      tokens: this.tokens,
      mayHaveRun: (taskId, attempt) => this.#older.has(taskId) || around.mayHaveRun(taskId, attempt),
    });
  }

  get violations(): readonly Violation[] {
    return this.checks.violations;
  }

  get tasks(): ReadonlyMap<TaskId, Task> {
    return this.#tasks.tasks;
  }

  /** Whether every job has its tasks, and every task its end, reported where it is a death. */
  get isAtRest(): boolean {
    return this.#open.size === 0 && this.jobs.areComplete;
  }

  /** A row of the older system, as it stood there before the world began. */
  olderRow(task: Task): void {
    this.#older.add(task.taskId);
  }

  added(task: Task): void {
    this.#tasks.added(task);
    this.#follow(task);
    if (this.#older.has(task.taskId)) return;
    this.jobs.added(task);
    this.#queue.added(task);
  }

  changed(before: Task, after: Task, actor: Actor): void {
    this.#tasks.changed(before, after, actor);
    this.#operations.changed(before, after, actor);
    this.jobs.changed(before, after);
    this.retries.seen(before, after);
    this.#queue.seen(after, before);
    this.#follow(after);
  }

  lost(task: Task): void {
    this.checks.that('I1', false, 'no task vanishes', () => task);
  }

  wrote(row: LabourerRow): void {
    this.tokens.written(row);
  }

  reported(report: DeadTaskReport): void {
    this.#reported.set(String(report.body.task_id), report);
  }

  /** Time to live took a closed task. */
  forgotten(task: Task): void {
    this.jobs.forgotten(task);
  }

  recount(progress: (id: string) => Promise<JobProgress | undefined>): Promise<void> {
    return this.jobs.recount(progress);
  }

  /** At the end of all work. */
  async checkEnd(progress: (id: string) => Promise<JobProgress | undefined>): Promise<void> {
    await this.recount(progress);
    this.jobs.checkWhole();
    this.retries.checkSpread();
    for (const task of this.tasks.values()) {
      this.checks.that('I13', isTerminal(task.stage), 'after the last fault every task ends', () => task);
      if (task.stage === 'dead') this.#checkReport(task);
      if (task.stage === 'done' && !this.#older.has(task.taskId)) {
        const hasBegun = this.attempts.begun(task.taskId).size > 0;
        this.checks.that('I1', hasBegun, 'what is done was begun', () => task);
      }
    }
  }

  #checkReport(task: Task): void {
    const body = this.#reported.get(task.taskId)?.body;
    const found = () => ({ task, body });
    this.checks.that('I12', body !== undefined && !task.notifyPending, 'every death is reported', found);
    const says =
      body?.labourer_id === task.labourerId &&
      typeof body.attempts === 'number' &&
      // A payload of the older system is shown as the store's reader gives it.
      (this.#older.has(task.taskId) || body.payload === (task.payload?.slice(0, 2000) ?? null)) &&
      typeof body.closed_at === 'number' &&
      JSON.stringify(body.last_error) === JSON.stringify(task.lastError ?? null);
    this.checks.that('I12', says, 'a report says what an operator needs', found);
  }

  #follow(task: Task): void {
    if (isTerminal(task.stage) && !task.notifyPending) this.#open.delete(task.taskId);
    else this.#open.add(task.taskId);
  }
}
