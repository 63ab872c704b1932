/** The parts of the shipped product that work on AWS. */

import { together } from '../../support/built.js';

type Dynamo = typeof import('../../../src/adapters/dynamodb/batches.js') &
  typeof import('../../../src/adapters/dynamodb/dynamo-slot-ledger.js') &
  typeof import('../../../src/adapters/dynamodb/dynamo-task-store.js');
type Others = typeof import('../../../src/adapters/cloudwatch/cloudwatch-metrics-source.js') &
  typeof import('../../../src/adapters/memory/memory-queue-file.js') &
  typeof import('../../../src/adapters/memory/memory-siblings.js') &
  typeof import('../../../src/adapters/s3/s3-queue-file.js');
type Lambda = typeof import('../../../src/entrypoints/lambda/labourer-facts.js') &
  typeof import('../../../src/entrypoints/lambda/observed-ports.js') &
  typeof import('../../../src/entrypoints/lambda/observed-store.js') &
  typeof import('../../../src/entrypoints/lambda/queue-gauges.js');

export const { batchPut, DynamoSlotLedger, DynamoTaskStore } = await together<Dynamo>(
  'adapters/dynamodb/batches.js',
  'adapters/dynamodb/dynamo-slot-ledger.js',
  'adapters/dynamodb/dynamo-task-store.js',
);
export const { CloudWatchMetricsSource, MemoryQueueFile, MemorySiblings, S3QueueFile } = await together<Others>(
  'adapters/cloudwatch/cloudwatch-metrics-source.js',
  'adapters/memory/memory-queue-file.js',
  'adapters/memory/memory-siblings.js',
  'adapters/s3/s3-queue-file.js',
);
export const { LabourerFacts, ObservedInvoker, ObservedLedger, ObservedStore, QueueGauges } = await together<Lambda>(
  'entrypoints/lambda/labourer-facts.js',
  'entrypoints/lambda/observed-ports.js',
  'entrypoints/lambda/observed-store.js',
  'entrypoints/lambda/queue-gauges.js',
);
