/** A world whose processes interleave at every call of a port, in the order that fast-check's scheduler chooses. */

import { setImmediate } from 'node:timers/promises';
import type { Scheduler } from 'fast-check';
import type { Fault } from '../../src/adapters/memory/faulty.js';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { SeededChance } from '../../src/adapters/memory/seeded-chance.js';
import { jobId, taskId } from '../../src/domain/ids.js';
import type { JsonObject } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { aTask, place } from '../support/a-task.js';
import type { Attempt } from '../support/world/attempt-book.js';
import { type Essentials, essentials } from '../support/world/essentials.js';
import { type Gate, OPEN_GATE } from '../support/world/gated-port.js';
import { World, type WorldSettings } from '../support/world/world.js';
import { ACCEPTED, answerOf, isLostRace, isRetryable, messagesOf, WORKER } from './interleaving-fate.js';

export interface InterleavingSettings extends Pick<WorldSettings, 'store' | 'ledger'> {
  /** Decides what workers do, how far the index lags, and which calls meet a fault. */
  readonly seed: number;
  /** Share of the calls at which the caller dies, half of them before the call is made. */
  readonly crashes?: number;
  /** Share of the calls to store and ledger that fail, and as many whose answers are lost. */
  readonly faults?: number;
  /** Share of the writes that the store's client sends twice. */
  readonly repeats?: number;
  /** Share of the invocations that the platform refuses; half as many are answered with a time-out. */
  readonly refusals?: number;
}

/** Changes that index reads miss, at most. */
const LAG = 4;
/** Moments that an attempt takes at most. */
const WORK = 20;
/** Moments that a late message may take to arrive: about as many as the others need for their work. */
const JOURNEY = 80;
/** Seconds that pass at a time while what is left of the work is done, and how often: several lives of a token. */
const DRAIN_STEP = 20;
const DRAIN_STEPS_MAX = 100;

export class InterleavingWorld {
  readonly world: World;
  readonly #scheduler: Scheduler;
  readonly #chance: SeededChance;
  readonly #settings: InterleavingSettings;
  readonly #actors: Promise<unknown>[] = [];
  /** Jobs that were sent, as their senders repeat them. */
  readonly #jobs: JsonObject[] = [];
  /** Attempts that have not said anything yet. */
  readonly #silent: Attempt[] = [];
  #mishaps = 0;
  #phase: 'silent' | 'interleaving' | 'draining' = 'interleaving';

