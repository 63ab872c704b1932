import { describe, expect, it } from 'vitest';
import { faultySlotLedger, faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { tokensOut } from '../../src/domain/slots.js';
import type { Task } from '../../src/domain/task.js';
import { aQueue, aTask, at, aWindow, LABOURER, OTHER_LABOURER } from '../support/a-task.js';
import { aSystem, type System, watching } from '../support/system.js';

const slotsInUse = async (system: System) => tokensOut(await system.ledger.read(LABOURER), system.simulated.now());

describe('a pass', () => {
  it('starts as many tasks as the cap has slots, the head of the queue first', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 3 } } });
    await system.store.add(aQueue('t', 5));
    expect(await system.orchestrator.pass()).toMatchObject([
      { labourerId: LABOURER, explanation: 'allowed 3 of 3: no health metrics → High', dispatched: { invoked: 3 } },
    ]);
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['t0', 't1', 't2']);
  });

  it('starts nothing more while those run, and nothing twice when passes overlap', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 3 } } });
    await system.store.add(aQueue('t', 9));
    await Promise.all([system.orchestrator.pass(), system.orchestrator.pass(), system.orchestrator.pass()]);
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(3);
    expect(new Set(system.events.map(({ task_id }) => task_id)).size).toBe(3);
    expect(await slotsInUse(system)).toBe(3);
  });

  it('allows the share of the cap that the health does', async () => {
    const labourers = { [LABOURER]: { max_simultaneous_invocations: 10, health_metrics: { CPU: watching('CPU') } } };
    for (const [value, allowed] of [
      [40, 10],
      [70, 7],
      [85, 5],
      [95, 0],
    ] as const) {
      const system = aSystem({ labourers });
      await system.store.add(aQueue('t', 20));
      system.metrics.set('CPU', value);
      const [labourer] = await system.orchestrator.pass();
      expect([labourer?.dispatched?.invoked ?? 0, system.events.length]).toEqual([allowed, allowed]);
    }
  });

  it('starts nothing for a paused labourer, nor for one with a cap of 0', async () => {
    const paused = aSystem();
    await paused.store.add(aQueue('t', 2));
    await paused.slots.pause(LABOURER, true);
    await paused.orchestrator.pass();
    const capped = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 0 } } });
    await capped.store.add(aQueue('t', 2));
    await capped.orchestrator.pass();
    expect([...paused.events, ...capped.events]).toEqual([]);
  });

  it('writes down what it decided although nothing is queued, and notes it only when it changes', async () => {
    const system = aSystem({
      labourers: { [LABOURER]: { max_simultaneous_invocations: 10, health_metrics: { CPU: watching('CPU') } } },
    });
    system.metrics.set('CPU', 40);
    await system.orchestrator.pass();
    await system.orchestrator.pass();
    system.metrics.set('CPU', 70);
    await system.orchestrator.pass();
    expect(await system.ledger.read(LABOURER)).toMatchObject({ allowance: 7, cap: 10 });
    expect((await system.ledger.decisions(LABOURER, 10)).map(({ text }) => text)).toEqual([
      'allowed 7 of 10: CPU 70 > 50 → Good',
      'allowed 10 of 10: CPU 40 <= 50 → High',
    ]);
  });

  it('counts what an orchestrator without slots has started, until those attempts must have ended', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 3 } } });
    const [old, ...queue] = aQueue('t', 6) as [Task, ...Task[]];
    await system.store.add([{ ...old, greenfield: aWindow().invoked, attempts: 1 }, ...queue]);
    await system.orchestrator.pass();
    expect([system.events.length, await slotsInUse(system)]).toEqual([2, 3]);
    system.simulated.set(at(1260));
    await system.orchestrator.pass();
    expect(system.events).toHaveLength(3);
  });

  it('starts no more under a lowered cap until enough attempts have ended', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 3 } } });
    await system.store.add(aQueue('t', 9));
    await system.orchestrator.pass();
    system.labourers.set(LABOURER, { max_simultaneous_invocations: 2 });
    await system.orchestrator.pass();
    await system.assistant.handle({ action: 'mark_task_as_completed', task_id: 't0', attempt: 1 });
    await system.orchestrator.pass();
    expect([await slotsInUse(system), system.events.length]).toEqual([2, 3]);
    // Now what runs fits the cap, and the next end is followed by another task.
    await system.assistant.handle({ action: 'mark_task_as_completed', task_id: 't1', attempt: 1 });
    expect(await slotsInUse(system)).toBe(2);
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['t0', 't1', 't2', 't3']);
  });

  it("decides by an operator's cap in place of the configured one, and says whose it is, until it is taken back", async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 0 } } });
    await system.store.add(aQueue('t', 9));
    await system.orchestrator.pass();
    for (const cap of [4, undefined]) {
      await system.slots.setCap(LABOURER, cap);
      await system.orchestrator.pass();
      await system.orchestrator.pass();
    }
    expect(system.events).toHaveLength(4);
    expect(await system.ledger.read(LABOURER)).toMatchObject({ cap: 0, allowance: 0 });
    expect((await system.ledger.decisions(LABOURER, 10)).map(({ text }) => text)).toEqual([
      'allowed 0 of 0: no health metrics → High',
      'allowed 4 of 4 (set by an operator; configured 0): no health metrics → High',
      'allowed 0 of 0: no health metrics → High',
    ]);
  });

  it('under a cap that is lowered in the middle of it reserves no more than the new one allows', async () => {
    const ledger = new MemorySlotLedger();
    const system = aSystem({ ports: { ledger } });
    await system.store.add(aQueue('t', 9));
    let isLowered = false;
    const { open } = system.store;
    system.store.open = async (query) => {
      if (!isLowered) await system.slots.setCap(LABOURER, 2);
      isLowered = true;
      return open.call(system.store, query);
    };
    await system.orchestrator.pass();
    expect([system.events.length, (await ledger.read(LABOURER)).allowance]).toEqual([2, 2]);
  });

  it('hands over no slot that a lowered cap has taken, before any other pass', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 3 } } });
    await system.store.add(aQueue('t', 9));
    await system.orchestrator.pass();
    await system.slots.setCap(LABOURER, 2);
    for (const task_id of ['t0', 't1']) {
      await system.assistant.handle({ action: 'mark_task_as_completed', task_id, attempt: 1 });
    }
    expect([await slotsInUse(system), system.events.length]).toEqual([2, 4]);
  });

  it('gets slots back whose attempts were never heard of again', async () => {
    const system = aSystem({ labourers: { [LABOURER]: { max_simultaneous_invocations: 1 } } });
    await system.store.add(aQueue('t', 2));
    await system.orchestrator.pass();
    system.simulated.set(at(3 * 1200 + 120));
    await system.orchestrator.pass();
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['t0', 't1']);
  });
});

