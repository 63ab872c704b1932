/** `sosw/components`: what workers talk to AWS with. Each stands alone, and loads its SDK client when it is first used. */

export { RefusedError, SoswError } from '../../domain/errors.js';
export { type BenchmarkOptions, benchmark } from './components/benchmark.js';
export {
  type ConfigClient,
  ConfigSource,
  type ConfigSourceName,
  type ConfigSourceOptions,
} from './components/config-source.js';
export { type CleanTableOptions, cleanDynamoTable } from './components/dynamo-db/clean-dynamo-table.js';
export { DynamoDbClient } from './components/dynamo-db/dynamo-db-client.js';
export { type CallLogger, type Logging, type LoggingOptions, loggingWrapper } from './components/logging-wrapper.js';
export { type MetaContext, type MetaEvent, MetaHandler, type MetaHandlerOptions } from './components/meta-handler.js';
export { type Retrying, type RetryOptions, retry } from './components/retry.js';
export { siblingEvent } from './components/sibling-event.js';
export {
  type SiblingContext,
  SiblingsManager,
  type SiblingsManagerOptions,
  type SpawnOptions,
} from './components/siblings-manager.js';
export { SnsManager, type SnsManagerOptions, type SubscriptionRequest } from './components/sns-manager.js';
export {
  closeTask,
  type FailureReport,
  failTask,
  type TaskReport,
  type TasksApiAnswer,
  TasksApiClient,
  TasksApiError,
  type TasksApiOptions,
} from './components/tasks-api-client.js';
export { type HasStats, Stats, type StatValues } from './stats.js';