  constructor(scheduler: Scheduler, settings: InterleavingSettings) {
    this.#scheduler = scheduler;
    this.#settings = settings;
    this.#chance = new SeededChance(settings.seed);
    this.world = new World({
      labourers: [WORKER],
      worker: (attempt) => this.#track(this.#work(attempt)),
      sibling: (event) => this.act('sibling', ({ scheduler: own }) => own.handle(event, { requestId: 'sibling' })),
      store: (store) => new LaggingTaskStore(settings.store?.(store) ?? store, () => this.#below(LAG + 1)),
      faults: ({ method }) => this.#fault(method),
      repeats: () => this.#meets(settings.repeats),
      invocation: () => (this.#phase === 'interleaving' ? answerOf(this.#chance.next(), settings.refusals) : ACCEPTED),
      mishaps: () => this.#mishaps,
      // An allowance may be acted on so long after it was read (protocol, rule 11).
      allowanceAge: 160,
      seed: settings.seed,
      ...(settings.ledger === undefined ? {} : { ledger: settings.ledger }),
    });
    this.world.metrics.set('Load', 10);
  }

  /** Tasks that are queued already. */
  async queue(count: number): Promise<void> {
    const tasks = Array.from({ length: count }, (_, index) =>
      aTask(`task ${index}`, { labourerId: WORKER.id, greenfield: place(index + 1) }),
    );
    this.#phase = 'silent';
    await this.world.ports.store.add(tasks);
    this.#phase = 'interleaving';
  }

  /** A job's file that a Scheduler left behind when it died, with or without its lease. */
  async orphan(id: string, rows: number): Promise<void> {
    const { files, clock } = this.world.ports;
    this.world.planned.set(jobId(id), rows);
    const lines = Array.from({ length: rows }, (_, index) => JSON.stringify({ labourer_id: WORKER.id, item: index }));
    await files.create(fileOf(id), { identity: id, contentHash: 'any' }, lines);
    if (this.#below(2) === 0) await files.acquire(fileOf(id), { now: clock.now(), life: seconds(120) });
  }

  /** An actor that sends a job, with time for so many batches. */
  send(id: string, rows: number, batches: number): void {
    this.world.planned.set(jobId(id), rows);
    const items = Array.from({ length: rows }, (_, index) => index);
    const event = { lambda_name: WORKER.id, job_id: id, isolate_items: true, items };
    this.#jobs.push(event);
    void this.#schedule(event, batches);
  }

  /** An actor that takes up a file, as a sibling is told to. */
  resume(id: string, batches: number): void {
    void this.#schedule({ file_name: fileOf(id) }, batches);
  }

  #schedule(event: JsonObject, batches: number): Promise<void> {
    let left = batches;
    const run = { requestId: 'any', budget: { hasTime: () => left-- > 0 } };
    return this.act('scheduler', ({ scheduler }) => scheduler.handle(event, run));
  }

  /** A process of its own. Resolves when its work is done, or when it died. */
  act(name: string, work: (process: Essentials) => Promise<unknown>): Promise<void> {
    const actor = new Promise<void>((resolve) => {
      const gate = this.#phase === 'interleaving' ? this.#gate(name, resolve) : OPEN_GATE;
      work(essentials(this.world.ports, gate)).then(
        () => resolve(),
        (error: unknown) => {
          const isExpected =
            name === 'operator' ? isLostRace(error) : this.#settings.faults !== undefined && isRetryable(error);
          this.world.violations.unless(isExpected, 'no call of an essential fails', () => `${name}: ${String(error)}`);
          resolve();
        },
      );
    });
    return this.#track(actor);
  }

  /** Starts what may be started; nothing is heard of it until `reportLate`. */
  async startSilently(): Promise<void> {
    this.#phase = 'silent';
    await this.act('orchestrator', ({ orchestrator }) => orchestrator.pass());
    this.#phase = 'interleaving';
  }

  /** Actors that bring the messages of the silent attempts, some of them after much else has happened. */
  reportLate(): void {
    const travel = async (attempt: Attempt) => {
      await this.#moments(this.#below(JOURNEY), 'a message is on its way');
      this.world.attempts.end(attempt, this.world.clock.now());
      this.#report(attempt, this.#chance.next());
    };
    for (const attempt of this.#silent.splice(0)) void this.#track(travel(attempt));
  }

  /** An actor who gives the task orders, each some moments after the one before it: what does not fit any more is refused. */
  order(id: string, ...orders: readonly ('cancel' | 'retry')[]): void {
    const actor = async () => {
      for (const order of orders) {
        await this.#moments(this.#below(JOURNEY / 2), 'an operator thinks');
        await this.act('operator', async ({ operator }) => {
          const task = await this.world.ports.store.get(taskId(id));
          if (task !== undefined) await operator[order](task);
        });
      }
    };
    void this.#track(actor());
  }

  /** An actor that lets time pass at any moment, in steps of so many seconds. */
  passTime(...steps: readonly number[]): void {
    this.#atAnyMoment(steps, 'seconds pass', (step) => this.jump(step));
  }

  /** The ticks that follow, each some moments and so many seconds after the one before it. */
  tickAfter(...steps: readonly number[]): void {
    const ticks = async () => {
      for (const step of steps) {
        await this.#moments(this.#below(JOURNEY / 2), 'time goes by');
        this.jump(step);
        await this.act('next scavenger', ({ scavenger }) => scavenger.pass());
        await this.act('next orchestrator', ({ orchestrator }) => orchestrator.pass());
      }
    };
    void this.#track(ticks());
  }

  /** An actor that changes what the labourer's health is judged by, at any moment. */
  changeLoad(...loads: readonly number[]): void {
    this.#atAnyMoment(loads, 'percent of load', (load) => this.world.metrics.set('Load', load));
  }

  /** Seconds go by at once. */
  jump(step: number): void {
    if (this.#phase === 'interleaving') this.#mishaps += 1;
    this.world.clock.set(this.world.clock.now() + step);
    this.world.attempts.killOverdue(this.world.clock.now());
  }

  /** Lets all actors come to their end, in an order that the scheduler chooses. */
  async settle(): Promise<void> {
    for (let settled = -1; settled < this.#actors.length; ) {
      settled = this.#actors.length;
      await this.#scheduler.waitFor(Promise.all(this.#actors));
    }
  }

  /** Does what is left of the work, one process after the other, and checks how it ends. */
  async drain(): Promise<void> {
    this.#phase = 'draining';
    this.world.metrics.set('Load', 10);
    for (const job of this.#jobs) await this.#schedule(job, Number.POSITIVE_INFINITY);
    for (let step = 0; step < DRAIN_STEPS_MAX && !this.world.hasEnded(); step++) {
      this.jump(DRAIN_STEP);
      await this.act('scheduler', ({ scheduler }) => scheduler.adoptOrphans());
      await this.act('scavenger', ({ scavenger }) => scavenger.pass());
      await this.act('orchestrator', ({ orchestrator }) => orchestrator.pass());
      await setImmediate();
      await Promise.all(this.#actors.splice(0));
    }
    await this.world.checkAllEnded();
    this.world.violations.throwAny();
  }

  /** A worker's run and what is said of it; while draining it just completes. */
  async #work(attempt: Attempt): Promise<void> {
    if (this.#phase === 'silent') {
      this.#silent.push(attempt);
      return;
    }
    const dice = this.#phase === 'draining' ? 0 : this.#chance.next();
    await this.#moments(1 + this.#below(WORK), `attempt ${attempt.number} of ${attempt.taskId} is worked on`);
    this.world.attempts.end(attempt, this.world.clock.now());
    this.#report(attempt, dice);
  }

  #report(attempt: Attempt, dice: number): void {
    for (const event of messagesOf(attempt, dice)) {
      void this.act(`message ${String(event.action)}`, ({ assistant }) => assistant.handle(event));
    }
  }

  #atAnyMoment<Value>(values: readonly Value[], what: string, happen: (value: Value) => void): void {
    const actor = async () => {
      for (const value of values) {
        await this.#point(`${String(value)} ${what}`);
        happen(value);
      }
    };
    void this.#track(actor());
  }

  #gate(name: string, die: () => void): Gate {
    const { crashes = 0 } = this.#settings;
    let isDead = false;
    const death = () => {
      if (!isDead) this.#mishaps += 1;
      isDead = true;
      die();
      return new Promise<never>(() => {});
    };
    return async (call, make) => {
      // An invocation is under way for less than half the cooldown (protocol, rule 4); the time that passes here may be longer.
      if (call !== 'invoker.invoke') await this.#point(`${name}: ${call}`);
      const dice = this.#chance.next();
      if (isDead || dice < crashes / 2) return death();
      const answer = make();
      if (dice < crashes) return death();
      await this.#point(`${name}: ${call} is answered`);
      return isDead ? death() : answer;
    };
  }

  #fault(method: string): Fault {
    const { faults = 0 } = this.#settings;
    if (faults === 0 || this.#phase !== 'interleaving') return 'none';
    const dice = this.#chance.next();
    if (dice >= 2 * faults) return 'none';
    this.#mishaps += 1;
    return dice < faults || method === 'read' ? 'fail' : 'lose';
  }

  /** Whether a mishap that has this share happens now. */
  #meets(share = 0): boolean {
    if (this.#phase !== 'interleaving' || this.#chance.next() >= share) return false;
    this.#mishaps += 1;
    return true;
  }

  /** A moment at which any other actor may be next. */
  #point(label: string): Promise<void> {
    if (this.#phase !== 'interleaving') return Promise.resolve();
    return this.#scheduler.schedule(Promise.resolve(), label);
  }

  async #moments(count: number, label: string): Promise<void> {
    for (let moment = 0; moment < count; moment++) await this.#point(label);
  }

  #below(limit: number): number {
    return Math.floor(this.#chance.next() * limit);
  }

  #track<Result>(actor: Promise<Result>): Promise<Result> {
    this.#actors.push(actor);
    return actor;
  }
}

/** The file that a job's rows stand in. */
const fileOf = (id: string): string => `tasks_queue_${id}.txt`;
