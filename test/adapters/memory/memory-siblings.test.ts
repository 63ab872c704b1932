import { describe, expect, it, vi } from 'vitest';
import { MemorySiblings } from '../../../src/adapters/memory/memory-siblings.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { siblingsContract } from '../../contracts/siblings.contract.js';

siblingsContract('memory', async () => {
  const events: JsonObject[] = [];
  const siblings = new MemorySiblings(async ({ event }) => void events.push(event));
  return {
    siblings,
    started: (count) => vi.waitUntil(() => events.length >= count && events, { interval: 1 }),
    refuse: async () => {
      siblings.refusing = true;
    },
    dispose: async () => {},
  };
});

describe('MemorySiblings', () => {
  it('records what was asked for, and runs it after the call', async () => {
    const order: string[] = [];
    const siblings = new MemorySiblings(async ({ essential }) => void order.push(essential));
    const spawned = siblings.spawn('scheduler', { row: 1 });
    order.push('caller');
    await spawned;
    await siblings.settled();
    expect(order).toEqual(['caller', 'scheduler']);
    expect(siblings.spawned).toEqual([{ essential: 'scheduler', event: { row: 1 } }]);
  });

  it('waits for siblings of siblings too', async () => {
    const rows: unknown[] = [];
    const siblings: MemorySiblings = new MemorySiblings(async ({ event }) => {
      rows.push(event.row);
      if (Number(event.row) < 3) await siblings.spawn('scheduler', { row: Number(event.row) + 1 });
    });
    await siblings.spawn('scheduler', { row: 1 });
    await siblings.settled();
    expect(rows).toEqual([1, 2, 3]);
  });

  it('tells whoever waits that a sibling failed', async () => {
    const siblings = new MemorySiblings(() => Promise.reject(new Error('failed')));
    await siblings.spawn('scheduler', {});
    await expect(siblings.settled()).rejects.toThrow('failed');
  });
});
