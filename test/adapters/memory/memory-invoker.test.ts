import { expect, it, vi } from 'vitest';
import { MemoryInvoker } from '../../../src/adapters/memory/memory-invoker.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { invokerContract } from '../../contracts/invoker.contract.js';
import { aLabourer } from '../../support/a-labourer.js';

invokerContract('memory', async () => {
  const events: JsonObject[] = [];
  const invoker = new MemoryInvoker(async (event, labourer) => {
    events.push(event);
    if (labourer.id === 'failing') throw new Error('failed');
  });
  invoker.answer = (labourer) =>
    labourer.id === 'refused' ? { outcome: 'refused', reason: 'as the test says' } : { outcome: 'accepted' };
  return {
    invoker,
    willing: aLabourer('willing'),
    failing: aLabourer('failing'),
    refused: aLabourer('refused'),
    ran: (count) => vi.waitUntil(() => events.length >= count && events, { interval: 1 }),
    dispose: async () => {},
  };
});

it('starts the worker after it has answered', async () => {
  const order: string[] = [];
  const invoker = new MemoryInvoker(async () => void order.push('worker'));
  const invoked = invoker.invoke(aLabourer(), {});
  order.push('called');
  await invoked;
  await vi.waitUntil(() => invoker.running === 0, { interval: 1 });
  expect(order).toEqual(['called', 'worker']);
});

it('answers unknown for a worker that ran, or did not, as it is told', async () => {
  const ran: JsonObject[] = [];
  const invoker = new MemoryInvoker(async (event) => void ran.push(event));
  invoker.answer = () => ({ outcome: 'unknown', reason: 'lost' });
  expect(await invoker.invoke(aLabourer(), { task: 1 })).toEqual({ outcome: 'unknown', reason: 'lost' });
  invoker.answer = () => ({ outcome: 'unknown', reason: 'lost', runs: true });
  expect(await invoker.invoke(aLabourer(), { task: 2 })).toEqual({ outcome: 'unknown', reason: 'lost' });
  await vi.waitUntil(() => ran.length > 0, { interval: 1 });
  expect(ran).toEqual([{ task: 2 }]);
});

it('tells of failed workers where it is asked to', async () => {
  const failed = vi.fn();
  const invoker = new MemoryInvoker(async () => {
    throw new Error('broken');
  }, failed);
  await invoker.invoke(aLabourer(), { task: 1 });
  await vi.waitUntil(() => invoker.running === 0, { interval: 1 });
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error('broken'), { task: 1 });
});
