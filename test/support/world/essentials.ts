/** One process of the system: the use cases that run in Lambda, wired over the ports given. */

import { AttemptPolicy } from '../../../src/application/attempt-policy.js';
import { DeadTaskReporter } from '../../../src/application/dead-task-reporter.js';
import { BulkOperations } from '../../../src/application/bulk-operations.js';
import { Dispatcher } from '../../../src/application/dispatcher.js';
import { EcologyManager } from '../../../src/application/ecology-manager.js';
import { HandOver } from '../../../src/application/hand-over.js';
import type { Labourers } from '../../../src/application/labourers.js';
import { Orchestrator } from '../../../src/application/orchestrator.js';
import type { Chance } from '../../../src/application/ports/chance.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import type { FunctionSettings } from '../../../src/application/ports/function-settings.js';
import type { IdSource } from '../../../src/application/ports/id-source.js';
import type { Invoker } from '../../../src/application/ports/invoker.js';
import type { Logger } from '../../../src/application/ports/logger.js';
import type { MetricsSource } from '../../../src/application/ports/metrics-source.js';
import type { Notifier } from '../../../src/application/ports/notifier.js';
import type { OperationLog } from '../../../src/application/ports/operation-log.js';
import type { QueueFile } from '../../../src/application/ports/queue-file.js';
import type { Siblings } from '../../../src/application/ports/siblings.js';
import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { TaskLog } from '../../../src/application/ports/task-log.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import { PagedTaskSearch } from '../../../src/application/paged-task-search.js';
import { QueueEnds } from '../../../src/application/queue-ends.js';
import { QueueFileWorker } from '../../../src/application/queue-file-worker.js';
import { Scavenger } from '../../../src/application/scavenger.js';
import { Scheduler } from '../../../src/application/scheduler.js';
import { SlotBook } from '../../../src/application/slot-book.js';
import { TaskOperator } from '../../../src/application/task-operator.js';
import { TaskTrail } from '../../../src/application/task-trail.js';
import { WorkerAssistant } from '../../../src/application/worker-assistant.js';
import type { SchemasConfig } from '../../../src/domain/job/job-schema.js';
import { DEFAULT_TASK_SETTINGS } from '../../../src/domain/labourer.js';
import { seconds } from '../../../src/domain/time.js';
import { type Gate, gated } from './gated-port.js';

export interface Ports {
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  readonly files: QueueFile;
  readonly invoker: Invoker;
  readonly metrics: MetricsSource;
  readonly functions: FunctionSettings;
  readonly siblings: Siblings;
  readonly notifier: Notifier;
  readonly log: TaskLog;
  readonly operations: OperationLog;
  readonly labourers: Labourers;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly ids: IdSource;
  readonly logger: Logger;
}

export interface Essentials {
  /** The one that changes labourers' rows: pausing and an operator's cap are its. */
  readonly slots: SlotBook;
  readonly scheduler: Scheduler;
  readonly orchestrator: Orchestrator;
  readonly scavenger: Scavenger;
  readonly assistant: WorkerAssistant;
  readonly operator: TaskOperator;
  readonly bulk: BulkOperations;
}

const SCHEMAS: SchemasConfig = { job_schema: { chunkable_attrs: [['item', {}]] } };
/** Small, so that a job of some dozens of rows takes several batches. */
const BATCH_ROWS = 10;

const LEASE_LIFE = seconds(120);
/** Two clocks that are five seconds off, one each way. */
const CLOCK_SKEW = seconds(10);

/**
 * A process whose every call of a port passes the gate. Clock, dice, names and log are not calls: they can't fail. With `spread` its
 * hand-overs begin somewhere in the queue's head, as in production, where many processes hand over at once.
 */
export function essentials(ports: Ports, gate: Gate, spread?: Chance): Essentials {
  const { labourers, clock, chance, ids, logger } = ports;
  const store = gated('store', ports.store, gate);
  const ledger = gated('ledger', ports.ledger, gate);
  const files = gated('files', ports.files, gate);
  const siblings = gated('siblings', ports.siblings, gate);
  const invoker = gated('invoker', ports.invoker, gate);
  const functions = gated('functions', ports.functions, gate);

  const settings = DEFAULT_TASK_SETTINGS;
  const slots = new SlotBook(ledger, clock);
  const trail = new TaskTrail(gated('log', ports.log, gate), clock, logger);
  const reporter = new DeadTaskReporter(store, gated('notifier', ports.notifier, gate));
  const attempts = new AttemptPolicy(functions, chance);
  const queue = new QueueEnds({ store, slots, clock }, settings);
  const dispatcher = new Dispatcher({ store, invoker, slots, reporter, trail, clock, ids, logger }, settings);
  const handOver = new HandOver({ dispatcher, slots, logger, chance: spread });
  const ecology = new EcologyManager({ metrics: gated('metrics', ports.metrics, gate), logger });
  const worker = new QueueFileWorker(
    { files, store, labourers, queue, trail, clock, ids, logger },
    { batchRows: BATCH_ROWS, recordDays: 30, leaseLife: LEASE_LIFE },
  );
  const operator = new TaskOperator({ store, labourers, queue, clock });
  const search = new PagedTaskSearch({ store, labourers, settings });
  const operations = gated('operations', ports.operations, gate);
  return {
    slots,
    scheduler: new Scheduler(
      { files, worker, labourers, siblings, clock, ids, logger },
      {
        schemas: SCHEMAS,
        queueFile: { stem: 'tasks_queue', ext: 'txt' },
        maxTasksPerJob: 1000,
        payloadLimit: settings.payloadLimit,
      },
    ),
    orchestrator: new Orchestrator({ labourers, ecology, dispatcher, slots, ledger, clock, logger }),
    scavenger: new Scavenger({ store, labourers, slots, queue, attempts, reporter, trail, clock, logger }, settings),
    assistant: new WorkerAssistant({ store, labourers, attempts, handOver, reporter, trail, clock, logger }, settings),
    operator,
    bulk: new BulkOperations(
      { store, search, operator, queue, labourers, operations, clock, ids },
      { ...settings, clockSkew: CLOCK_SKEW },
    ),
  };
}
