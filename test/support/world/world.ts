/** The whole system in memory: the memory ports, watched, and as many processes over them as a test starts. */

import { type FaultPlan, faultySlotLedger, faultyTaskStore } from '../../../src/adapters/memory/faulty.js';
import { MemoryFunctionSettings } from '../../../src/adapters/memory/memory-function-settings.js';
import { type MemoryAnswer, MemoryInvoker } from '../../../src/adapters/memory/memory-invoker.js';
import { MemoryMetricsSource } from '../../../src/adapters/memory/memory-metrics-source.js';
import { MemoryNotifier } from '../../../src/adapters/memory/memory-notifier.js';
import { MemoryQueueFile } from '../../../src/adapters/memory/memory-queue-file.js';
import { MemorySiblings } from '../../../src/adapters/memory/memory-siblings.js';
import { MemorySlotLedger } from '../../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryOperationLog } from '../../../src/adapters/memory/memory-operation-log.js';
import { MemoryTaskLog } from '../../../src/adapters/memory/memory-task-log.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { SeededChance } from '../../../src/adapters/memory/seeded-chance.js';
import { SequentialIdSource } from '../../../src/adapters/memory/sequential-id-source.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import type { Labourers } from '../../../src/application/labourers.js';
import type { Logger } from '../../../src/application/ports/logger.js';
import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import type { JobId } from '../../../src/domain/ids.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import { readLabourer } from '../../../src/domain/labourer-settings.js';
import { isTerminal, type JsonObject, type Task, type TaskStage } from '../../../src/domain/task.js';
import { type Attempt, AttemptBook } from './attempt-book.js';
import type { Ports } from './essentials.js';
import { repeatingStore } from './repeating-store.js';
import { TaskRecord } from './task-record.js';
import { TokenRecord } from './token-record.js';
import { Violations } from './violations.js';

export interface WorldSettings {
  readonly labourers: readonly Labourer[];
  /** What a worker does from its start on; the attempt's end is its to record. */
  readonly worker: (attempt: Attempt, event: JsonObject, labourer: Labourer) => Promise<unknown>;
  /** Runs another Scheduler with the event. */
  readonly sibling?: (event: JsonObject) => Promise<unknown>;
  /** Lay another store or ledger over the memory's, to see what breaks with it. */
  readonly store?: (store: TaskStore) => TaskStore;
  readonly ledger?: (ledger: SlotLedger) => SlotLedger;
  /** Faults of store and ledger, as their callers meet them. */
  readonly faults?: FaultPlan;
  /** Whether the store's client sends a write twice. */
  readonly repeats?: () => boolean;
  /** What the platform says to an invocation. */
  readonly invocation?: () => MemoryAnswer;
  /** How often so far a process died, lost an answer or came too late, each perhaps between a claim and its invocation. */
  readonly mishaps?: () => number;
  /** Seconds that an allowance may be old when it is acted on. */
  readonly allowanceAge?: number;
  readonly seed?: number;
}

/** 2023-11-14T00:00:00Z: the midnight at which worlds begin. */
const BEGINNING = 1_699_920_000;

export class World {
  readonly clock = new SimulatedClock(BEGINNING);
  readonly violations = new Violations();
  readonly tokens = new TokenRecord(this.violations, () => this.clock.now());
  readonly attempts: AttemptBook;
  readonly tasks: TaskRecord;
  readonly metrics = new MemoryMetricsSource();
  readonly notifier = new MemoryNotifier();
  readonly ports: Ports;
  /** Rows of every job that was sent. */
  readonly planned = new Map<JobId, number>();
  /** Invocations that the platform lost, by task. */
  readonly #lost = new Map<unknown, number>();
  readonly #mishaps: () => number;

  constructor(settings: WorldSettings) {
    const labourers = labourersOf(settings.labourers);
    const { allowanceAge = 0, faults } = settings;
    this.attempts = new AttemptBook(this.violations, {
      tokens: (id) => this.tokens.tokens(id),
      allowedSince: (id, since) => this.tokens.allowedSince(id, since - allowanceAge),
    });
    this.tasks = new TaskRecord(this.violations, {
      labourerOf: (id) => labourers.of(id),
      tokens: (id) => this.tokens.tokens(id),
      now: () => this.clock.now(),
    });
    const invoker = new MemoryInvoker((event, labourer) =>
      settings.worker(this.attempts.start(labourer, event, this.clock.now()), event, labourer),
    );
    const { invocation } = settings;
    if (invocation !== undefined) invoker.answer = (_labourer, event) => this.#lossNoted(invocation(), event);
    this.#mishaps = settings.mishaps ?? (() => 0);
    const plainStore = new MemoryTaskStore();
    const plainLedger = new MemorySlotLedger();
    const watched = this.tasks.watch(settings.store?.(plainStore) ?? plainStore);
    const store = settings.repeats === undefined ? watched : repeatingStore(watched, settings.repeats);
    const ledger = this.tokens.watch(settings.ledger?.(plainLedger) ?? plainLedger);
    this.ports = {
      store: faults === undefined ? store : faultyTaskStore(store, faults),
      ledger: faults === undefined ? ledger : faultySlotLedger(ledger, faults),
      files: new MemoryQueueFile(),
      invoker,
      metrics: this.metrics,
      functions: new MemoryFunctionSettings(),
      siblings: new MemorySiblings(async ({ event }) => settings.sibling?.(event)),
      notifier: this.notifier,
      log: new MemoryTaskLog(),
      operations: new MemoryOperationLog(),
      labourers,
      clock: this.clock,
      chance: new SeededChance(settings.seed ?? 1),
      ids: new SequentialIdSource('world'),
      logger: SILENT,
    };
  }

