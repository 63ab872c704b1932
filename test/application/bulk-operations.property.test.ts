import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { BulkAction } from '../../src/application/bulk-operations.js';
import { filterAsJson, filterFromJson } from '../../src/application/filter-json.js';
import type { TaskFilter } from '../../src/application/ports/task-search.js';
import { matches } from '../../src/application/task-filter.js';
import { claimedAt, DEFAULT_INVOCATION_DELTA, greenfield } from '../../src/domain/greenfield.js';
import { type AfterAttempt, claim, fail } from '../../src/domain/life.js';
import { isHeld } from '../../src/domain/slots.js';
import type { Task, TaskStage, TaskState } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { transformed } from '../../src/domain/transition.js';
import { aTask, at, aWindow, LABOURER, NOW, OTHER_LABOURER } from '../support/a-task.js';
import { aBulkSystem } from '../support/bulk-system.js';
import { type Gate, gated } from '../support/world/gated-port.js';

const CHANGES: Readonly<Record<BulkAction, string>> = { retry: 'requeue', redrive: 'redrive', cancel: 'cancel' };
const STATES: Readonly<Record<BulkAction, readonly TaskState[]>> = {
  retry: ['retrying'],
  redrive: ['dead', 'cancelled'],
  cancel: ['queued', 'invoked', 'expired', 'retrying'],
};
const { invoked } = aWindow();

/** Far from all borders, so that no task comes to another state by the clock's going on for some seconds; mostly of what the action is for. */
const someTask = (action: BulkAction) =>
  fc.record({
    labourerId: fc.constantFrom(LABOURER, OTHER_LABOURER),
    state: fc.oneof(
      fc.constantFrom(...STATES[action]),
      fc.constantFrom<TaskState>('queued', 'invoked', 'expired', 'completed', 'retrying', 'done', 'dead', 'cancelled'),
    ),
    text: fc.constantFrom('alpha', 'beta'),
    /** When it was made, was claimed, or ended: seconds from the operation's beginning. */
    at: fc.constantFrom(-300, -10, -1, 0, 1, 5),
    attempts: fc.integer({ min: 1, max: 4 }),
    isHeld: fc.boolean(),
  });

type Made = ReturnType<typeof someTask> extends fc.Arbitrary<infer Value> ? Value : never;

function taskOf(index: number, { labourerId, state, text, at: offset, attempts, isHeld }: Made): Task {
  const slot = { slot: `${at(isHeld ? 9999 : -9999)}.p-${index}` };
  const common = { labourerId, payload: text, createdAt: at(offset), attempts };
  const claimed = greenfield(invoked + Math.min(offset, 0) + (state === 'retrying' ? Math.max(offset, 0) : 0));
  const ended = (stage: TaskStage, more: Partial<Task> = {}): Task =>
    aTask(`t${index}`, { ...common, stage, greenfield: claimed, closedAt: at(offset), ...more });
  switch (state) {
    case 'queued':
      return aTask(`t${index}`, common);
    case 'invoked':
      return aTask(`t${index}`, { ...common, ...slot, greenfield: claimed });
    case 'expired':
      return aTask(`t${index}`, { ...common, ...slot, greenfield: greenfield(invoked - 5000) });
    case 'completed':
      return aTask(`t${index}`, { ...common, ...slot, greenfield: claimed, completedAt: NOW });
    case 'retrying':
      return aTask(`t${index}`, { ...common, stage: 'retrying', greenfield: claimed, desiredLaunchTime: at(7200) });
    case 'done':
      return ended('done', { completedAt: at(offset) });
    case 'dead':
      return ended('dead');
    case 'cancelled':
      return ended('cancelled', slot);
  }
}

/** Says little, so that most of what it is for is found. */
const someFilter = (action: BulkAction): fc.Arbitrary<TaskFilter> =>
  fc
    .record({
      all: fc.record({
        labourerIds: fc.subarray([LABOURER, OTHER_LABOURER], { minLength: 1 }),
        text: fc.constantFrom('ALPHA', 'beta', 't1'),
        createdFrom: fc.constant(at(-10)),
        createdBefore: fc.constant(at(0)),
        closedFrom: fc.constant(at(-10)),
        closedBefore: fc.constant(at(0)),
        attemptsFrom: fc.constant(2),
        attemptsUpTo: fc.constant(3),
      }),
      keys: fc.subarray(
        [
          'labourerIds',
          'text',
          'createdFrom',
          'createdBefore',
          'closedFrom',
          'closedBefore',
          'attemptsFrom',
          'attemptsUpTo',
        ],
        { minLength: 1, maxLength: 2 },
      ),
      states: fc.option(fc.subarray([...STATES[action]], { minLength: 1 }), { nil: undefined }),
    })
    .map(({ all, keys, states }) => ({
      ...Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key))),
      ...(states === undefined ? {} : { states: [...states, 'done'] }),
    }));

