/** The product's use cases over given ports, composed as every entry point composes them. */

import { Container } from 'inversify';
import type { Orchestrator } from '../../src/application/orchestrator.js';
import type { Clock } from '../../src/application/ports/clock.js';
import type { Invoker } from '../../src/application/ports/invoker.js';
import type { Logger } from '../../src/application/ports/logger.js';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import type { WorkerAssistant } from '../../src/application/worker-assistant.js';
import type { Labourer } from '../../src/domain/labourer.js';
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
  SETTINGS,
  SystemChance,
  USE_CASES,
} from './product.js';

export interface BenchPorts {
  readonly store: TaskStore;
  readonly ledger: SlotLedger;
  readonly clock: Clock;
  readonly invoker: Invoker;
}

export interface UseCases {
  readonly orchestrator: Orchestrator;
  readonly assistant: WorkerAssistant;
}

/** A warning would mean that the bench does not measure what it says. */
const complain = (message: string, context?: object): void => {
  throw new Error(`${message} ${JSON.stringify(context)}`);
};
const LOGGER: Logger = { debug: () => {}, info: () => {}, warn: complain, error: complain };

/** What starts and ends tasks of the labourer; the ports of jobs and queue files are not bound. */
export function composed(labourer: Labourer, ports: BenchPorts): UseCases {
  const container = new Container();
  container.bind(PORTS.chance).toConstantValue(new SystemChance());
  container.bind(PORTS.clock).toConstantValue(ports.clock);
  container.bind(PORTS.functions).toConstantValue(new MemoryFunctionSettings());
  container.bind(PORTS.ids).toConstantValue(new CryptoIdSource());
  container.bind(PORTS.invoker).toConstantValue(ports.invoker);
  container.bind(PORTS.ledger).toConstantValue(ports.ledger);
  container.bind(PORTS.logger).toConstantValue(LOGGER);
  container.bind(PORTS.metrics).toConstantValue(new MemoryMetricsSource());
  container.bind(PORTS.notifier).toConstantValue(new MemoryNotifier());
  container.bind(PORTS.store).toConstantValue(ports.store);
  container.bind(PORTS.taskLog).toConstantValue(undefined);
  container.bind(SETTINGS.coefficients).toConstantValue(DEFAULT_COEFFICIENTS);
  container.bind(SETTINGS.labourers).toConstantValue(new ConfiguredLabourers([labourer], {}));
  container.bind(SETTINGS.spreadsHandOvers).toConstantValue(false);
  container.bind(SETTINGS.tasks).toConstantValue(DEFAULT_TASK_SETTINGS);
  bindUseCases(container);
  return { orchestrator: container.get(USE_CASES.orchestrator), assistant: container.get(USE_CASES.assistant) };
}
