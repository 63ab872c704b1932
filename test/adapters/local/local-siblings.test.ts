import { describe, expect, it, vi } from 'vitest';
import { LocalSiblings } from '../../../src/adapters/local/local-siblings.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { siblingsContract } from '../../contracts/siblings.contract.js';

siblingsContract('local', async () => {
  const events: JsonObject[] = [];
  const siblings = new LocalSiblings(async (_essential, event) => void events.push(event), new MemoryLogger());
  return {
    siblings,
    started: (count) => vi.waitUntil(() => events.length >= count && events, { interval: 1, timeout: 30_000 }),
    refuse: () => siblings.close(),
    dispose: () => siblings.close(),
  };
});

describe('LocalSiblings', () => {
  it('logs what a sibling fails with', async () => {
    const logger = new MemoryLogger();
    const error = new Error('failed');
    const siblings = new LocalSiblings(() => Promise.reject(error), logger);
    await siblings.spawn('scheduler', {});
    await siblings.close();
    expect(logger.entries).toEqual([
      { level: 'error', message: 'a sibling failed', context: { essential: 'scheduler', error } },
    ]);
  });

  it('logs what a sibling throws before it gives a promise', async () => {
    const logger = new MemoryLogger();
    const siblings = new LocalSiblings(() => {
      throw new Error('at once');
    }, logger);
    await siblings.spawn('scheduler', {});
    await siblings.close();
    expect(logger.entries).toHaveLength(1);
  });

  it('waits, when it is closed, for those that run', async () => {
    const order: string[] = [];
    const siblings = new LocalSiblings(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('ran');
    }, new MemoryLogger());
    await siblings.spawn('scheduler', {});
    await siblings.close();
    order.push('closed');
    expect(order).toEqual(['ran', 'closed']);
  });
});
