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

/** Binds every use case as a singleton. Ports and settings have to be bound by the caller. */
export function bindUseCases(container: Container): void {
  const bind = <Service>(id: ServiceIdentifier<Service>, make: (context: ResolutionContext) => Service): void => {
    container.bind<Service>(id).toDynamicValue(make).inSingletonScope();
  };
  const { chance, clock, files, functions, ids, invoker, ledger, logger, metrics, notifier, siblings, store } = PORTS;
  const { labourers } = SETTINGS;
  const { attempts, dispatcher, ecology, fileWorker, handOver, queue, reporter, slots, trail } = USE_CASES;
  const settings = (context: ResolutionContext) => context.get(SETTINGS.tasks);

  bind(slots, (c) => new SlotBook(c.get(ledger), c.get(clock)));
  bind(trail, (c) => new TaskTrail(c.get(PORTS.taskLog), c.get(clock), c.get(logger)));
  bind(reporter, (c) => new DeadTaskReporter(c.get(store), c.get(notifier)));
  bind(attempts, (c) => new AttemptPolicy(c.get(functions), c.get(chance)));
  bind(queue, (c) => new QueueEnds(gather(c, { store, slots, clock }), settings(c)));
  bind(
    dispatcher,
    (c) => new Dispatcher(gather(c, { store, invoker, slots, reporter, trail, clock, ids, logger }), settings(c)),
  );
  bind(handOver, (c) => new HandOver(c.get(dispatcher), c.get(slots), c.get(logger)));
  bind(
    ecology,
    (c) => new EcologyManager({ ...gather(c, { metrics, logger }), coefficients: c.get(SETTINGS.coefficients) }),
  );
  bind(
    fileWorker,
    (c) =>
      new QueueFileWorker(gather(c, { files, store, labourers, queue, trail, clock, ids }), c.get(SETTINGS.queueFile)),
  );
  bind(
    USE_CASES.scheduler,
    (c) =>
      new Scheduler(
        gather(c, { files, worker: fileWorker, labourers, siblings, clock, ids, logger }),
        c.get(SETTINGS.scheduler),
      ),
  );
  bind(
    USE_CASES.orchestrator,
    (c) => new Orchestrator(gather(c, { labourers, ecology, dispatcher, slots, ledger, clock, logger })),
  );
  bind(
    USE_CASES.assistant,
    (c) =>
      new WorkerAssistant(
        gather(c, { store, labourers, attempts, handOver, reporter, trail, clock, logger }),
        settings(c),
      ),
  );
  bind(
    USE_CASES.scavenger,
    (c) =>
      new Scavenger(
        gather(c, { store, labourers, slots, queue, attempts, reporter, trail, clock, logger }),
        settings(c),
      ),
  );
  bind(USE_CASES.recovery, (c) => new Recovery(gather(c, { store, labourers, slots, queue, clock }), settings(c)));
  bind(USE_CASES.operator, (c) => new TaskOperator(gather(c, { store, labourers, queue, clock })));
  bind(
    USE_CASES.tasks,
    (c) => new TaskManager(gather(c, { store, slots, queue, dispatcher, functions, clock, ids }), settings(c)),
  );
}
