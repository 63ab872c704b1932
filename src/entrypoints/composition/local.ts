/** Binds the ports to what a laptop has: SQLite, the file system, worker threads and processes, the machine's own metrics. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Container } from 'inversify';
import { FileNotifier } from '../../adapters/filesystem/file-notifier.js';
import { FilesystemQueueFile } from '../../adapters/filesystem/filesystem-queue-file.js';
import { LocalFunctionSettings } from '../../adapters/local/local-function-settings.js';
import { LocalInvoker } from '../../adapters/local/local-invoker.js';
import { LocalMetricsSource } from '../../adapters/local/local-metrics-source.js';
import { endOrphanedPrograms } from '../../adapters/local/orphaned-programs.js';
import { openDatabase } from '../../adapters/sqlite/open-database.js';
import { RuntimeLocks } from '../../adapters/sqlite/runtime-locks.js';
import { SqliteHistory } from '../../adapters/sqlite/sqlite-history.js';
import { SqliteJobRegister } from '../../adapters/sqlite/sqlite-job-register.js';
import { SqliteOperationLog } from '../../adapters/sqlite/sqlite-operation-log.js';
import { SqliteSlotLedger } from '../../adapters/sqlite/sqlite-slot-ledger.js';
import { SqliteTaskCounts } from '../../adapters/sqlite/sqlite-task-counts.js';
import { SqliteTaskLog } from '../../adapters/sqlite/sqlite-task-log.js';
import { SqliteTaskSearch } from '../../adapters/sqlite/sqlite-task-search.js';
import { SqliteTaskStore } from '../../adapters/sqlite/sqlite-task-store.js';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.js';
import { CryptoIdSource } from '../../adapters/system/crypto-id-source.js';
import { SystemChance } from '../../adapters/system/system-chance.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { AssertedSlotLedger } from '../../application/asserted-slot-ledger.js';
import { AssertedTaskStore } from '../../application/asserted-task-store.js';
import type { Logger } from '../../application/ports/logger.js';
import { Sampler } from '../../application/sampler.js';
import type { TaskManager } from '../../application/task-manager.js';
import { seconds } from '../../domain/time.js';
import type { Config } from '../config/config.js';
import { CancelWatch } from '../local/cancel-watch.js';
import { LocalRuntime } from '../local/local-runtime.js';
import { MeteredInvoker } from '../local/metered-invoker.js';
import { SlotUseMeter } from '../local/slot-use-meter.js';
import { WorkerReports } from '../local/worker-reports.js';
import { invariantAlarm } from './invariant-alarm.js';
import { type OperatorStore, operatorStore } from './operator-store.js';
import { PORTS, SETTINGS, USE_CASES } from './tokens.js';
import { bindUseCases } from './use-cases.js';

/** Workers of this process at once, whatever the caps: each is a thread or a process of some ten MiB. */
const WORKERS_AT_ONCE = 128;

export interface LocalOptions {
  /** Where the database, the queue files and the results stand; made if it is missing. */
  readonly dataDirectory: string;
  readonly logger: Logger;
}

/** What a command needs that only looks, or changes what is there: nothing is started by it. */
export interface LocalStore extends OperatorStore {
  readonly tasks: TaskManager;
}

/** Opens the data without working it: other processes may be working it meanwhile. Throws as `openDatabase` does. */
export function openLocalStore(config: Config, options: LocalOptions): LocalStore {
  const { container, database, files } = compose(config, options, 'observer');
  const { labourers, taskSettings: settings } = config;
  const operator = operatorStore({
    store: container.get(PORTS.store),
    ledger: container.get(PORTS.ledger),
    log: new SqliteTaskLog(database),
    search: new SqliteTaskSearch(database, { labourers, settings }),
    history: new SqliteHistory(database),
    jobs: new SqliteJobRegister(database),
    operations: new SqliteOperationLog(database),
    counts: new SqliteTaskCounts(database),
    clock: container.get(PORTS.clock),
    ids: container.get(PORTS.ids),
    config,
    clockSkew: seconds(0),
    close: () => {
      files.close();
      database.close();
    },
  });
  return { ...operator, tasks: container.get(USE_CASES.tasks) };
}

/**
 * Opens the data to work it. Tasks that were running in processes which have died since are brought back to the queue's head; other
 * living processes on the same data are no harm.
 */
