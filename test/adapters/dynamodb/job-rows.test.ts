import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DynamoTaskStore } from '../../../src/adapters/dynamodb/dynamo-task-store.js';
import type { PageKey } from '../../../src/application/ports/task-store.js';
import { taskIdOfRow } from '../../../src/domain/ids.js';
import type { Task } from '../../../src/domain/task.js';
import { claimed, died, done, failed, requeued } from '../../contracts/lives.js';
import { live } from '../../contracts/task-store-changes.rules.js';
import { aTask, jobId, place } from '../../support/a-task.js';
import { onSimulated } from './on-simulated.js';

const JOB = jobId('j');
const DIGEST = createHash('sha256').update(JOB).digest('hex');
const row = (number: number): Task => aTask(taskIdOfRow(DIGEST, number), { jobId: JOB, greenfield: place(number) });

async function pagesOf(store: DynamoTaskStore, limit: number): Promise<number[][]> {
  const pages: number[][] = [];
  let after: PageKey | undefined;
  do {
    const page = await store.ofJob({ jobId: JOB, limit, ...(after === undefined ? {} : { after }) });
    pages.push(page.tasks.map(({ taskId }) => Number.parseInt(taskId.slice(-12), 16)));
    after = page.next;
  } while (after !== undefined);
  return pages;
}

describe("a job's tasks, by their ids", () => {
  let simulated: ReturnType<typeof onSimulated>;
  let store: DynamoTaskStore;
  beforeEach(() => {
    simulated = onSimulated();
    store = simulated.store();
  });

  it('are found in the archive when their tombstones are gone', async () => {
    await live(store, row(0), [claimed, done]);
    await live(store, row(1), [claimed, failed]);
    await live(store, row(2), [claimed, died]);
    simulated.clock.set(simulated.clock.now() + 30 * 86_400);
    simulated.dynamo.expire();
    const { tasks } = await store.ofJob({ jobId: JOB, limit: 10 });
    expect(tasks.map(({ stage }) => stage)).toEqual(['done', 'retrying', 'dead']);
    expect(await store.get(row(0).taskId)).toEqual(tasks[0]);
  });

  it('come in pages of so many, over gaps that the removal of old ones has left', async () => {
    await store.add([0, 1, 2, 90, 95, 180, 181].map(row));
    expect((await pagesOf(store, 2)).filter((page) => page.length > 0)).toEqual([[0, 1], [2, 90], [95, 180], [181]]);
    expect((await pagesOf(store, 1000)).flat()).toEqual([0, 1, 2, 90, 95, 180, 181]);
  });

  it('are found where they are meanwhile, when they move between two reads', async () => {
    const waiting = await live(store, row(0), [claimed, failed]);
    let reads = 0;
    const reading = simulated.store({
      after: async (command) => {
        if (command === 'BatchGetItem' && ++reads === 1) await store.apply([requeued(waiting)]);
      },
    });
    expect(await reading.ofJob({ jobId: JOB, limit: 1 })).toMatchObject({ tasks: [{ stage: 'open', attempts: 1 }] });
  });

  it('are counted no further than their number, where that is told', async () => {
    await store.add([0, 1, 2, 3].map(row));
    expect(await store.progress(JOB, 3)).toMatchObject({ stages: { open: 3 } });
    expect(await store.progress(JOB, 50)).toMatchObject({ stages: { open: 4 } });
    expect(await store.progress(JOB, 0)).toBeUndefined();
  });

  it.each(['', 'x', '-1', '1.5'])('refuse the key “%s”, which no page has given', async (after) => {
    await expect(store.ofJob({ jobId: JOB, limit: 1, after })).rejects.toMatchObject({ code: 'page.key' });
  });
});
