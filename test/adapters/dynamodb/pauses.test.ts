/** Repeats wait by the given clock and dice, so that a simulated world decides over them. */

import { describe, expect, it } from 'vitest';
import { batchGet } from '../../../src/adapters/dynamodb/batches.js';
import { aTask } from '../../support/a-task.js';
import { onSimulated } from './on-simulated.js';

/** Dice that always show the middle. */
const chance = { next: () => 0.5 };

/** True so many times, then false. */
const times = (count: number) => {
  let left = count;
  return () => left-- > 0;
};

describe('a repeated request', () => {
  it('that met a transaction waits half of 40, 80, 160 ms and goes through', async () => {
    const { clock, store } = onSimulated({ conflict: times(3) });
    expect(await clock.runUntil(store({}, { chance }).add([aTask('t')]))).toEqual(['added']);
    expect(clock.monotonic()).toBe(20 + 40 + 80);
  });

  it('for what a batch has left unprocessed waits half of 80 and of 160 ms', async () => {
    const left = [2, 1];
    const { clock, dynamo, names, store } = onSimulated({ batch: () => left.shift() });
    const tasks = [aTask('a'), aTask('b'), aTask('c')];
    await store().add(tasks);
    const keys = tasks.map((task) => ({ task_id: { S: task.taskId } }));
    const read = batchGet({ client: dynamo.client, clock, chance }, { table: names.tasks, keys });
    expect(await clock.runUntil(read)).toHaveLength(3);
    expect(clock.monotonic()).toBe(40 + 80);
  });

  it('waits for a second at most, and is given up after the eighth try', async () => {
    const { clock, store } = onSimulated({ conflict: () => true });
    const adding = store({}, { chance }).add([aTask('t')]);
    expect(await clock.runUntil(adding)).toEqual(['unknown']);
    expect(clock.monotonic()).toBe(20 + 40 + 80 + 160 + 320 + 500 + 500);
  });
});