export async function openLocalRuntime(config: Config, options: LocalOptions): Promise<LocalRuntime> {
  const processName = new CryptoIdSource().taskId();
  const { container, database, files, reports, invoker, meter } = compose(config, options, processName);
  const recovery = container.get(USE_CASES.recovery);
  const lock = await RuntimeLocks.enter(options.dataDirectory, processName, async (dead, alone) => {
    endOrphanedPrograms(dead);
    const interrupted = alone
      ? await recovery.afterDeathOfAll()
      : await recovery.afterDeathOf((name) => dead.includes(name));
    if (interrupted > 0)
      options.logger.info('tasks of a process that has died are queued again', { tasks: interrupted });
  });
  const cancels = new CancelWatch(container.get(PORTS.store), () => invoker.attempts, options.logger);
  return new LocalRuntime({
    scheduler: container.get(USE_CASES.scheduler),
    orchestrator: container.get(USE_CASES.orchestrator),
    sampler: samplerOf(container, database, config),
    cancels,
    scavenger: container.get(USE_CASES.scavenger),
    tasks: container.get(USE_CASES.tasks),
    operator: container.get(USE_CASES.operator),
    store: container.get(PORTS.store),
    ledger: container.get(PORTS.ledger),
    log: new SqliteTaskLog(database),
    clock: container.get(PORTS.clock),
    labourers: config.labourers,
    logger: options.logger,
    meter,
    resultsDirectory: join(options.dataDirectory, 'results'),
    shutDown: async ({ graceMs }) => {
      await cancels.look();
      await invoker.close({ graceMs });
      await reports.settled();
      await recovery.afterDeathOf((name) => name === processName);
      lock.leave();
      files.close();
      database.close();
    },
  });
}

/** What is drawn of the past: taken as the loop ticks. */
function samplerOf(container: Container, database: StoreDatabase, { labourers, taskSettings }: Config): Sampler {
  return new Sampler(
    {
      store: container.get(PORTS.store),
      ledger: container.get(PORTS.ledger),
      counts: new SqliteTaskCounts(database),
      samples: new SqliteHistory(database),
      labourers,
      clock: container.get(PORTS.clock),
    },
    taskSettings,
  );
}

interface Composition {
  readonly container: Container;
  readonly database: StoreDatabase;
  readonly files: FilesystemQueueFile;
  readonly invoker: LocalInvoker;
  readonly reports: WorkerReports;
  readonly meter: SlotUseMeter;
}

function compose(config: Config, { dataDirectory, logger }: LocalOptions, processName: string): Composition {
  mkdirSync(dataDirectory, { recursive: true });
  const database = openDatabase({ file: join(dataDirectory, 'sosw.db'), names: config.storeNames });
  const files = new FilesystemQueueFile(join(dataDirectory, 'queue'));
  const container = new Container();
  const clock = new SystemClock();
  const alarm = invariantAlarm(logger);
  const { labourers, taskSettings: settings } = config;
  const store = new AssertedTaskStore(new SqliteTaskStore(database), { labourers, settings, clock, alarm });
  const meter = new SlotUseMeter(config.labourers.all().reduce((slots, { cap }) => slots + cap, 0));
  const reports = new WorkerReports(() => container.get(USE_CASES.assistant), clock, logger);
  const invoker = new LocalInvoker({
    workerOf: ({ id }) => config.workers.get(id),
    threadEntry: new URL('../../adapters/local/worker-thread.js', import.meta.url),
    maxThreads: WORKERS_AT_ONCE,
    processName,
    onEnd: (ended) => {
      meter.ended(clock.monotonic());
      reports.send(ended);
    },
    onOutput: (labourerId, taskId, stream, text) => logger.debug(text, { labourerId, taskId, stream }),
  });

  container.bind(PORTS.chance).toConstantValue(new SystemChance());
  container.bind(PORTS.clock).toConstantValue(clock);
  container.bind(PORTS.files).toConstantValue(files);
  container.bind(PORTS.functions).toConstantValue(new LocalFunctionSettings());
  container.bind(PORTS.ids).toConstantValue(new CryptoIdSource(processName));
  container.bind(PORTS.invoker).toConstantValue(new MeteredInvoker(invoker, meter, clock));
  container.bind(PORTS.jobs).toConstantValue(new SqliteJobRegister(database));
  container.bind(PORTS.ledger).toConstantValue(new AssertedSlotLedger(new SqliteSlotLedger(database), alarm));
  container.bind(PORTS.logger).toConstantValue(logger);
  container.bind(PORTS.metrics).toConstantValue(new LocalMetricsSource());
  container.bind(PORTS.notifier).toConstantValue(new FileNotifier(join(dataDirectory, 'dead-tasks.ndjson')));
  // A run here ends only when it is stopped: then the next tick, of this process or another, takes the file up.
  container.bind(PORTS.siblings).toConstantValue({ spawn: async () => {} });
  container.bind(PORTS.store).toConstantValue(store);
  container.bind(PORTS.taskLog).toConstantValue(config.taskEvents ? new SqliteTaskLog(database) : undefined);
  container.bind(SETTINGS.coefficients).toConstantValue(config.coefficients);
  container.bind(SETTINGS.labourers).toConstantValue(config.labourers);
  container.bind(SETTINGS.queueFile).toConstantValue(config.queueFileSettings);
  container.bind(SETTINGS.scheduler).toConstantValue(config.schedulerSettings);
  container.bind(SETTINGS.spreadsHandOvers).toConstantValue(false);
  container.bind(SETTINGS.tasks).toConstantValue(config.taskSettings);
  bindUseCases(container);
  return { container, database, files, invoker, reports, meter };
}
