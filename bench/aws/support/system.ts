/** The use cases as every composition has them, over given ports. */

import { Container } from 'inversify';
import type { Clock } from '../../../src/application/ports/clock.js';
import type { Invoker } from '../../../src/application/ports/invoker.js';
import type { Logger } from '../../../src/application/ports/logger.js';
import type { MetricsSource } from '../../../src/application/ports/metrics-source.js';
import type { QueueFile } from '../../../src/application/ports/queue-file.js';
import type { SlotLedger } from '../../../src/application/ports/slot-ledger.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import type { Labourer } from '../../../src/domain/labourer.js';
import { seconds } from '../../../src/domain/time.js';
import {
  bindUseCases,
  ConfiguredLabourers,
  CryptoIdSource,
  DEFAULT_COEFFICIENTS,
  DEFAULT_TASK_SETTINGS,
  MemoryFunctionSettings,
  MemoryMetricsSource,
  MemoryNotifier,
  PORTS,
  readLabourer,
  SETTINGS,
  SystemChance,
  SystemClock,
  USE_CASES,
} from '../../support/product.js';
import { MemorySiblings } from './product.js';

/** A warning would mean that the bench does not measure what it says. */
const complain = (message: string, context?: object): void => {
  throw new Error(`${message} ${JSON.stringify(context)}`);
};
export const LOGGER: Logger = { debug: () => {}, info: () => {}, warn: complain, error: complain };

/** Rows a checkpoint, as the Lambda functions have them. */
const BATCH_ROWS = 1000;

export interface AwsPorts {
  readonly labourers: readonly Labourer[];
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  readonly clock?: Clock;
  readonly invoker?: Invoker;
  readonly files?: QueueFile;
  readonly metrics?: MetricsSource;
}

/** Whatever is started is accepted at once. */
export const ACCEPTING: Invoker = { invoke: async () => ({ outcome: 'accepted' }) };

export function system(ports: AwsPorts) {
  const container = new Container();
  container.bind(PORTS.chance).toConstantValue(new SystemChance());
  container.bind(PORTS.clock).toConstantValue(ports.clock ?? new SystemClock());
  if (ports.files !== undefined) container.bind(PORTS.files).toConstantValue(ports.files);
  container.bind(PORTS.functions).toConstantValue(new MemoryFunctionSettings());
  container.bind(PORTS.ids).toConstantValue(new CryptoIdSource());
  container.bind(PORTS.invoker).toConstantValue(ports.invoker ?? ACCEPTING);
  container.bind(PORTS.ledger).toConstantValue(ports.ledger);
  container.bind(PORTS.logger).toConstantValue(LOGGER);
  container.bind(PORTS.metrics).toConstantValue(ports.metrics ?? new MemoryMetricsSource());
  container.bind(PORTS.notifier).toConstantValue(new MemoryNotifier());
  container.bind(PORTS.siblings).toConstantValue(new MemorySiblings());
  container.bind(PORTS.store).toConstantValue(ports.store);
  container.bind(PORTS.taskLog).toConstantValue(undefined);
  container.bind(SETTINGS.coefficients).toConstantValue(DEFAULT_COEFFICIENTS);
  container.bind(SETTINGS.labourers).toConstantValue(new ConfiguredLabourers(ports.labourers, {}));
  container
    .bind(SETTINGS.queueFile)
    .toConstantValue({ batchRows: BATCH_ROWS, recordDays: 30, leaseLife: seconds(120) });
  container.bind(SETTINGS.scheduler).toConstantValue({
    schemas: { job_schema_variants: { default: { chunkable_attrs: [['product', {}]] } } },
    queueFile: { stem: 'tasks_queue', ext: 'txt' },
    maxTasksPerJob: 1_000_000,
    payloadLimit: DEFAULT_TASK_SETTINGS.payloadLimit,
  });
  container.bind(SETTINGS.spreadsHandOvers).toConstantValue(true);
  container.bind(SETTINGS.tasks).toConstantValue(DEFAULT_TASK_SETTINGS);
  bindUseCases(container);
  return {
    get scheduler() {
      return container.get(USE_CASES.scheduler);
    },
    get orchestrator() {
      return container.get(USE_CASES.orchestrator);
    },
    get scavenger() {
      return container.get(USE_CASES.scavenger);
    },
    get assistant() {
      return container.get(USE_CASES.assistant);
    },
  };
}

/** Labourers `labourer_0`, `labourer_1`, … of ten slots each. */
export const labourersOf = (count: number, settings: Readonly<Record<string, unknown>> = {}): readonly Labourer[] =>
  Array.from({ length: count }, (_, index) =>
    readLabourer(`labourer_${index}`, { max_simultaneous_invocations: 10, ...settings }, {}, 'labourers'),
  );

/** A job of so many tasks, as the reference's harness has it. */
export const jobOf = (tasks: number, identity: string) => ({
  lambda_name: 'labourer_0',
  job_id: identity,
  isolate_products: true,
  products: Array.from({ length: tasks }, (_, index) => `product_${String(index).padStart(7, '0')}`),
});