/** What the words of the filter and of the action come to: every such task once, and no other. */
function meant(action: BulkAction, filter: TaskFilter, tasks: readonly Task[]): readonly string[] {
  const states = STATES[action].filter((state) => filter.states === undefined || filter.states.includes(state));
  return tasks
    .filter((task) => matches(task, { ...filter, states }, () => aWindow()))
    .filter(({ closedAt, createdAt, greenfield: place, stage, slot }) => {
      if (action === 'redrive') return (closedAt ?? 0) <= NOW && !(stage === 'cancelled' && isHeld(slot, NOW));
      if (action === 'cancel') return createdAt <= NOW;
      return createdAt <= NOW && claimedAt(place, DEFAULT_INVOCATION_DELTA) <= NOW;
    })
    .map(({ taskId }) => taskId)
    .toSorted();
}

const someOperation = fc.constantFrom<BulkAction>('retry', 'redrive', 'cancel').chain((action) =>
  fc.record({
    action: fc.constant(action),
    filter: someFilter(action),
    tasks: fc.array(someTask(action), { maxLength: 25 }),
    /** The call of the store that each process dies at, before the call or after it. */
    deaths: fc.array(fc.record({ call: fc.constantFrom('apply', 'open', 'closed'), isAfter: fc.boolean() }), {
      maxLength: 4,
    }),
    isTwice: fc.boolean(),
  }),
);

it('changes exactly what was asked for, each once, however often it is killed, done by two at a time, and what it changed comes back', async () => {
  await fc.assert(
    fc.asyncProperty(someOperation, async ({ action, filter, tasks: made, deaths, isTwice }) => {
      const changes: string[] = [];
      const store = new MemoryTaskStore({
        onChange: (task, _, transition) => void (transition?.name === CHANGES[action] && changes.push(task.taskId)),
      });
      const labourers = { [LABOURER]: {}, [OTHER_LABOURER]: {} };
      const system = aBulkSystem({ labourers, ports: { store } });
      const tasks = made.map((task, index) => taskOf(index, task));
      await store.add(tasks);
      const { operationId } = await system.bulk.begin(action, { filter }, 'ada');

      for (const { call, isAfter } of [...deaths, { call: 'none', isAfter: false }]) {
        const processes = (isTwice ? [0, 1] : [0]).map(
          () =>
            new Promise<unknown>((resolve, reject) => {
              const mortal = gated('store', store, dyingAt(call, isAfter, resolve));
              system.process(mortal).run(operationId).then(resolve, reject);
            }),
        );
        await system.simulated.runUntil(Promise.all(processes));
        await failAll(system, changes, action === 'retry' ? { retryAfter: seconds(60) } : 'dead');
      }
      expect(changes.toSorted()).toEqual(meant(action, filter, tasks));
    }),
    { numRuns: 300 },
  );
});

function dyingAt(method: string, isAfter: boolean, died: (result: undefined) => void): Gate {
  return async (call, run) => {
    if (call !== `store.${method}`) return run();
    if (isAfter) await run();
    died(undefined);
    return new Promise(() => {});
  };
}

/** What was brought back is claimed and fails, and stands where it stood before. */
async function failAll(
  { store, clock }: ReturnType<typeof aBulkSystem>,
  changed: readonly string[],
  after: AfterAttempt,
): Promise<void> {
  const window = aWindow(clock.now());
  for (const labourerId of [LABOURER, OTHER_LABOURER]) {
    const { tasks } = await store.open({ labourerId, range: { upTo: greenfield(NOW) }, limit: 100 });
    for (const [index, task] of tasks.filter(({ taskId }) => changed.includes(taskId)).entries()) {
      const claimed = claim(task, window, `${at(99_999)}.q-${index}`);
      const running = transformed(task, claimed);
      await store.apply([claimed, fail(running, after, { now: window.start, error: undefined, extra: {} })]);
    }
  }
}

it('keeps the filter in its record as it was given', () => {
  fc.assert(
    fc.property(someFilter('cancel'), (filter) => {
      expect(filterFromJson(JSON.parse(JSON.stringify(filterAsJson(filter))))).toEqual(filter);
    }),
  );
});
