/** `sosw/components`: what workers talk to AWS with. Each stands alone, and loads its SDK client when it is first used. */

export { RefusedError, SoswError } from '../../domain/errors.js';
export type { Managers } from '../composition/aws-managers.js';
export { type BenchmarkOptions, benchmark } from './components/benchmark.js';
export {
  type ConfigClient,
  ConfigSource,
  type ConfigSourceName,
  type ConfigSourceOptions,
} from './components/config-source.js';
export type { BatchGetOptions } from './components/dynamo-db/batch-get.js';
export { type CleanTableOptions, cleanDynamoTable } from './components/dynamo-db/clean-dynamo-table.js';
export type { DynamoDbClientOptions, ParsedFilter } from './components/dynamo-db/dynamo-db-base.js';
export { DynamoDbClient } from './components/dynamo-db/dynamo-db-client.js';
export type { DynamoFailureCode } from './components/dynamo-db/dynamo-failure.js';
export type { Filter, FilterCondition } from './components/dynamo-db/filter.js';
export type { KeyComparison } from './components/dynamo-db/keys.js';
export type { QueryOptions, ReadOptions, ScanOptions } from './components/dynamo-db/read-requests.js';
export type { WriteRule } from './components/dynamo-db/row-codec.js';
export type {
  ColumnType,
  DynamoDbConfig,
  FullRowOf,
  JsonMap,
  Keys,
  KeyValue,
  LargeNumbers,
  RowMapper,
  RowOf,
  WrittenPartOf,
  WrittenRowOf,
} from './components/dynamo-db/row-types.js';
export type { Capacity, TableIndex } from './components/dynamo-db/table-descriptions.js';
export type { Changes, PutOptions } from './components/dynamo-db/write-requests.js';
export { type CallLogger, type Logging, type LoggingOptions, loggingWrapper } from './components/logging-wrapper.js';
export { type MetaContext, type MetaEvent, MetaHandler, type MetaHandlerOptions } from './components/meta-handler.js';
export { type OpenManagersOptions, openManagers } from './components/open-managers.js';
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
export type { MethodContext, Wrappable } from './components/wrapped-function.js';
export { type HasStats, Stats, type StatValues } from './stats.js';
