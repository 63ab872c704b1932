/** One seed's world: the use cases of production on a simulated clock, over ports that everything befalls, watched by the checker. */

import { MemoryNotifier } from '../../../src/adapters/memory/memory-notifier.js';
import { MemoryOperationLog } from '../../../src/adapters/memory/memory-operation-log.js';
import { MemoryQueueFile } from '../../../src/adapters/memory/memory-queue-file.js';
import { MemorySlotLedger } from '../../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskLog } from '../../../src/adapters/memory/memory-task-log.js';
import { SequentialIdSource } from '../../../src/adapters/memory/sequential-id-source.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import type { Notifier } from '../../../src/application/ports/notifier.js';
import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { Task } from '../../../src/domain/task.js';
import type { Essentials, Ports } from '../../support/world/essentials.js';
import { Checker } from '../checker/checker.js';
import type { Actor } from '../checker/task-checks.js';
import { CallSites } from './call-sites.js';
import { Configuration } from './configuration.js';
import { Dice } from './dice.js';
import { Faults, type FaultSwitches } from './faults.js';
import { Platform, type WorkerReport } from './platform.js';
import { type WorldPlan, worldPlan } from './plan.js';
import { type Answer, type EssentialName, Process, type ProcessSurroundings } from './process.js';
import { SimulatedMetrics } from './simulated-metrics.js';
import { Tampering } from './tampering.js';
import { Trace } from './trace.js';
import { WatchedFiles } from './watched-files.js';
import { DynamoTables } from './dynamo-tables.js';
import { type SharedStore, type StoreCall, WatchedStore } from './watched-store.js';
import type { Mutation } from './mutation.js';

export interface WorldOptions extends FaultSwitches {
  readonly seed: number;
  /** Keeps the trace's lines. */
  readonly keepTrace?: boolean;
  /** Is told of every change that is asked of a store in memory. */
  readonly record?: (call: StoreCall) => void;
  /** A defect that is laid over the product. */
  readonly mutation?: Mutation;
}

/** Workers that call synchronously repeat what was not answered. */
const REPORT_TRIES = 4;

export class World {
  readonly plan: WorldPlan;
  readonly clock: SimulatedClock;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly checker: Checker;
  readonly configuration: Configuration;
  readonly platform: Platform;
  readonly store: SharedStore;
  readonly files: WatchedFiles;
  readonly dice: Dice;
  readonly surroundings: ProcessSurroundings;
  readonly mutation: Mutation;
  /** Who claimed each attempt, by task and number. */
  readonly #claims = new Map<string, Actor>();
  #processes = 0;

  constructor({ seed, keepTrace = false, record, mutation = {}, ...switches }: WorldOptions) {
    this.plan = worldPlan(seed);
    this.mutation = mutation;
    this.clock = new SimulatedClock(this.plan.begins, { isClosed: true });
    const now = () => this.clock.now();
    this.faults = new Faults(seed, switches);
    this.dice = new Dice(seed, 'world');
    this.trace = new Trace({ keep: keepTrace, now });
    this.configuration = new Configuration(this.plan.labourers);
    const planned: Configuration['planned'] = (id) => this.configuration.planned(id);
    this.checker = new Checker({
      now,
      lag: this.plan.lag,
      events: () => this.trace.events,
      planned,
      configured: (id) => this.configuration.lately(id),
      mayHaveRun: (taskId, attempt) => this.#mayHaveRun(taskId, attempt),
    });
    this.platform = new Platform({
      seed,
      faults: this.faults,
      dice: new Dice(seed, 'platform'),
      trace: this.trace,
      now,
      sleep: (seconds) => this.sleep(seconds),
      planned,
      checks: this.checker.attempts,
      report: (report) => this.#report(report),
      isOut: (id) => this.#isOut(id),
      repeats: mutation.platformRepeats ?? false,
    });
    this.store = this.#sharedStore(seed, record);
    this.files = new WatchedFiles(new MemoryQueueFile(), this.checker.checks);
    this.surroundings = this.#surroundings(seed);
  }

  sleep(seconds: number): Promise<void> {
    return this.clock.sleep(seconds * 1000);
  }

  /** One run of an essential, in a process of its own. What it rejects with must be a typed error that may go away. */
  run<Result>(
    kind: EssentialName,
    work: (use: Essentials, process: Process) => Promise<Result>,
    message?: Actor['message'],
  ): Promise<Answer<Result>> {
    const process = new Process(this.surroundings, kind, ++this.#processes, message);
    return process.run((use) => work(use, process));
  }

  #sharedStore(seed: number, record: WorldOptions['record']): SharedStore {
    const { faults, plan, clock } = this;
    const lagDice = faults.dice('F8');
    const next = () => (faults.isOn('F8') ? lagDice.next() * plan.lag : 0);
    const watcher = () => this.#watcher();
    if (plan.store === 'memory') {
      return new WatchedStore(watcher, { now: () => clock.now(), next, hid: () => faults.count('F8') }, record);
    }
    const lag = (): number => {
      const seconds = next();
      if (seconds > 0) faults.count('F8');
      return seconds;
    };
    const labourerIds = () => plan.labourers.map(({ labourer }) => labourer.id);
    return new DynamoTables({ faults, clock, chance: new Dice(seed, 'pauses'), lag, labourerIds, watcher });
  }

