/** The lagging store: its index shows an earlier state, rows and changes are as they are. */

import { describe, expect, it } from 'vitest';
import { LaggingTaskStore } from '../../../src/adapters/memory/lagging-task-store.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { aQueue, aTask, jobId, LABOURER } from '../../support/a-task.js';
import { claimed, died, done, failed } from '../../contracts/lives.js';
import { rowOf } from '../../contracts/task-store-changes.rules.js';

const EVERYTHING = { labourerId: LABOURER, range: {}, limit: 10 };

function lagging() {
  const lag = { hidden: 0 };
  const store = new LaggingTaskStore(new MemoryTaskStore(), () => lag.hidden);
  const shown = async () => (await store.open(EVERYTHING)).tasks.map(({ taskId }) => taskId);
  return { lag, store, shown };
}

describe('an index that lags', () => {
  it('does not show the newest tasks yet, and counts what it shows', async () => {
    const { lag, store, shown } = lagging();
    lag.hidden = 2;
    await store.add(aQueue('t', 3));
    expect(await shown()).toEqual(['t0']);
    expect(await store.countOpen(EVERYTHING)).toBe(1);
    lag.hidden = 1;
    expect(await shown()).toEqual(['t0', 't1']);
  });

  it('shows a row as it was, while the row itself has changed', async () => {
    const { lag, store } = lagging();
    const task = aTask('t', { jobId: jobId('j') });
    await store.add([task]);
    lag.hidden = 1;
    await store.apply([claimed(task)]);
    expect((await store.open(EVERYTHING)).tasks).toEqual([task]);
    expect((await rowOf(store, task)).attempts).toBe(1);
    expect(await store.apply([claimed(task)])).toMatchObject([{ outcome: 'stale', current: { attempts: 1 } }]);
    expect(await store.progress(jobId('j'))).toMatchObject({ stages: { open: 1 } });
  });

  it('does not show yet what came to the retry table, or was closed', async () => {
    const { lag, store } = lagging();
    const queue = aQueue('t', 3);
    await store.add(queue);
    await store.apply(queue.map(claimed));
    const rows = await Promise.all(queue.map((task) => rowOf(store, task)));
    lag.hidden = 3;
    await store.apply([failed, died, done].map((end, index) => end(rows[index] as (typeof rows)[0])));
    const counts = async () => [
      (await store.open(EVERYTHING)).tasks.length,
      (await store.retrying({ labourerId: LABOURER, limit: 10 })).tasks.length,
      (await store.closed({ labourerId: LABOURER, stage: 'done', limit: 10 })).tasks.length,
      (await store.unreported({ labourerId: LABOURER, limit: 10 })).length,
    ];
    expect(await counts()).toEqual([3, 0, 0, 0]);
    lag.hidden = 0;
    expect(await counts()).toEqual([0, 1, 1, 1]);
  });

  it('never goes back behind what it has shown', async () => {
    const { lag, store, shown } = lagging();
    await store.add(aQueue('t', 2));
    expect(await shown()).toEqual(['t0', 't1']);
    lag.hidden = 5;
    expect(await shown()).toEqual(['t0', 't1']);
  });
});
