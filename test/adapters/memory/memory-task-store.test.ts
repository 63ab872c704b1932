import { expect, it } from 'vitest';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { cancel } from '../../../src/domain/life.js';
import { jobId } from '../../../src/domain/ids.js';
import { aTask, at, LABOURER, taskId } from '../../support/a-task.js';

it('forgets the oldest closed tasks beyond those that it keeps, and goes on counting them for their job', async () => {
  const changes: string[] = [];
  const onChange = (task: { taskId: string }, before?: object): void => {
    changes.push(`${before === undefined ? 'added' : 'changed'} ${task.taskId}`);
  };
  const store = new MemoryTaskStore({ keepClosed: 2, onChange });
  const tasks = ['a', 'b', 'c'].map((id) => aTask(id, { jobId: jobId('job') }));
  await store.add(tasks);
  for (const [index, task] of tasks.entries()) await store.apply([cancel(task, at(100 + index))]);

  const { tasks: closed } = await store.closed({ labourerId: LABOURER, stage: 'cancelled', limit: 10 });
  expect(closed.map(({ taskId }) => taskId)).toEqual(['c', 'b']);
  expect(await store.get(taskId('a'))).toBeUndefined();
  expect((await store.progress(jobId('job')))?.stages.cancelled).toBe(3);
  expect(changes).toEqual(['added a', 'added b', 'added c', 'changed a', 'changed b', 'changed c']);
});
