/** The whole system over memory adapters, at a simulated clock: what a test of a use case starts from. Every port can be replaced. */

import { MemoryFunctionSettings } from '../../src/adapters/memory/memory-function-settings.js';
import { MemoryInvoker, type MemoryWorker } from '../../src/adapters/memory/memory-invoker.js';
import { MemoryLogger } from '../../src/adapters/memory/memory-logger.js';
import { MemoryMetricsSource } from '../../src/adapters/memory/memory-metrics-source.js';
import { MemoryNotifier } from '../../src/adapters/memory/memory-notifier.js';
import { MemoryQueueFile } from '../../src/adapters/memory/memory-queue-file.js';
import { MemorySiblings } from '../../src/adapters/memory/memory-siblings.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskLog } from '../../src/adapters/memory/memory-task-log.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { SequentialIdSource } from '../../src/adapters/memory/sequential-id-source.js';
import { SimulatedClock } from '../../src/adapters/memory/simulated-clock.js';
import { AttemptPolicy } from '../../src/application/attempt-policy.js';
import { DeadTaskReporter } from '../../src/application/dead-task-reporter.js';
import { Dispatcher } from '../../src/application/dispatcher.js';
import { EcologyManager } from '../../src/application/ecology-manager.js';
import { HandOver } from '../../src/application/hand-over.js';
import type { Labourers } from '../../src/application/labourers.js';
import { Orchestrator } from '../../src/application/orchestrator.js';
import type { Chance } from '../../src/application/ports/chance.js';
import type { Clock } from '../../src/application/ports/clock.js';
import type { FunctionSettings } from '../../src/application/ports/function-settings.js';
import type { Invoker } from '../../src/application/ports/invoker.js';
import type { JobRegister } from '../../src/application/ports/job-register.js';
import type { MetricsSource } from '../../src/application/ports/metrics-source.js';
import type { Notifier } from '../../src/application/ports/notifier.js';
import type { QueueFile } from '../../src/application/ports/queue-file.js';
import type { Siblings } from '../../src/application/ports/siblings.js';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { TaskLog } from '../../src/application/ports/task-log.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import { QueueEnds } from '../../src/application/queue-ends.js';
import { QueueFileWorker } from '../../src/application/queue-file-worker.js';
import { Scavenger } from '../../src/application/scavenger.js';
import { Scheduler } from '../../src/application/scheduler.js';
import type { SchedulerSettings } from '../../src/application/scheduler-settings.js';
import { SlotBook } from '../../src/application/slot-book.js';
import { TaskManager } from '../../src/application/task-manager.js';
import { TaskOperator } from '../../src/application/task-operator.js';
import { TaskTrail } from '../../src/application/task-trail.js';
import { WorkerAssistant } from '../../src/application/worker-assistant.js';
import type { SettingsMap } from '../../src/domain/ecology/settings-map.js';
import type { LabourerId } from '../../src/domain/ids.js';
import { DEFAULT_TASK_SETTINGS, type Labourer, type TaskSettings } from '../../src/domain/labourer.js';
import { readLabourer } from '../../src/domain/labourer-settings.js';
import type { JsonObject } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { LABOURER, NOW } from './a-task.js';

/** Labourers as a configuration has them, which a test may change in the middle. */
class TestLabourers implements Labourers {
  readonly #taskConfig: SettingsMap;
  #byName = new Map<string, Labourer>();

  constructor(settings: Readonly<Record<string, SettingsMap>>, taskConfig: SettingsMap = {}) {
    this.#taskConfig = taskConfig;
    for (const [name, own] of Object.entries(settings)) this.set(name, own);
  }

