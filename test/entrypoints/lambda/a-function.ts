/** A function over memory adapters, watched as the real one is: for tests of handlers. */

import type { Context } from 'aws-lambda';
import { MemoryConfigSource } from '../../../src/adapters/memory/memory-config-source.js';
import { MemoryInvoker } from '../../../src/adapters/memory/memory-invoker.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { MemorySiblings } from '../../../src/adapters/memory/memory-siblings.js';
import { MemorySlotLedger } from '../../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import type { TaskStore } from '../../../src/application/ports/task-store.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { FreshConfig } from '../../../src/entrypoints/config/fresh-config.js';
import { loadConfigDocuments } from '../../../src/entrypoints/config/load-documents.js';
import { LabourerFacts } from '../../../src/entrypoints/lambda/labourer-facts.js';
import { ObservedInvoker, ObservedLedger } from '../../../src/entrypoints/lambda/observed-ports.js';
import { ObservedStore } from '../../../src/entrypoints/lambda/observed-store.js';
import type { Essential } from '../../../src/entrypoints/lambda/run-essential.js';
import { LABOURER, NOW, OTHER_LABOURER } from '../../support/a-task.js';
import { aSystem, type System } from '../../support/system.js';

const LABOURERS = {
  [LABOURER]: { max_simultaneous_invocations: 3 },
  [OTHER_LABOURER]: { max_simultaneous_invocations: 3 },
};

class InvocationLogger extends MemoryLogger {
  readonly requests: string[] = [];

  begin({ awsRequestId }: Context): void {
    this.requests.push(awsRequestId);
  }
}

/** `store` is what stands behind the observed one; `document` the shared configuration document. */
export function aFunction(options: { store?: TaskStore; document?: Json } = {}) {
  const facts = new LabourerFacts();
  const clock = new SimulatedClock(NOW);
  const logger = new InvocationLogger();
  const events: JsonObject[] = [];
  const invoker = new MemoryInvoker(async (event) => void events.push(event));
  const ports = {
    clock,
    store: new ObservedStore(options.store ?? new MemoryTaskStore(), facts),
    ledger: new ObservedLedger(new MemorySlotLedger(), facts),
    invoker: new ObservedInvoker(invoker, facts),
  };
  const siblings = new MemorySiblings();
  const system = aSystem({ labourers: LABOURERS, ports: { ...ports, siblings } });
  const documents = { sosw_essential_config: options.document ?? { task_config: { labourers: LABOURERS } } };
  /** What was published, by labourer; later runs replace earlier ones. */
  const published = new Map<string, Record<string, number>>();
  const metrics = {
    publish: (labourerId: string, values: ReadonlyMap<string, number>) => {
      published.set(labourerId, Object.fromEntries(values));
    },
  };
  return {
    system,
    events,
    siblings,
    logger,
    published,
    /** What the handler is made with. */
    essential: <Composed>(compose: (system: System) => Composed): Essential<Composed> => {
      const load = () => loadConfigDocuments(new MemoryConfigSource(documents), 'sosw_function');
      const fresh = new FreshConfig({ load, compose: () => compose(system), clock, logger });
      return { fresh, facts, metrics, clock, logger };
    },
    facts,
    clock,
  };
}

/** An invocation with so much time left, in milliseconds. */
export const anInvocation = (requestId = 'request-1', remaining: () => number = () => 900_000): Context => ({
  awsRequestId: requestId,
  getRemainingTimeInMillis: remaining,
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'sosw_function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-west-2:000000000000:function:sosw_function',
  memoryLimitInMB: '512',
  logGroupName: '/sosw/sosw_function',
  logStreamName: 'stream',
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