  #surroundings(seed: number): ProcessSurroundings {
    const { faults, trace, mutation } = this;
    const ports = this.#ports(seed);
    const withMutation = (given: Ports): Ports => mutation.ports?.(given, this) ?? given;
    return {
      ports,
      portsOf: (process) => withMutation({ ...ports, store: this.store.storeOf(process), clock: process.clock }),
      faults,
      tampering: new Tampering({
        faults,
        storeHasFaults: this.plan.store === 'dynamodb',
        now: () => this.clock.now(),
        sleep: (ms) => this.clock.sleep(ms),
      }),
      latency: new Dice(seed, 'latency'),
      trace,
      sites: new CallSites(),
      acting: undefined,
      calls: new Set(),
      crashes: new Set(),
      compose: (made, process) => mutation.compose?.(made, process, this) ?? made,
    };
  }

  /** What all processes have in common; each has a store of its own. */
  #ports(seed: number): Omit<Ports, 'store'> {
    const { faults, clock } = this;
    const live = (id: string) => this.checker.attempts.live(id as never);
    return {
      ledger: this.#ledger(),
      files: this.files,
      invoker: this.platform,
      metrics: new SimulatedMetrics(seed, {
        faults,
        now: () => clock.now(),
        ownLoad: (metric) => 5 * (metric === 'DatabaseLoad' ? live('letters') + live('mails') : live('images')),
      }),
      functions: { timeout: async ({ id }) => this.configuration.planned(id).labourer.duration },
      siblings: {
        spawn: async (_essential, event) =>
          void this.run('scheduler', ({ scheduler }, process) =>
            scheduler.handle(event, { requestId: 'sibling', budget: process }),
          ),
      },
      notifier: this.#notifier(),
      log: new MemoryTaskLog(),
      operations: new MemoryOperationLog(),
      labourers: this.configuration,
      clock,
      chance: new Dice(seed, 'jitter'),
      ids: new SequentialIdSource('world'),
      logger: SILENT,
    };
  }

  #ledger(): SlotLedger {
    const ledger = new MemorySlotLedger();
    return {
      read: (labourerId) => ledger.read(labourerId),
      readAll: (labourerIds) => ledger.readAll(labourerIds),
      compareAndSet: async (row) => {
        const writer = this.surroundings.acting;
        const outcome = await ledger.compareAndSet(row);
        if (outcome !== 'written') return outcome;
        this.checker.wrote(row);
        writer?.wrote(row);
        return outcome;
      },
      note: (labourerId, decision) => ledger.note(labourerId, decision),
      decisions: (labourerId, limit) => ledger.decisions(labourerId, limit),
    };
  }

  #notifier(): Notifier {
    const notifier = new MemoryNotifier();
    return {
      report: async (reports) => {
        const arrived = await notifier.report(reports);
        for (const report of reports) this.checker.reported(report);
        return arrived;
      },
    };
  }

  /** Whoever acts now is whose change the store makes. */
  #watcher() {
    const actor: Actor = this.surroundings.acting ?? NOBODY;
    return {
      added: this.checker.added.bind(this.checker),
      changed: (before: Parameters<Checker['changed']>[0], after: Parameters<Checker['changed']>[1]) => {
        if (after.attempts > before.attempts) this.#claims.set(`${after.taskId} ${after.attempts}`, actor);
        this.checker.changed(before, after, actor);
      },
      lost: (task: Task) => this.checker.lost(task),
    };
  }

  #isOut(labourerId: string): boolean {
    const { outage, begins } = this.plan;
    if (outage === undefined || labourerId !== 'letters' || !this.faults.isOn('F7')) return false;
    const since = this.clock.now() - begins - outage.from;
    return since >= 0 && since < outage.lasts;
  }

  /** Unless the platform refused it, or whoever claimed it met with something between claim and invocation. */
  #mayHaveRun(taskId: string, attempt: number): boolean {
    const claimer = this.#claims.get(`${taskId} ${attempt}`);
    return claimer === undefined || claimer.mishaps > 0 || this.platform.mayHaveRun(taskId, attempt);
  }

  async #report({ delivery, outcome, isNumbered }: WorkerReport): Promise<void> {
    const { taskId, attempt } = delivery;
    const numbered = this.mutation.message?.(this, taskId) ?? attempt;
    const event = {
      action: `mark_task_as_${outcome}`,
      task_id: taskId,
      ...(isNumbered ? { attempt: numbered } : {}),
      ...(outcome === 'failed' ? { error: { name: 'Simulated', message: `attempt ${attempt}` } } : {}),
    };
    for (let tries = 1; tries <= REPORT_TRIES; tries++) {
      const answer = await this.run('assistant', ({ assistant }) => assistant.handle(event), {
        taskId,
        attempt,
        isNumbered,
      });
      if (answer.outcome === 'answered') return;
      if (answer.outcome === 'failed') this.expectTyped('assistant', answer.error);
      await this.sleep(tries);
    }
  }

  /** What an essential rejects with: typed, and retryable unless the input was wrong. */
  expectTyped(who: string, error: unknown): void {
    const isTyped = error instanceof Error && 'code' in error;
    const found = () => `${who}: ${error instanceof Error ? error.stack : String(error)}`;
    this.checker.checks.that('I10', isTyped, 'whatever fails says so with a typed error', found);
  }
}

const NOBODY: Actor = { name: 'nobody', mishaps: 0, isOperator: false, readings: new Map() };
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
