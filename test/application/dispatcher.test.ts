import { describe, expect, it } from 'vitest';
import { type FaultPlan, faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { Token } from '../../src/domain/slots.js';
import { slotText, tokensOut } from '../../src/domain/slots.js';
import { taskId } from '../../src/domain/ids.js';
import { aQueue, aTask, at, aWindow, LABOURER, NOW, place } from '../support/a-task.js';
import { aSystem, type System, type SystemOptions } from '../support/system.js';

const { invoked } = aWindow();
const ALLOWED = () => ({ cap: 10, allowance: 10 });

/** A system with so many tokens in hand. */
async function withTokens(count: number, options: SystemOptions = {}): Promise<System & { tokens: readonly Token[] }> {
  const system = aSystem(options);
  const { tokens } = await system.slots.reserve(system.labourer(), ALLOWED, count);
  return { ...system, tokens };
}
const start = (system: System & { tokens: readonly Token[] }) =>
  system.dispatcher.start(system.labourer(), system.tokens);
const slotsInUse = async (system: System) => tokensOut(await system.ledger.read(LABOURER), NOW);
const withStore = (plan: FaultPlan): { store: MemoryTaskStore; options: SystemOptions } => {
  const store = new MemoryTaskStore();
  return { store, options: { ports: { store: faultyTaskStore(store, plan) } } };
};
/** A plan in which the first change of the store fares as told. */
const firstApply = (fault: 'fail' | 'lose'): FaultPlan => {
  let isFirst = true;
  return ({ method }) => {
    if (method !== 'apply' || !isFirst) return 'none';
    isFirst = false;
    return fault;
  };
};

describe('tokens in hand', () => {
  it('start the head of the queue, one task each', async () => {
    const system = await withTokens(2);
    await system.store.add(aQueue('t', 3));
    expect(await start(system)).toEqual({ invoked: 2, refused: [], unknown: 0, lost: 0, buried: 0 });
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['t0', 't1']);
    for (const id of ['t0', 't1']) {
      const task = await system.store.get(taskId(id));
      expect(task).toMatchObject({ greenfield: invoked, attempts: 1 });
      expect(task?.slot).toMatch(new RegExp(`^${system.tokens[0]?.expiresAt}\\.test-`));
    }
    expect(await slotsInUse(system)).toBe(2);
  });

  it('go back when the queue has fewer tasks', async () => {
    const system = await withTokens(5);
    await system.store.add(aQueue('t', 2));
    await start(system);
    expect(await slotsInUse(system)).toBe(2);
  });

  it('are used for the next tasks when somebody else was faster on the first', async () => {
    const index = new LaggingTaskStore(new MemoryTaskStore(), () => 2);
    const system = await withTokens(2, { ports: { store: index } });
    const tasks = aQueue('t', 4);
    await index.add(tasks);
    await index.apply(
      ['t0', 't1'].map((id) => ({
        ...{
          name: 'claim' as const,
          taskId: taskId(id),
          labourerId: LABOURER,
          from: 'open' as const,
          to: 'open' as const,
        },
        ...{ guard: {}, set: { greenfield: invoked, attempts: 1, slot: '1.rival' } },
      })),
    );
    expect(await start(system)).toMatchObject({ invoked: 2, lost: 2 });
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['t2', 't3']);
    expect(await slotsInUse(system)).toBe(2);
  });

  it('are held against the row again when a minute has passed since it was read', async () => {
    const slow = new MemoryTaskStore();
    const system = await withTokens(3, { ports: { store: slow } });
    await slow.add(aQueue('t', 6));
    const page = await system.dispatcher.proposals(system.labourer(), 1);
    await system.slots.pause(LABOURER, true);
    const answered = system.dispatcher.proposals;
    system.dispatcher.proposals = async (...asked) => {
      system.simulated.set(at(61));
      return answered.apply(system.dispatcher, asked);
    };
    expect(await system.dispatcher.start(system.labourer(), system.tokens, page)).toMatchObject({ invoked: 1 });
    expect(await slotsInUse(system)).toBe(1);
  });

  it('are not used when they would not outlive the attempt', async () => {
    const system = await withTokens(1);
    await system.store.add(aQueue('t', 1));
    system.simulated.set(at(2500));
    expect(await start(system)).toMatchObject({ invoked: 0 });
    expect(await system.store.get(taskId('t0'))).toMatchObject({ attempts: 0 });
  });
});

describe("the worker's event", () => {
  it('is the payload, over it the fields before the claim, the number of the attempt and its deadline', async () => {
    const system = await withTokens(1);
    await system.store.add([aTask('t', { attempts: 2, payload: '{"a":1,"task_id":"forged","sosw_attempt":99}' })]);
    await start(system);
    expect(system.events).toEqual([
      {
        ...{ a: 1, task_id: 't', labourer_id: LABOURER, created_at: NOW, greenfield: place(1), attempts: 2 },
        ...{ sosw_attempt: 3, sosw_deadline: NOW + 1200 },
      },
    ]);
  });

  it('is empty but for the fields when the row has no payload', async () => {
    const system = await withTokens(1);
    const { payload: _, ...bare } = aTask('t');
    await system.store.add([bare]);
    expect(await start(system)).toMatchObject({ invoked: 1 });
  });
});

