/**
 * The simulated workers of one labourer. Attempts have an amount of work, which goes the slower the slower the targets are; so they
 * end by a clock of the workplace's own, which runs at that speed, and one planned event serves all of them.
 */

import { DueQueue } from '../../adapters/memory/due-queue.js';
import { localTimeout } from '../../adapters/local/local-timeout.js';
import type { Labourer } from '../../domain/labourer.js';
import type { JsonObject } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import { drawn, type Distribution } from './distribution.js';
import { drawsOf } from './draws.js';
import type { WorkerBehaviour } from './behaviour.js';
import type { SimulatedTime } from './simulated-time.js';
import type { Tally } from './tally.js';
import type { Target } from './target.js';

/** How an attempt of a replayed task goes, where the record says so. */
export interface KnownAttempt {
  readonly work?: number;
  readonly fails?: boolean;
}

/** What a workplace works with. */
export interface WorkplaceParts {
  readonly labourer: Labourer;
  readonly behaviour: WorkerBehaviour;
  /** Those that the labourer's attempts load, each with the load of one. */
  readonly targets: readonly { readonly target: Target; readonly load: number }[];
  readonly time: SimulatedTime;
  readonly tally: Tally;
  readonly seed: number;
  readonly known: (taskId: string, attempt: number) => KnownAttempt | undefined;
  /** Sends a worker's message; resolves when all that it entails has happened. */
  readonly report: (message: JsonObject) => Promise<void>;
}

interface Attempt {
  /** By the workplace's own clock. */
  readonly at: number;
  readonly taskId: string;
  readonly number: number;
  /** `silent`: it dies without a word. */
  readonly outcome: 'completed' | 'failed' | 'silent';
  readonly startedAt: number;
  hasEnded: boolean;
}

interface Ended {
  readonly attempt: Attempt;
  readonly outcome: Attempt['outcome'];
}

/** Work is counted to the microsecond: what is left below that is the rounding of sums. */
const SMALLEST_WORK = 1e-6;
/** Without a scenario attempts take about a quarter of the time-out, and hardly ever all of it. */
const usualWork = (timeout: number): Distribution => ({ lognormal: { median: timeout / 4, sigma: 0.3 } });

export class Workplace {
  readonly #parts: WorkplaceParts;
  readonly #timeout: number;
  readonly #work: Distribution;
  readonly #byWork = new DueQueue<Attempt>();
  /** In the order of their starts, which is that of their time-outs. */
  #byStart: Attempt[] = [];
  #oldest = 0;
  /** The workplace's own clock: seconds of full speed since the beginning. */
  #worked = 0;
  #workedAt: number;
  #speed = 1;
  #planned = Number.POSITIVE_INFINITY;

  constructor(parts: WorkplaceParts) {
    this.#parts = parts;
    this.#timeout = localTimeout(parts.labourer);
    this.#work = parts.behaviour.duration ?? usualWork(this.#timeout);
    this.#workedAt = parts.time.now();
    for (const { target } of parts.targets) target.listen(() => this.#adjust());
    this.#adjust();
  }

  /** Begins the attempt that the event is of. */
  start(event: JsonObject): void {
    const { time, tally, targets } = this.#parts;
    const now = time.now();
    this.#advance(now);
    const attempt = this.#attempt(String(event.task_id), Number(event.sosw_attempt), now);
    this.#byWork.add(attempt);
    this.#byStart.push(attempt);
    tally.started(now);
    for (const { target, load } of targets) target.put(now, load);
    this.#plan(now);
  }

  #attempt(taskId: string, number: number, now: number): Attempt {
    const { behaviour, known, seed } = this.#parts;
    const draw = drawsOf(seed, `${taskId} ${number}`);
    const fate = draw();
    const record = known(taskId, number);
    const work = record?.work ?? drawn(this.#work, draw);
    const isFailure = record?.fails ?? fate < behaviour.crashes + behaviour.failures;
    const isCrash = record?.fails === undefined && fate < behaviour.crashes;
    return {
      at: this.#worked + (isCrash ? work * draw() : work),
      taskId,
      number,
      outcome: isCrash ? 'silent' : isFailure ? 'failed' : 'completed',
      startedAt: now,
      hasEnded: false,
    };
  }

  /** Takes over the speed of the slowest target, and whether one is over its limit. */
  #adjust(): void {
    const { time, targets, tally } = this.#parts;
    const now = time.now();
    this.#advance(now);
    this.#speed = targets.reduce((speed, { target }) => Math.min(speed, target.speed), 1);
    if (targets.length > 0)
      tally.overLimit(
        now,
        targets.some(({ target }) => target.isOverLimit),
      );
    this.#plan(now);
  }

