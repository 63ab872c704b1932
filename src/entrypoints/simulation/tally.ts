/** What happened to one labourer's tasks so far: counts, integrals over time, and units that cost. */

import { unitsOf, UNITS_OF_ADDING } from '../../domain/cost.js';
import type { EcoStatus } from '../../domain/ecology/eco-status.js';
import type { TaskId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import { isTerminal, type Task } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { Transition } from '../../domain/transition.js';
import { Gauge } from './gauge.js';

/** What the last pass of the Orchestrator decided. */
export interface Decided {
  readonly status: EcoStatus;
  readonly allowance: number;
}

export class Tally {
  readonly labourer: Labourer;
  /** Attempts that run, for metrics that look at them. */
  readonly running: Gauge;
  created = 0;
  done = 0;
  dead = 0;
  cancelled = 0;
  retries = 0;
  invocations = 0;
  queued = 0;
  longestWait = 0;
  workedSeconds = 0;
  writeUnits = 0;
  decided: Decided | undefined;
  readonly timeIn: Record<EcoStatus, number> = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 };
  /** Undefined until a target of the labourer says whether it is over its limit. */
  #timeOver: number | undefined;
  #isOver = false;
  #overSince = 0;
  #firstCreated: number | undefined;
  #lastEnded: number | undefined;
  /** Of tasks that were queued again; the others have waited since they were created. */
  readonly #queuedAgain = new Map<TaskId, number>();
  #countedUntil: number;
  #decidedUntil: number;
  #busy = 0;
  #backlogged = 0;

  constructor(labourer: Labourer, beginning: EpochSeconds) {
    this.labourer = labourer;
    this.running = new Gauge(beginning);
    this.#countedUntil = beginning;
    this.#decidedUntil = beginning;
  }

  /** Takes a change of one of the labourer's tasks, as the store made it. */
  changed(now: number, task: Task, before?: Task, transition?: Transition): void {
    this.#count(now);
    if (before === undefined) {
      this.created += 1;
      this.queued += 1;
      this.#firstCreated ??= now;
      this.writeUnits += UNITS_OF_ADDING;
      return;
    }
    if (transition !== undefined) this.writeUnits += unitsOf(transition);
    this.#move(now, task, before);
    if (task.stage === before.stage) return;
    if (task.stage === 'retrying') this.retries += 1;
    if (!isTerminal(task.stage)) return;
    this[task.stage] += 1;
    this.#lastEnded = now;
    this.#queuedAgain.delete(task.taskId);
  }

  /** A write of the labourer's row. */
  slotWritten(): void {
    this.writeUnits += 1;
  }

  started(now: EpochSeconds): void {
    this.#count(now);
    this.invocations += 1;
    this.running.set(now, this.running.value + 1);
  }

  ended(now: EpochSeconds): void {
    this.#count(now);
    this.running.set(now, this.running.value - 1);
  }

  decide(now: EpochSeconds, decided: Decided): void {
    this.#countStatus(now);
    this.decided = decided;
  }

  overLimit(now: number, isOver: boolean): void {
    this.#timeOver = (this.#timeOver ?? 0) + (this.#isOver ? now - this.#overSince : 0);
    this.#isOver = isOver;
    this.#overSince = now;
  }

  /** Brings everything that grows with time up to this instant; `front` is that of the queue. */
  settle(now: EpochSeconds, front: readonly Task[]): void {
    this.#count(now);
    this.#countStatus(now);
    this.longestWait = Math.max(this.longestWait, this.oldestWait(front, now));
    if (this.#timeOver !== undefined) this.overLimit(now, this.#isOver);
  }

  /** Tasks in the queue that were in it before. */
  get queuedAgain(): number {
    return this.#queuedAgain.size;
  }

  /**
   * How long the task has been in the queue that is in it longest; 0 for an empty queue. `front` has the first that is in it for the
   * first time, behind which the others are younger. Those that are queued again stand in front, and are known in their order.
   */
  oldestWait(front: readonly Task[], now: number): number {
    const [queuedAgain = now] = this.#queuedAgain.values();
    return front.reduce((longest, task) => Math.max(longest, this.#waitOf(task, now)), now - queuedAgain);
  }

  /** How long the task has been in the queue. */
  #waitOf({ taskId, createdAt }: Task, now: number): number {
    return Math.max(now - (this.#queuedAgain.get(taskId) ?? createdAt), 0);
  }

  get makespan(): number | undefined {
    if (this.#firstCreated === undefined || this.#lastEnded === undefined) return undefined;
    return this.#lastEnded - this.#firstCreated;
  }

  get slotUse(): number | undefined {
    const possible = this.#backlogged * this.labourer.cap;
    return possible > 0 ? this.#busy / possible : undefined;
  }

  get timeOverLimit(): number | undefined {
    return this.#timeOver;
  }

  #move(now: number, task: Task, before: Task): void {
    const [was, is] = [isQueued(before), isQueued(task)];
    if (was === is) return;
    if (is) {
      this.queued += 1;
      this.#queuedAgain.set(task.taskId, now);
    } else {
      this.queued -= 1;
      this.longestWait = Math.max(this.longestWait, this.#waitOf(before, now));
      this.#queuedAgain.delete(task.taskId);
    }
  }

  #count(now: number): void {
    const length = now - this.#countedUntil;
    if (length === 0) return;
    this.#countedUntil = now;
    const worked = length * this.running.value;
    this.workedSeconds += worked;
    if (this.queued === 0) return;
    this.#backlogged += length;
    this.#busy += worked;
  }

  #countStatus(now: number): void {
    if (this.decided !== undefined) this.timeIn[this.decided.status] += now - this.#decidedUntil;
    this.#decidedUntil = now;
  }
}

/** In the queue: nobody holds it, and nobody has done it. */
const isQueued = ({ stage, slot, completedAt }: Task): boolean =>
  stage === 'open' && slot === undefined && completedAt === undefined;
