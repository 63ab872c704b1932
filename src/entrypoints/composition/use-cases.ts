/** How the use cases hang together: the same in every composition, whatever the adapters are. */

import type { Container, ResolutionContext, ServiceIdentifier } from 'inversify';
import { AttemptPolicy } from '../../application/attempt-policy.js';
import { DeadTaskReporter } from '../../application/dead-task-reporter.js';
import { Dispatcher } from '../../application/dispatcher.js';
import { EcologyManager } from '../../application/ecology-manager.js';
import { HandOver } from '../../application/hand-over.js';
import { Orchestrator } from '../../application/orchestrator.js';
import { QueueEnds } from '../../application/queue-ends.js';
import { QueueFileWorker } from '../../application/queue-file-worker.js';
import { Recovery } from '../../application/recovery.js';
import { Scavenger } from '../../application/scavenger.js';
import { Scheduler } from '../../application/scheduler.js';
import { SlotBook } from '../../application/slot-book.js';
import { TaskManager } from '../../application/task-manager.js';
import { TaskOperator } from '../../application/task-operator.js';
import { TaskTrail } from '../../application/task-trail.js';
import { WorkerAssistant } from '../../application/worker-assistant.js';
import { PORTS, SETTINGS, USE_CASES } from './tokens.js';

type Ids = Readonly<Record<string, ServiceIdentifier<unknown>>>;
type Services<Wanted extends Ids> = {
  [Key in keyof Wanted]: Wanted[Key] extends ServiceIdentifier<infer Service> ? Service : never;
};

/** Resolves several services into one object: what a use case's constructor takes. */
function gather<Wanted extends Ids>(context: ResolutionContext, wanted: Wanted): Services<Wanted> {
  return Object.fromEntries(Object.entries(wanted).map(([key, id]) => [key, context.get(id)])) as Services<Wanted>;
}

const { chance, clock, files, functions, ids, invoker, jobs, ledger, logger, metrics, notifier, siblings, store } =
  PORTS;
const { labourers } = SETTINGS;
const { attempts, dispatcher, ecology, fileWorker, handOver, queue, reporter, slots, trail } = USE_CASES;

const settings = (context: ResolutionContext) => context.get(SETTINGS.tasks);

/** Binds a singleton. */
function bind<Service>(
  container: Container,
  id: ServiceIdentifier<Service>,
  make: (context: ResolutionContext) => Service,
): void {
  container.bind<Service>(id).toDynamicValue(make).inSingletonScope();
}

/** Binds every use case as a singleton. Ports and settings have to be bound by the caller. */
export function bindUseCases(container: Container): void {
  bindTasks(container);
  bindReporting(container);
  bindDispatching(container);
  bindAttempts(container);
  bindScheduler(container);
  bindOrchestrator(container);
  bindScavenger(container);
  bindWorkerAssistant(container);
  bind(
    container,
    USE_CASES.recovery,
    (c) => new Recovery(gather(c, { store, labourers, slots, queue, clock }), settings(c)),
  );
  bind(container, USE_CASES.operator, (c) => new TaskOperator(gather(c, { store, labourers, queue, clock })));
  bind(
    container,
    USE_CASES.tasks,
    (c) => new TaskManager(gather(c, { store, slots, queue, dispatcher, functions, clock, ids }), settings(c)),
  );
}

/** What every essential stands on. The binders below it are apart so that a function's bundle holds only what it binds. */
export function bindTasks(container: Container): void {
  bind(container, slots, (c) => new SlotBook(c.get(ledger), c.get(clock)));
  bind(container, trail, (c) => new TaskTrail(c.get(PORTS.taskLog), c.get(clock), c.get(logger)));
  bind(container, queue, (c) => new QueueEnds(gather(c, { store, slots, clock }), settings(c)));
}

export function bindReporting(container: Container): void {
  bind(container, reporter, (c) => new DeadTaskReporter(c.get(store), c.get(notifier)));
}

export function bindDispatching(container: Container): void {
  bind(
    container,
    dispatcher,
    (c) => new Dispatcher(gather(c, { store, invoker, slots, reporter, trail, clock, ids, logger }), settings(c)),
  );
}

export function bindAttempts(container: Container): void {
  bind(container, attempts, (c) => new AttemptPolicy(c.get(functions), c.get(chance)));
}

export function bindScheduler(container: Container): void {
  bind(
    container,
    fileWorker,
    (c) =>
      new QueueFileWorker(
        gather(c, { files, store, labourers, queue, trail, clock, ids, jobs, logger }),
        c.get(SETTINGS.queueFile),
      ),
  );
  bind(
    container,
    USE_CASES.scheduler,
    (c) =>
      new Scheduler(
        gather(c, { files, worker: fileWorker, labourers, siblings, clock, ids, logger }),
        c.get(SETTINGS.scheduler),
      ),
  );
}

export function bindOrchestrator(container: Container): void {
  bind(
    container,
    ecology,
    (c) => new EcologyManager({ ...gather(c, { metrics, logger }), coefficients: c.get(SETTINGS.coefficients) }),
  );
  bind(
    container,
    USE_CASES.orchestrator,
    (c) => new Orchestrator(gather(c, { labourers, ecology, dispatcher, slots, ledger, clock, logger })),
  );
}

export function bindScavenger(container: Container): void {
  bind(
    container,
    USE_CASES.scavenger,
    (c) =>
      new Scavenger(
        gather(c, { store, labourers, slots, queue, attempts, reporter, trail, clock, logger }),
        settings(c),
      ),
  );
}

export function bindWorkerAssistant(container: Container): void {
  bind(container, handOver, (c) => {
    const parts = gather(c, { dispatcher, slots, logger });
    return new HandOver(c.get(SETTINGS.spreadsHandOvers) ? { ...parts, chance: c.get(chance) } : parts);
  });
  bind(
    container,
    USE_CASES.assistant,
    (c) =>
      new WorkerAssistant(
        gather(c, { store, labourers, attempts, handOver, reporter, trail, clock, logger }),
        settings(c),
      ),
  );
}