  #advance(now: number): void {
    this.#worked += (now - this.#workedAt) * this.#speed;
    this.#workedAt = now;
  }

  /** Plans a look at the instant at which the next attempt ends, unless one is planned before it. */
  #plan(now: number): void {
    const next = Math.min(this.#nextEnd(now), this.#nextTimeout());
    if (next >= this.#planned) return;
    this.#planned = next;
    this.#parts.time.at(next, () => this.#look(next));
  }

  #nextEnd(now: number): number {
    while (this.#byWork.peek()?.hasEnded === true) this.#byWork.take();
    const next = this.#byWork.peek();
    return next === undefined ? Number.POSITIVE_INFINITY : now + Math.max(next.at - this.#worked, 0) / this.#speed;
  }

  #nextTimeout(): number {
    while (this.#byStart[this.#oldest]?.hasEnded === true) this.#oldest += 1;
    // Moved down once in a while, so that it costs nothing for each attempt.
    if (this.#oldest > 1000 && this.#oldest * 2 > this.#byStart.length) {
      this.#byStart = this.#byStart.slice(this.#oldest);
      this.#oldest = 0;
    }
    const oldest = this.#byStart[this.#oldest];
    return oldest === undefined ? Number.POSITIVE_INFINITY : oldest.startedAt + this.#timeout;
  }

  async #look(planned: number): Promise<void> {
    if (planned !== this.#planned) return;
    const now = this.#parts.time.now();
    this.#advance(now);
    for (let ended = this.#takeEnded(now); ended !== undefined; ended = this.#takeEnded(now))
      await this.#end(ended, now);
    this.#planned = Number.POSITIVE_INFINITY;
    this.#plan(now);
  }

  #takeEnded(now: number): Ended | undefined {
    this.#nextEnd(now);
    const first = this.#byWork.peek();
    if (first !== undefined && first.at <= this.#worked + SMALLEST_WORK) {
      this.#byWork.take();
      return { attempt: first, outcome: first.outcome };
    }
    if (this.#nextTimeout() > now + SMALLEST_WORK) return undefined;
    const late = this.#byStart[this.#oldest];
    return late === undefined ? undefined : { attempt: late, outcome: 'silent' };
  }

  async #end({ attempt, outcome }: Ended, now: EpochSeconds): Promise<void> {
    const { time, tally, targets, report } = this.#parts;
    attempt.hasEnded = true;
    const isOverloaded = outcome === 'completed' && this.#failsByOverload(attempt);
    tally.ended(now);
    for (const { target, load } of targets) target.put(time.now(), -load);
    if (outcome === 'silent') return;
    const { taskId: task_id, number } = attempt;
    await report(
      outcome === 'completed' && !isOverloaded
        ? { action: 'mark_task_as_completed', task_id, attempt: number }
        : { action: 'mark_task_as_failed', task_id, attempt: number, error: SIMULATED_FAILURE },
    );
  }

  #failsByOverload({ taskId, number }: Attempt): boolean {
    const over = this.#parts.targets.filter(
      ({ target }) => target.isOverLimit && target.behaviour.failuresOverLimit > 0,
    );
    if (over.length === 0) return false;
    const draw = drawsOf(this.#parts.seed, `${taskId} ${number} overload`);
    return over.some(({ target }) => draw() < target.behaviour.failuresOverLimit);
  }
}

const SIMULATED_FAILURE = { name: 'SimulatedFailure', message: 'the scenario lets this attempt fail' };