  /** Whether every job's rows are tasks, all tasks are terminal, and all deaths are reported. */
  hasEnded(): boolean {
    const tasks = [...this.tasks.tasks.values()];
    const rows = tasks.filter((task) => task.jobId !== undefined).length;
    return rows === this.#plannedRows() && tasks.every((task) => isTerminal(task.stage) && !task.notifyPending);
  }

  /** Nothing lost: once a job's rows were added its tasks are all there, once, and its counters equal a recount. */
  async checkAllThere(): Promise<void> {
    for (const [jobId, rows] of this.planned) {
      const file = await this.ports.files.find(`tasks_queue_${jobId}.txt`);
      if (file?.state !== 'finished') continue;
      const tasks = [...this.tasks.tasks.values()].filter((task) => task.jobId === jobId);
      this.violations.unless(tasks.length === rows, 'planned = open + retrying + terminal', () => [
        jobId,
        tasks.length,
      ]);
      const sorted = tasks.sort((one, other) => (one.taskId < other.taskId ? -1 : 1));
      this.violations.unless(this.tasks.stoodInOrder(sorted), "a job's rows stand in their order", () => jobId);
      const progress = await this.ports.store.progress(jobId);
      const recount = { stages: stagesOf(tasks), retries: this.tasks.retries.get(jobId) ?? 0 };
      const equal = JSON.stringify(progress) === JSON.stringify(recount);
      this.violations.unless(equal, "a job's counters equal a recount", () => [progress, recount]);
    }
  }

  /**
   * At the end of all work: everything terminal, every death reported, and every worker was started, but for tasks whose every attempt
   * was lost on its way to the worker, by the platform or by a mishap: of such nobody can know.
   */
  async checkAllEnded(): Promise<void> {
    await this.checkAllThere();
    const rows = [...this.tasks.tasks.values()].filter((task) => task.jobId !== undefined).length;
    this.violations.unless(rows === this.#plannedRows(), 'every row becomes a task', () => [rows, this.#plannedRows()]);
    const reported = new Set(this.notifier.reports.map(({ body }) => body.task_id));
    const started = this.attempts.startedTasks;
    for (const task of this.tasks.tasks.values()) {
      this.violations.unless(isTerminal(task.stage), 'every task ends', () => task);
      const needsNone = task.stage === 'cancelled' || task.lastError?.name === 'payload.invalid';
      const isLost = (this.#lost.get(task.taskId) ?? 0) + this.#mishaps() >= task.attempts;
      this.violations.unless(needsNone || isLost || started.has(task.taskId), 'every worker is started', () => task);
      if (task.stage !== 'dead') continue;
      const isReported = reported.has(task.taskId) && task.notifyPending === undefined;
      this.violations.unless(isReported, 'every death is reported', () => task);
    }
  }

  #lossNoted(answer: MemoryAnswer, { task_id: taskId }: JsonObject): MemoryAnswer {
    if (answer.outcome === 'unknown' && !('runs' in answer)) this.#lost.set(taskId, (this.#lost.get(taskId) ?? 0) + 1);
    return answer;
  }

  #plannedRows(): number {
    return [...this.planned.values()].reduce((sum, rows) => sum + rows, 0);
  }
}

const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function stagesOf(tasks: readonly Task[]): Record<TaskStage, number> {
  const stages: Record<TaskStage, number> = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
  for (const task of tasks) stages[task.stage] += 1;
  return stages;
}

function labourersOf(all: readonly Labourer[]): Labourers {
  const byName = new Map<string, Labourer>(all.map((labourer) => [labourer.id, labourer]));
  return {
    all: () => all,
    find: (id) => byName.get(id),
    of: (id) => byName.get(id) ?? aLabourer(id),
  };
}

/** A labourer with these settings, as the configuration would have them. */
export const aLabourer = (name: string, settings: JsonObject = {}): Labourer =>
  readLabourer(name, settings, {}, `labourers.${name}`);