  set(name: string, settings: SettingsMap): Labourer {
    const labourer = readLabourer(name, settings, this.#taskConfig, `labourers.${name}`);
    this.#byName.set(name, labourer);
    return labourer;
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  all(): readonly Labourer[] {
    return [...this.#byName.values()];
  }

  find(id: string): Labourer | undefined {
    return this.#byName.get(id);
  }

  of(id: LabourerId): Labourer {
    return this.find(id) ?? readLabourer(id, {}, this.#taskConfig, `labourers.${id}`);
  }
}

export interface SystemOptions {
  readonly labourers?: Readonly<Record<string, SettingsMap>>;
  readonly taskConfig?: SettingsMap;
  readonly settings?: Partial<TaskSettings>;
  readonly scheduler?: Partial<SchedulerSettings>;
  /** Rows per checkpoint. */
  readonly batchRows?: number;
  /** What jitter's dice show. */
  readonly chance?: Chance;
  readonly worker?: MemoryWorker;
  readonly ports?: Partial<ReplaceablePorts>;
}

export interface ReplaceablePorts {
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  readonly files: QueueFile;
  readonly invoker: Invoker;
  readonly notifier: Notifier;
  readonly metrics: MetricsSource;
  readonly siblings: Siblings;
  readonly functions: FunctionSettings;
  readonly taskLog: TaskLog;
  readonly jobs: JobRegister;
  readonly clock: Clock;
}

/** How long a queue file is held between two checkpoints. */
export const LEASE_LIFE = seconds(120);

const SCHEMAS = { job_schema_variants: { default: { chunkable_attrs: ['section'] } } };

/** A health metric by the memory source's name: High to 50, Good to 75, Moderate to 90, else Bad. */
export const watching = (name: string) => ({
  details: { MetricName: name, Namespace: 'N' },
  feelings: { 4: 50, 3: 75, 2: 90 },
  feeling_comparison_operator: '<=',
});

/** One labourer, `some_function`, with ten slots, unless the options say otherwise. */
export function aSystem(options: SystemOptions = {}) {
  const { ports = {}, chance = { next: () => 0 } } = options;
  const settings: TaskSettings = { ...DEFAULT_TASK_SETTINGS, ...options.settings };
  const labourers = new TestLabourers(
    options.labourers ?? { [LABOURER]: { max_simultaneous_invocations: 10 } },
    options.taskConfig,
  );
  /** The events of workers that were started, oldest first. */
  const events: JsonObject[] = [];
  const memory = {
    simulated: new SimulatedClock(NOW),
    logger: new MemoryLogger(),
    invoker: new MemoryInvoker(async (event, labourer) => {
      events.push(event);
      await options.worker?.(event, labourer);
    }),
    notifier: new MemoryNotifier(),
    metrics: new MemoryMetricsSource(),
    siblings: new MemorySiblings(),
    functions: new MemoryFunctionSettings(),
    taskLog: new MemoryTaskLog(),
  };
  const { logger } = memory;
  const clock = ports.clock ?? memory.simulated;
  const store = ports.store ?? new MemoryTaskStore();
  const ledger = ports.ledger ?? new MemorySlotLedger();
  const files = ports.files ?? new MemoryQueueFile();
  const invoker = ports.invoker ?? memory.invoker;
  const notifier = ports.notifier ?? memory.notifier;
  const metrics = ports.metrics ?? memory.metrics;
  const siblings = ports.siblings ?? memory.siblings;
  const functions = ports.functions ?? memory.functions;
  const ids = new SequentialIdSource();

  const slots = new SlotBook(ledger, clock);
  const trail = new TaskTrail(ports.taskLog ?? memory.taskLog, clock, logger);
  const reporter = new DeadTaskReporter(store, notifier);
  const attempts = new AttemptPolicy(functions, chance);
  const queue = new QueueEnds({ store, slots, clock }, settings);
  const dispatcher = new Dispatcher({ store, invoker, slots, reporter, trail, clock, ids, logger }, settings);
  const handOver = new HandOver({ dispatcher, slots, logger });
  const ecology = new EcologyManager({ metrics, logger });
  const batch = { batchRows: options.batchRows ?? 50, recordDays: 30, leaseLife: LEASE_LIFE };
  const worker = new QueueFileWorker(
    { files, store, labourers, queue, trail, clock, ids, jobs: ports.jobs, logger },
    batch,
  );
  const schedulerSettings: SchedulerSettings = {
    schemas: SCHEMAS,
    queueFile: { stem: 'tasks_queue', ext: 'txt' },
    maxTasksPerJob: 1000,
    payloadLimit: 10_000,
    ...options.scheduler,
  };
  return {
    ...memory,
    ...{ clock, store, ledger, files, siblings, events, labourers, settings, ids },
    ...{ slots, trail, reporter, attempts, queue, dispatcher, handOver, ecology, fileWorker: worker },
    scheduler: new Scheduler({ files, worker, labourers, siblings, clock, ids, logger }, schedulerSettings),
    orchestrator: new Orchestrator({ labourers, ecology, dispatcher, slots, ledger, clock, logger }),
    scavenger: new Scavenger({ store, labourers, slots, queue, attempts, reporter, trail, clock, logger }, settings),
    assistant: new WorkerAssistant({ store, labourers, attempts, handOver, reporter, trail, clock, logger }, settings),
    operator: new TaskOperator({ store, labourers, queue, clock }),
    tasks: new TaskManager({ store, slots, queue, dispatcher, functions, clock, ids }, settings),
    /** The labourer that tests are about. */
    labourer: () => labourers.of(LABOURER),
  };
}

export type System = ReturnType<typeof aSystem>;
