import { describe, expect, it } from 'vitest';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { greenfield } from '../../src/domain/greenfield.js';
import { aQueue, aTask, at, NOW, place } from '../support/a-task.js';
import { aSystem } from '../support/system.js';

describe('the end of a queue', () => {
  it('is behind the newest queued task and behind what was reserved before, even for rows that are not there yet', async () => {
    const { queue, store, labourer } = aSystem();
    await store.add(aQueue('t', 3));
    expect(await queue.reserveTail(labourer(), 2)).toMatchObject({ start: place(3), gap: 1000, tail: place(5) });
    expect(await queue.placeAtTail(labourer())).toBe(place(6));
  });

  it('is one step for an empty queue, so that the first task stands at two', async () => {
    const { queue, labourer } = aSystem();
    expect(await queue.placeAtTail(labourer())).toBe(2000);
  });

  it('does not count tasks that were claimed', async () => {
    const { queue, store, labourer } = aSystem();
    await store.add([aTask('running', { greenfield: greenfield(NOW + 31_557_600) })]);
    expect(await queue.greenfield(labourer(), 'newest')).toBeUndefined();
    expect(await queue.placeAtTail(labourer())).toBe(2000);
  });

  it('is not shared by two jobs though the index lags behind the first', async () => {
    const store = new LaggingTaskStore(new MemoryTaskStore(), () => 100);
    const { queue, labourer } = aSystem({ ports: { store } });
    const first = await queue.reserveTail(labourer(), 3);
    await store.add(aQueue('t', 3));
    const second = await queue.reserveTail(labourer(), 3);
    expect(second.start).toBe(first.tail);
  });

  it('begins anew once the queue ran empty and the reservation is old', async () => {
    const { queue, simulated, labourer } = aSystem();
    await queue.reserveTail(labourer(), 50);
    simulated.set(at(3600));
    expect(await queue.placeAtTail(labourer())).toBe(2000);
  });

  it('never reaches the clock, and is refused when there is no room left', async () => {
    const { queue, store, labourer } = aSystem();
    await store.add([aTask('t', { greenfield: greenfield(NOW - 10) })]);
    const { tail, gap } = await queue.reserveTail(labourer(), 1000);
    expect(tail).toBeLessThan(NOW);
    expect(gap).toBe(0.005);
    await store.add([aTask('last', { greenfield: greenfield(NOW) })]);
    await expect(queue.reserveTail(labourer(), 1)).rejects.toMatchObject({ code: 'queue.full' });
  });
});

describe('the head of a queue', () => {
  it('is before the oldest queued task, one place after the other', async () => {
    const { queue, store, labourer } = aSystem();
    await store.add(aQueue('t', 2));
    expect(await queue.placesAtHead(labourer(), 3)).toEqual([1999, 1998, 1997]);
  });

  it('is before a place that is known already, and before one step when the queue is empty', async () => {
    const { queue, labourer } = aSystem();
    expect(await queue.placesAtHead(labourer(), 2, greenfield(-7))).toEqual([-8, -9]);
    expect(await queue.placesAtHead(labourer(), 2)).toEqual([999, 998]);
  });
});
