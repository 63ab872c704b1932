/**
 * `sosw`: everything for people who write workers and for people who build on the product itself. Workers import `sosw/worker`, which
 * holds the same without the essentials.
 */

// Workers.
export * from './worker.js';

// The essentials, as use cases over their ports. Functions and commands are made of them.
export { Orchestrator, type OrchestratedLabourer, type OrchestratorPorts } from '../../application/orchestrator.js';
export type { Cursor, JobFile, Lease, QueueFile } from '../../application/ports/queue-file.js';
export { QueueFileWorker, type QueueFileSettings } from '../../application/queue-file-worker.js';
export { Scavenger, type ScavengedLabourer, type ScavengerPorts } from '../../application/scavenger.js';
export { type ScheduledJob, Scheduler, type SchedulerPorts } from '../../application/scheduler.js';
export type { SchedulerSettings } from '../../application/scheduler-settings.js';
export {
  type AssistantAnswer,
  WorkerAssistant,
  type WorkerAssistantPorts,
} from '../../application/worker-assistant.js';
export { type TimeBudget, UNBOUNDED } from '../../application/time-budget.js';

// The managers.
export { EcologyManager, type LabourerTasks } from '../../application/ecology-manager.js';
export type { Labourers } from '../../application/labourers.js';
export { type RegisteredLabourer, TaskManager, type TaskManagerPorts } from '../../application/task-manager.js';
export { TaskOperator } from '../../application/task-operator.js';

// Jobs and their tasks.
export {
  type CompiledJob,
  compileJob,
  type JobInput,
  linesOf,
  payloadsOf,
  rowsOf,
} from '../../domain/job/compile-job.js';
export { type JobEvent, readJobEvent } from '../../domain/job/job.js';
export type { Calendar } from '../../domain/job/job-dates.js';
export { type JobSchema, schemaFor, schemaOf } from '../../domain/job/job-schema.js';
export { type CustomPeriod, type CustomPeriods, datesBetween, datesOfPeriod } from '../../domain/job/periods.js';
export { type JobPlan, planOf } from '../../domain/job/plan.js';
export { queueFileName } from '../../domain/queue-file-name.js';
export {
  chunkDates,
  chunkJob,
  constructJobData,
  getIndexFromList,
  getIsolateAttributesFromJob,
  getNextChunkableAttr,
  needsChunking,
  validateListOfVals,
} from '../../domain/job/scheduler-helpers.js';

// Tasks and their greenfield.
export { averageDuration } from '../../domain/average-duration.js';
export {
  type Greenfield,
  type GreenfieldPhase,
  greenfieldPhase,
  type InvocationWindow,
  invocationWindow,
} from '../../domain/greenfield.js';
export { type JobId, jobId, type LabourerId, labourerId, type TaskId, taskId } from '../../domain/ids.js';
export type { Labourer, TaskSettings } from '../../domain/labourer.js';
export { type RetryPolicy, retryDelay, shouldRetry } from '../../domain/retry.js';
export { type Task, type TaskError, type TaskStage, type TaskState, taskState } from '../../domain/task.js';
export { isValidTask } from '../../domain/task-fields.js';
export { payloadOf, payloadText } from '../../domain/task-payload.js';
export { type EpochSeconds, epochSeconds, type Seconds, seconds } from '../../domain/time.js';

// Ecology.
export { allowance, toInvoke } from '../../domain/ecology/allowance.js';
export { ECO_STATUSES, type EcoStatus, ecoStatusName } from '../../domain/ecology/eco-status.js';
export { type Feelings, feelings, judge } from '../../domain/ecology/feelings.js';
export type { HealthDecision } from '../../domain/ecology/health-decision.js';

// Names of tables and columns.
export { type StoreNames, storeNames } from '../../adapters/shared/store-names.js';
