/** Binds the ports to a simulated world: everything in memory, on the simulation's own time. */

import { Container } from 'inversify';
import { LocalFunctionSettings } from '../../adapters/local/local-function-settings.js';
import { MemoryQueueFile } from '../../adapters/memory/memory-queue-file.js';
import { SeededChance } from '../../adapters/memory/seeded-chance.js';
import { SequentialIdSource } from '../../adapters/memory/sequential-id-source.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Invoker } from '../../application/ports/invoker.js';
import type { Logger } from '../../application/ports/logger.js';
import type { MetricsSource } from '../../application/ports/metrics-source.js';
import type { JobRegister } from '../../application/ports/job-register.js';
import type { TaskLog } from '../../application/ports/task-log.js';
import type { SlotLedger } from '../../application/ports/slot-ledger.js';
import type { TaskStore } from '../../application/ports/task-store.js';
import type { Orchestrator } from '../../application/orchestrator.js';
import type { Scavenger } from '../../application/scavenger.js';
import type { Scheduler } from '../../application/scheduler.js';
import type { TaskManager } from '../../application/task-manager.js';
import type { WorkerAssistant } from '../../application/worker-assistant.js';
import type { EssentialConfig } from '../config/config.js';
import { PORTS, SETTINGS, USE_CASES } from './tokens.js';
import { bindUseCases } from './use-cases.js';

/** The parts of the world that a simulation makes itself. */
export interface SimulatedPorts {
  readonly clock: Clock;
  readonly invoker: Invoker;
  readonly ledger: SlotLedger;
  readonly logger: Logger;
  readonly metrics: MetricsSource;
  readonly store: TaskStore;
  readonly seed: number;
  /** Where the simulation is kept, if it is. */
  readonly taskLog?: TaskLog;
  readonly jobs?: JobRegister;
}

/** The use cases of production that a simulation calls. */
export interface SimulatedUseCases {
  readonly assistant: WorkerAssistant;
  readonly orchestrator: Orchestrator;
  readonly scavenger: Scavenger;
  readonly scheduler: Scheduler;
  readonly tasks: TaskManager;
}

/** Composes the use cases as every other composition does. Reports of dead tasks arrive, and no run lacks time. */
export function composeSimulation(config: EssentialConfig, ports: SimulatedPorts): SimulatedUseCases {
  const container = new Container();
  container.bind(PORTS.chance).toConstantValue(new SeededChance(ports.seed));
  container.bind(PORTS.clock).toConstantValue(ports.clock);
  container.bind(PORTS.files).toConstantValue(new MemoryQueueFile());
  container.bind(PORTS.functions).toConstantValue(new LocalFunctionSettings());
  container.bind(PORTS.ids).toConstantValue(new SequentialIdSource('simulation'));
  container.bind(PORTS.invoker).toConstantValue(ports.invoker);
  container.bind(PORTS.ledger).toConstantValue(ports.ledger);
  container.bind(PORTS.logger).toConstantValue(ports.logger);
  container.bind(PORTS.metrics).toConstantValue(ports.metrics);
  container.bind(PORTS.notifier).toConstantValue({ report: async (reports) => reports.map(() => true) });
  container.bind(PORTS.siblings).toConstantValue({ spawn: async () => {} });
  container.bind(PORTS.store).toConstantValue(ports.store);
  container.bind(PORTS.taskLog).toConstantValue(ports.taskLog);
  container.bind(PORTS.jobs).toConstantValue(ports.jobs);
  container.bind(SETTINGS.coefficients).toConstantValue(config.coefficients);
  container.bind(SETTINGS.labourers).toConstantValue(config.labourers);
  container.bind(SETTINGS.queueFile).toConstantValue(config.queueFileSettings);
  container.bind(SETTINGS.scheduler).toConstantValue(config.schedulerSettings);
  container.bind(SETTINGS.spreadsHandOvers).toConstantValue(false);
  container.bind(SETTINGS.tasks).toConstantValue(config.taskSettings);
  bindUseCases(container);
  return {
    assistant: container.get(USE_CASES.assistant),
    orchestrator: container.get(USE_CASES.orchestrator),
    scavenger: container.get(USE_CASES.scavenger),
    scheduler: container.get(USE_CASES.scheduler),
    tasks: container.get(USE_CASES.tasks),
  };
}