describe('a refused invocation', () => {
  it('gives slot, place and attempt back, and ends the round: the next one would be refused too', async () => {
    const system = await withTokens(2);
    await system.store.add(aQueue('t', 5));
    system.invoker.answer = () => ({ outcome: 'refused', reason: 'throttled' });
    expect(await start(system)).toMatchObject({ invoked: 0, refused: ['throttled', 'throttled'] });
    const task = await system.store.get(taskId('t0'));
    expect(task).toMatchObject({ greenfield: place(1), attempts: 0 });
    expect(task?.slot).toBeUndefined();
    expect(await slotsInUse(system)).toBe(0);
    expect(system.logger.entries.filter(({ level }) => level === 'warn')).toHaveLength(2);
  });

  it('keeps its slot when giving the attempt back was not confirmed: the row may still hold it', async () => {
    let applies = 0;
    const { store, options } = withStore(({ method }) => (method === 'apply' && ++applies === 2 ? 'lose' : 'none'));
    const system = await withTokens(1, options);
    await store.add(aQueue('t', 1));
    system.invoker.answer = () => ({ outcome: 'refused', reason: 'denied' });
    await start(system);
    expect(await slotsInUse(system)).toBe(1);
  });
});

describe('an invoker that breaks its promise and throws', () => {
  it('ends the round, and tokens that may be on rows are not given back', async () => {
    const system = await withTokens(3);
    await system.store.add(aQueue('t', 2));
    system.invoker.answer = () => {
      throw new Error('a broken invoker');
    };
    await expect(start(system)).rejects.toThrow('a broken invoker');
    expect(await slotsInUse(system)).toBe(3);
  });
});

describe('an unknown invocation', () => {
  it('leaves the task to expire: attempt and slot stay with it', async () => {
    const system = await withTokens(1);
    await system.store.add(aQueue('t', 1));
    system.invoker.answer = () => ({ outcome: 'unknown', reason: 'timed out' });
    expect(await start(system)).toMatchObject({ invoked: 0, unknown: 1 });
    expect(await system.store.get(taskId('t0'))).toMatchObject({ attempts: 1, slot: expect.any(String) });
    expect(await slotsInUse(system)).toBe(1);
  });

  it('is what a claim becomes that took too long: its worker is not started', async () => {
    const store = new MemoryTaskStore();
    const slow = faultyTaskStore(store, ({ method }) => {
      if (method === 'apply') system.simulated.set(at(150));
      return 'none';
    });
    const system = await withTokens(1, { ports: { store: slow } });
    await store.add(aQueue('t', 1));
    expect(await start(system)).toMatchObject({ invoked: 0, unknown: 1 });
    expect(system.events).toEqual([]);
  });
});

describe('a claim whose answer was lost', () => {
  it('counts as won when the row carries its slot', async () => {
    const { store, options } = withStore(firstApply('lose'));
    const system = await withTokens(1, options);
    await store.add(aQueue('t', 1));
    expect(await start(system)).toMatchObject({ invoked: 1, lost: 0 });
    expect(await slotsInUse(system)).toBe(1);
  });

  it('is spent when the row does not: its token is not used again', async () => {
    const { store, options } = withStore(firstApply('fail'));
    const system = await withTokens(1, options);
    await store.add(aQueue('t', 2));
    expect(await start(system)).toMatchObject({ invoked: 0, lost: 1 });
    expect(system.events).toEqual([]);
    expect(await slotsInUse(system)).toBe(1);
  });
});

describe('a queued task', () => {
  it('that can be no event uses no slot and no attempt, is closed and reported, and the next one is started', async () => {
    const system = await withTokens(1);
    await system.store.add([aTask('bad', { payload: 'plain text' }), aTask('good', { greenfield: place(2) })]);
    expect(await start(system)).toMatchObject({ invoked: 1, buried: 1 });
    expect(await system.store.get(taskId('bad'))).toMatchObject({
      ...{ stage: 'dead', attempts: 0, closedAt: NOW },
      lastError: { name: 'payload.invalid' },
    });
    expect(system.notifier.reports).toHaveLength(1);
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['good']);
  });

  it('that is larger than an event may be is closed as one that can be none', async () => {
    const system = await withTokens(1, { settings: { payloadLimit: 4000 } });
    await system.store.add([aTask('large', { payload: JSON.stringify({ text: 'ü'.repeat(1600) }) })]);
    expect(await start(system)).toMatchObject({ invoked: 0, buried: 1 });
  });

  it('that was completed while it waited again is archived, not started', async () => {
    const system = await withTokens(1);
    await system.store.add([
      aTask('done', { completedAt: at(-1), attempts: 1 }),
      aTask('next', { greenfield: place(2) }),
    ]);
    expect(await start(system)).toMatchObject({ invoked: 1 });
    expect(await system.store.get(taskId('done'))).toMatchObject({ stage: 'done', completedAt: at(-1), closedAt: NOW });
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['next']);
  });
});

it('claims one given task without starting it, or gives the token back', async () => {
  const system = await withTokens(2);
  await system.store.add([aTask('t')]);
  const [one, other] = system.tokens as [Token, Token];
  expect(await system.dispatcher.claimTask(system.labourer(), aTask('t'), one)).toBe(true);
  expect(await system.dispatcher.claimTask(system.labourer(), aTask('t'), other)).toBe(false);
  expect(await slotsInUse(system)).toBe(1);
  expect((await system.store.get(taskId('t')))?.slot).toBe(slotText(one, 'test-0'));
});
