import { describe, expect, it } from 'vitest';
import { faultyTaskStore } from '../../../src/adapters/memory/faulty.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import type { OpenQuery, TaskStore } from '../../../src/application/ports/task-store.js';
import { orchestratorHandler } from '../../../src/entrypoints/lambda/orchestrator-handler.js';
import { QueueGauges } from '../../../src/entrypoints/lambda/queue-gauges.js';
import { aQueue, aTask, at, LABOURER, NOW, OTHER_LABOURER } from '../../support/a-task.js';
import { aFunction, anInvocation } from './a-function.js';

function anOrchestrator(store?: TaskStore) {
  const made = aFunction(store === undefined ? {} : { store });
  const { facts, clock, logger, system } = made;
  const gauges = new QueueGauges({ store: system.store, facts, clock, logger });
  const handler = orchestratorHandler(made.essential(({ orchestrator }) => ({ orchestrator, gauges })));
  return { ...made, handler };
}

/** The next whole minute of the clock that five divides, after `NOW`. */
const FIFTH_MINUTE = at(300 - (NOW % 300));

describe('the Orchestrator', () => {
  it('makes a pass and tells what it did by labourer', async () => {
    const { handler, system, events } = anOrchestrator();
    await system.store.add(aQueue('t', 5));
    expect(await handler({ source: 'aws.events' }, anInvocation())).toMatchObject({
      labourers: [
        { labourerId: LABOURER, invoked: 3, refused: 0, explanation: expect.stringContaining('allowed 3 of 3') },
        { labourerId: OTHER_LABOURER },
      ],
    });
    expect(events).toHaveLength(3);
  });

  it('publishes what was started, the slots and the age of the oldest task', async () => {
    const { handler, system, published } = anOrchestrator();
    await system.store.add(aQueue('t', 2, { createdAt: at(-90) }));
    await handler({}, anInvocation());
    expect(published.get(LABOURER)).toMatchObject({ TasksInvoked: 2, SlotsInUse: 2, SlotsAllowed: 3 });
    expect(published.get(LABOURER)).toMatchObject({ QueueLength: 0, OldestTaskAge: 0 });
    expect(published.get(OTHER_LABOURER)).toEqual({ SlotsInUse: 0, SlotsAllowed: 3, QueueLength: 0, OldestTaskAge: 0 });
  });

  it('looks at the head of a queue that has no free slot, for just then it grows old', async () => {
    const { handler, system, published, clock } = anOrchestrator();
    await system.store.add(aQueue('t', 5, { createdAt: at(-90) }));
    await handler({}, anInvocation());
    await clock.advance(60_000);
    await handler({}, anInvocation());
    expect(published.get(LABOURER)).toMatchObject({ SlotsInUse: 3, OldestTaskAge: 150 });
  });

  it('counts a queue of which it has read a part only in every fifth minute', async () => {
    const { handler, system, published, clock } = anOrchestrator();
    await system.store.add(aQueue('t', 9));
    clock.set(FIFTH_MINUTE - 60);
    await handler({}, anInvocation());
    expect(published.get(LABOURER)).not.toHaveProperty('QueueLength');
    clock.set(FIFTH_MINUTE);
    await handler({}, anInvocation());
    expect(published.get(LABOURER)).toMatchObject({ QueueLength: 6 });
  });

  it('counts a queue of more than 50,000 tasks only once an hour', async () => {
    const tasks = new MemoryTaskStore();
    let counts = 0;
    const store = new Proxy(tasks, {
      get: (target, name) => {
        // Of the queue: running tasks are counted too, when a labourer is first served.
        if (name === 'countOpen') {
          return async ({ range }: OpenQuery) => (range.above === undefined ? ++counts && 60_000 : 0);
        }
        const method: unknown = Reflect.get(target, name);
        return typeof method === 'function' ? method.bind(target) : method;
      },
    });
    const { handler, system, clock } = anOrchestrator(store);
    await system.store.add(aQueue('t', 100));
    for (let minute = 0; minute < 120; minute++) {
      clock.set(at(minute * 60));
      await handler({}, anInvocation());
    }
    // Once to learn that it is long, then twice on the hour.
    expect(counts).toBe(3);
  });

  it('serves all labourers, publishes, and then fails when one of them could not be served', async () => {
    const broken = faultyTaskStore(new MemoryTaskStore(), ({ method, args }) => {
      const isItsQueue = method === 'open' && JSON.stringify(args).includes(OTHER_LABOURER);
      return isItsQueue ? 'fail' : 'none';
    });
    const { handler, system, published, events, logger } = anOrchestrator(broken);
    await system.store.add(aQueue('t', 2));
    await expect(handler({}, anInvocation())).rejects.toMatchObject({
      name: 'pass.incomplete',
      message: `the pass failed for 1 of 2 labourers: ${OTHER_LABOURER} (store.unavailable); the next one goes on`,
    });
    expect(events).toHaveLength(2);
    expect(published.get(LABOURER)).toMatchObject({ TasksInvoked: 2, SlotsInUse: 2 });
    expect(logger.entries.filter(({ level }) => level === 'error')).toContainEqual(
      expect.objectContaining({ context: expect.objectContaining({ code: 'pass.incomplete' }) }),
    );
  });

  it('counts a task that no worker can be given as dead', async () => {
    const { handler, system, published } = anOrchestrator();
    await system.store.add([aTask('t0', { payload: 'no JSON' })]);
    await handler({}, anInvocation());
    expect(published.get(LABOURER)).toMatchObject({ TasksDead: 1 });
  });

  it('publishes the counts of one run only', async () => {
    const { handler, system, published } = anOrchestrator();
    await system.store.add(aQueue('t', 2));
    await handler({}, anInvocation());
    await handler({}, anInvocation('request-2'));
    expect(published.get(LABOURER)).not.toHaveProperty('TasksInvoked');
  });
});
