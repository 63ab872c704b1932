/** What the read side's adapters promise beside the contracts of their ports. */

import { expect, it } from 'vitest';
import { DynamoTableSizes } from '../../../src/adapters/dynamodb/dynamo-table-sizes.js';
import type { TaskStage } from '../../../src/domain/task.js';
import { claimed, done, failed } from '../../contracts/lives.js';
import { live } from '../../contracts/task-store-changes.rules.js';
import { aQueue, aTask, at, jobId, LABOURER } from '../../support/a-task.js';
import { CapacityMeter } from '../../support/aws/capacity-meter.js';
import { onDynamoDbLocal } from './on-dynamodb-local.js';

const ENDED = { stages: { open: 0, retrying: 0, done: 3, dead: 0, cancelled: 0 }, retries: 0 };

onDynamoDbLocal((ownTables) => {
  it('the register of jobs forgets finished jobs before older ones that are not, and keeps its item small', async () => {
    const { jobs, dispose } = await ownTables();
    const register = jobs();
    const noted = (index: number) =>
      register.note({ jobId: jobId(`j${index}`), labourerId: LABOURER, createdAt: at(index), tasks: 3 });
    for (let index = 0; index < 50; index++) await noted(index);
    for (const index of [3, 30]) {
      await register.recounted({ jobId: jobId(`j${index}`), labourerId: LABOURER }, ENDED, at(60));
    }
    await noted(50);
    const kept = (await register.recent({ labourerIds: [LABOURER], limit: 100 })).map((job) => job.jobId);
    const gone = Array.from({ length: 51 }, (_, index) => `j${index}`).filter((id) => !kept.includes(jobId(id)));
    expect(gone).toEqual(['j0', 'j1', 'j2', 'j3', 'j4', 'j5', 'j6', 'j7', 'j8', 'j9', 'j30']);
    await dispose();
  });

  it('a row of a labourer is no job, and a job no part of its row', async () => {
    const { jobs, ledger, dispose } = await ownTables();
    await ledger().note(LABOURER, { at: at(0), text: 'allowed 1 of 1' });
    const before = await ledger().read(LABOURER);
    expect(await jobs().recent({ labourerIds: [LABOURER], limit: 10 })).toEqual([]);
    await jobs().note({ jobId: jobId('j'), labourerId: LABOURER, createdAt: at(1), tasks: 3 });
    expect(await ledger().read(LABOURER)).toEqual(before);
    expect(await ledger().decisions(LABOURER, 10)).toHaveLength(1);
    await dispose();
  });

  it('the sizes of tables are told without a read unit, no tombstone among them, each table once', async () => {
    const { client, names, store: opened, dispose } = await ownTables();
    const store = opened();
    await store.add(aQueue('t', 40));
    for (let index = 0; index < 6; index++) await live(store, aTask(`done${index}`), [claimed, done]);
    await live(store, aTask('waits'), [claimed, failed]);

    const meter = new CapacityMeter(client);
    const sizes = new DynamoTableSizes({ client, names });
    const of = (...stages: TaskStage[]) => sizes.inStages(new Set(stages));
    expect(await of('open')).toMatchObject({ rows: 40 });
    expect(await of('retrying')).toEqual({ rows: 1, readUnits: 1 });
    expect(await of('done')).toEqual(await of('done', 'dead', 'cancelled'));
    // Half a unit a row, and the index.
    expect(await of('dead')).toEqual({ rows: 6, readUnits: 4 });
    expect(await of('open', 'retrying', 'done')).toMatchObject({ rows: 47 });
    expect(await of()).toEqual({ rows: 0, readUnits: 0 });
    expect(meter.take().readUnits).toBe(0);
    await dispose();
  });
});
