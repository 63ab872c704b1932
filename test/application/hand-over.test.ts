import { describe, expect, it } from 'vitest';
import { HandOver } from '../../src/application/hand-over.js';
import { faulty } from '../../src/adapters/memory/faulty.js';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import type { Token } from '../../src/domain/slots.js';
import { tokensOut } from '../../src/domain/slots.js';
import { aQueue, LABOURER, NOW, OTHER_LABOURER } from '../support/a-task.js';
import { aSystem, type System, type SystemOptions } from '../support/system.js';

const ALLOWED = () => ({ cap: 10, allowance: 10 });
async function withTokens(count: number, options: SystemOptions = {}): Promise<System & { tokens: readonly Token[] }> {
  const system = aSystem(options);
  const { tokens } = await system.slots.reserve(system.labourer(), ALLOWED, count);
  return { ...system, tokens };
}
const slotsInUse = async (system: System) => tokensOut(await system.ledger.read(LABOURER), NOW);
const takeAll = (system: System & { tokens: readonly Token[] }) =>
  Promise.all(system.tokens.map((token) => system.handOver.take(system.labourer(), token)));

describe('a token that comes free', () => {
  it('starts the next task of the queue, one for one', async () => {
    const system = await withTokens(3);
    await system.store.add(aQueue('t', 5));
    await takeAll(system);
    expect(system.events.map(({ task_id }) => task_id)).toEqual(['t0', 't1', 't2']);
    expect(await slotsInUse(system)).toBe(3);
  });

  it('goes back when the queue is empty', async () => {
    const system = await withTokens(2);
    await takeAll(system);
    expect(await slotsInUse(system)).toBe(0);
  });

  it('goes back when the allowance has shrunk, or the labourer is paused', async () => {
    const system = await withTokens(3);
    await system.store.add(aQueue('t', 5));
    await system.slots.reserve(system.labourer(), () => ({ cap: 10, allowance: 1 }), 0);
    await takeAll(system);
    expect([system.events.length, await slotsInUse(system)]).toEqual([1, 1]);

    const paused = await withTokens(2);
    await paused.store.add(aQueue('t', 5));
    await paused.slots.pause(LABOURER, true);
    await takeAll(paused);
    expect([paused.events.length, await slotsInUse(paused)]).toEqual([0, 0]);
  });

  it('shares the reading of the row with those that come free in the same turn', async () => {
    const ledger = new MemorySlotLedger();
    let reads = 0;
    const counted = faulty('ledger', ledger, ({ method }) => {
      if (method === 'read') reads += 1;
      return 'none';
    });
    const system = await withTokens(5, { ports: { ledger: counted } });
    await system.store.add(aQueue('t', 5));
    reads = 0;
    await takeAll(system);
    expect([system.events.length, reads]).toEqual([5, 1]);
  });

  it('is in the next round when it comes free during one', async () => {
    const system = await withTokens(2);
    await system.store.add(aQueue('t', 2));
    const [one, other] = system.tokens as [Token, Token];
    let startedWhenDone: Promise<number> | undefined;
    system.invoker.answer = () => {
      startedWhenDone ??= system.handOver.take(system.labourer(), other).then(() => system.events.length);
      return { outcome: 'accepted' };
    };
    await system.handOver.take(system.labourer(), one);
    expect(await startedWhenDone).toBe(2);
  });

  it('is left to expire when it cannot be handed over: that is logged, and whoever ended is not told an error', async () => {
    const ledger = new MemorySlotLedger();
    let isDown = false;
    const system = await withTokens(1, {
      ports: { ledger: faulty('ledger', ledger, () => (isDown ? 'fail' : 'none')) },
    });
    await system.store.add(aQueue('t', 2));
    isDown = true;
    await expect(takeAll(system)).resolves.toBeDefined();
    expect(system.logger.entries.filter(({ level }) => level === 'error')).toHaveLength(1);
    isDown = false;
    expect(await slotsInUse(system)).toBe(1);
  });

  it('works only for its own labourer', async () => {
    const labourers = {
      [LABOURER]: { max_simultaneous_invocations: 5 },
      [OTHER_LABOURER]: { max_simultaneous_invocations: 5 },
    };
    const system = await withTokens(1, { labourers });
    await system.store.add(aQueue('o', 2, { labourerId: OTHER_LABOURER }));
    await takeAll(system);
    expect(system.events).toEqual([]);
  });
});

describe('where many processes hand over at once', () => {
  it('each begins at another place of the head, within twice the allowance, and starts one task a token', async () => {
    const started = new Set<unknown>();
    for (const chance of [0, 0.4, 0.999]) {
      const system = await withTokens(1);
      await system.slots.reserve(system.labourer(), () => ({ cap: 3, allowance: 3 }), 0);
      await system.store.add(aQueue('t', 20));
      const { dispatcher, slots, logger } = system;
      const handOver = new HandOver({ dispatcher, slots, logger, chance: { next: () => chance } });
      await handOver.take(system.labourer(), system.tokens[0] as Token);
      started.add(system.events[0]?.task_id);
      expect(system.events).toHaveLength(1);
    }
    expect([...started]).toEqual(['t0', 't2', 't5']);
  });
});