describe('what is broken stops no other', () => {
  const labourers = {
    [LABOURER]: { max_simultaneous_invocations: 4, health_metrics: { CPU: watching('CPU') } },
    [OTHER_LABOURER]: { max_simultaneous_invocations: 4 },
  };
  const queues = [aTask('mine'), aTask('theirs', { labourerId: OTHER_LABOURER })];

  it('a metric: it counts as its no_data_status', async () => {
    const system = aSystem({ labourers });
    await system.store.add(queues);
    system.metrics.fail('CPU', 'throttled');
    const passes = await system.orchestrator.pass();
    expect(passes.map(({ dispatched }) => dispatched?.invoked)).toEqual([1, 1]);
    expect(await system.ledger.read(LABOURER)).toMatchObject({ allowance: 2 });
    expect(system.logger.entries).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'health metric without data' }),
    );
  });

  it("a labourer: its failure is told, logged, and the others' tasks start", async () => {
    const store = new MemoryTaskStore();
    await store.add(queues);
    const broken = faultyTaskStore(store, ({ method, args }) =>
      method === 'open' && (args[0] as { labourerId: string }).labourerId === LABOURER ? 'fail' : 'none',
    );
    const system = aSystem({ labourers, ports: { store: broken } });
    const [mine, theirs] = await system.orchestrator.pass();
    expect(mine).toMatchObject({ labourerId: LABOURER, error: { code: 'store.unavailable' } });
    expect(theirs).toMatchObject({ dispatched: { invoked: 1 } });
    expect(
      system.logger.entries.some(({ level, context }) => level === 'error' && context.labourerId === LABOURER),
    ).toBe(true);
  });

  it.each(['fail', 'lose'] as const)('a ledger whose writes %s: nothing starts without a slot', async (fault) => {
    const ledger = faultySlotLedger(new MemorySlotLedger(), ({ method }) =>
      method === 'compareAndSet' ? fault : 'none',
    );
    const system = aSystem({ labourers, ports: { ledger } });
    await system.store.add(queues);
    await system.orchestrator.pass();
    expect(system.events).toEqual([]);
  });
});

it('asks for the metrics of all labourers at once', async () => {
  const system = aSystem({
    labourers: Object.fromEntries(
      ['one', 'two', 'three'].map((name) => [name, { health_metrics: { CPU: watching('CPU') } }]),
    ),
  });
  await system.orchestrator.pass();
  expect(system.metrics.calls).toBe(1);
});
