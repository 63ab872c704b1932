/** Names under which ports, settings and use cases are bound, typed so that a wrong one does not compile. */

import type { ServiceIdentifier } from 'inversify';
import type { AttemptPolicy } from '../../application/attempt-policy.js';
import type { DeadTaskReporter } from '../../application/dead-task-reporter.js';
import type { Dispatcher } from '../../application/dispatcher.js';
import type { EcologyManager } from '../../application/ecology-manager.js';
import type { HandOver } from '../../application/hand-over.js';
import type { Labourers } from '../../application/labourers.js';
import type { Orchestrator } from '../../application/orchestrator.js';
import type { Chance } from '../../application/ports/chance.js';
import type { Clock } from '../../application/ports/clock.js';
import type { FunctionSettings } from '../../application/ports/function-settings.js';
import type { IdSource } from '../../application/ports/id-source.js';
import type { Invoker } from '../../application/ports/invoker.js';
import type { JobRegister } from '../../application/ports/job-register.js';
import type { Logger } from '../../application/ports/logger.js';
import type { MetricsSource } from '../../application/ports/metrics-source.js';
import type { Notifier } from '../../application/ports/notifier.js';
import type { QueueFile } from '../../application/ports/queue-file.js';
import type { Siblings } from '../../application/ports/siblings.js';
import type { SlotLedger } from '../../application/ports/slot-ledger.js';
import type { TaskLog } from '../../application/ports/task-log.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import type { QueueEnds } from '../../application/queue-ends.js';
import type { QueueFileSettings, QueueFileWorker } from '../../application/queue-file-worker.js';
import type { Recovery } from '../../application/recovery.js';
import type { Scavenger } from '../../application/scavenger.js';
import type { Scheduler } from '../../application/scheduler.js';
import type { SchedulerSettings } from '../../application/scheduler-settings.js';
import type { SlotBook } from '../../application/slot-book.js';
import type { TaskManager } from '../../application/task-manager.js';
import type { TaskOperator } from '../../application/task-operator.js';
import type { TaskTrail } from '../../application/task-trail.js';
import type { WorkerAssistant } from '../../application/worker-assistant.js';
import type { Coefficients } from '../../domain/ecology/allowance.js';
import type { TaskSettings } from '../../domain/labourer.js';

const token = <Service>(name: string): ServiceIdentifier<Service> => Symbol.for(`sosw.${name}`);

/** Bound by each composition to its own adapters. */
export const PORTS = {
  chance: token<Chance>('Chance'),
  clock: token<Clock>('Clock'),
  files: token<QueueFile>('QueueFile'),
  functions: token<FunctionSettings>('FunctionSettings'),
  ids: token<IdSource>('IdSource'),
  invoker: token<Invoker>('Invoker'),
  jobs: token<JobRegister | undefined>('JobRegister'),
  ledger: token<SlotLedger>('SlotLedger'),
  logger: token<Logger>('Logger'),
  metrics: token<MetricsSource>('MetricsSource'),
  notifier: token<Notifier>('Notifier'),
  siblings: token<Siblings>('Siblings'),
  store: token<TaskStore>('TaskStore'),
  taskLog: token<TaskLog | undefined>('TaskLog'),
} as const;

/** Bound to what the configuration says. */
export const SETTINGS = {
  coefficients: token<Coefficients>('Coefficients'),
  labourers: token<Labourers>('Labourers'),
  queueFile: token<QueueFileSettings>('QueueFileSettings'),
  scheduler: token<SchedulerSettings>('SchedulerSettings'),
  /** Whether many processes hand tokens over at the same time. */
  spreadsHandOvers: token<boolean>('SpreadsHandOvers'),
  tasks: token<TaskSettings>('TaskSettings'),
} as const;

/** Bound the same way in every composition, by `bindUseCases`. */
export const USE_CASES = {
  assistant: token<WorkerAssistant>('WorkerAssistant'),
  attempts: token<AttemptPolicy>('AttemptPolicy'),
  dispatcher: token<Dispatcher>('Dispatcher'),
  ecology: token<EcologyManager>('EcologyManager'),
  fileWorker: token<QueueFileWorker>('QueueFileWorker'),
  handOver: token<HandOver>('HandOver'),
  operator: token<TaskOperator>('TaskOperator'),
  orchestrator: token<Orchestrator>('Orchestrator'),
  queue: token<QueueEnds>('QueueEnds'),
  recovery: token<Recovery>('Recovery'),
  reporter: token<DeadTaskReporter>('DeadTaskReporter'),
  scavenger: token<Scavenger>('Scavenger'),
  scheduler: token<Scheduler>('Scheduler'),
  slots: token<SlotBook>('SlotBook'),
  tasks: token<TaskManager>('TaskManager'),
  trail: token<TaskTrail>('TaskTrail'),
} as const;
