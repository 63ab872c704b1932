/** A job half way through a deployment: two of its ten tasks are done, one is dead, seven wait. */

import { createHash } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoJobRegister } from '../../../src/adapters/dynamodb/dynamo-job-register.js';
import { DynamoSlotLedger } from '../../../src/adapters/dynamodb/dynamo-slot-ledger.js';
import { DynamoTaskStore } from '../../../src/adapters/dynamodb/dynamo-task-store.js';
import { storeNames } from '../../../src/adapters/shared/store-names.js';
import { SystemChance } from '../../../src/adapters/system/system-chance.js';
import { SystemClock } from '../../../src/adapters/system/system-clock.js';
import { type JobId, type LabourerId, taskIdOfRow } from '../../../src/domain/ids.js';
import { windowOf } from '../../../src/domain/labourer.js';
import { claim, complete, fail } from '../../../src/domain/life.js';
import { emptyRow } from '../../../src/domain/slots.js';
import type { Task } from '../../../src/domain/task.js';
import { epochSeconds } from '../../../src/domain/time.js';
import { DEFAULT_TASK_SETTINGS } from '../../../src/domain/labourer.js';
import { aLabourer } from '../../support/a-labourer.js';
import { greenfield } from '../../support/a-task.js';

const LETTERS = [...'abcdefghij'];

export async function deployedTasks(
  client: DynamoDBClient,
  { labourer, job }: { readonly labourer: LabourerId; readonly job: JobId },
): Promise<{ readonly dead: string }> {
  const [clock, chance] = [new SystemClock(), new SystemChance()];
  const parts = { client, clock, chance };
  const store = new DynamoTaskStore({ ...parts, names: storeNames(), labourerIds: () => [labourer] });
  const createdAt = epochSeconds(Math.floor(clock.now()) - 600);
  const digest = createHash('sha256').update(job).digest('hex');
  const tasks = LETTERS.map(
    (letter, row): Task => ({
      taskId: taskIdOfRow(digest, row),
      labourerId: labourer,
      stage: 'open',
      createdAt,
      greenfield: greenfield(1000 * (row + 2)),
      attempts: 0,
      jobId: job,
      payload: JSON.stringify({ letters: [letter], date_list: [row % 2 === 0 ? '2026-05-01' : '2026-05-02'] }),
    }),
  );
  await store.add(tasks);
  await new DynamoJobRegister(parts).note({ jobId: job, labourerId: labourer, createdAt, tasks: tasks.length });
  const ledger = new DynamoSlotLedger(parts);
  await ledger.compareAndSet({ ...emptyRow(labourer), cap: 2, allowance: 2, decidedAt: createdAt });
  await ledger.note(labourer, { at: createdAt, text: 'allowed 2 of 2: no health metrics → High' });

  const claimedAt = epochSeconds(createdAt + 60);
  const window = windowOf(aLabourer(labourer), DEFAULT_TASK_SETTINGS, claimedAt);
  const slot = `${claimedAt + 3600}.somewhere-1`;
  const now = epochSeconds(claimedAt + 30);
  const change = async (task: Task, end: 'done' | 'dead'): Promise<void> => {
    await store.apply([claim(task, window, slot)]);
    const claimed = (await store.get(task.taskId)) as Task;
    const error = { name: 'Timeout', message: 'the partner gave no answer' };
    await store.apply([
      end === 'done'
        ? complete(claimed, { now, extra: {}, archive: true })
        : fail(claimed, 'dead', { now, error, extra: {} }),
    ]);
  };
  const [first, second, third] = tasks as [Task, Task, Task];
  await change(first, 'done');
  await change(second, 'done');
  await change(third, 'dead');
  return { dead: third.taskId };
}
