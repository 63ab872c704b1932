import { expect, it } from 'vitest';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { taskId } from '../../../src/domain/ids.js';
import { cancel } from '../../../src/domain/life.js';
import { CancelWatch } from '../../../src/entrypoints/local/cancel-watch.js';
import { aTask, aWindow, NOW } from '../../support/a-task.js';

const running = (id: string, attempts = 1) =>
  aTask(id, { attempts, greenfield: aWindow().invoked, slot: `${NOW}.p-1` });

it('a look tells those attempts whose work is not wanted any more, although a row among them can not be read', async () => {
  class BrokenStore extends MemoryTaskStore {
    override async get(id: ReturnType<typeof taskId>) {
      if (id === 'broken') throw new Error('not a row');
      return super.get(id);
    }
  }
  const store = new BrokenStore();
  const gone = running('cancelled');
  await store.add([running('wanted'), gone, running('taken over', 2)]);
  await store.apply([cancel(gone, NOW)]);
  const told: string[] = [];
  const logger = new MemoryLogger();
  const attempts = ['broken', 'unknown', 'wanted', 'cancelled', 'taken over'].map((id) => ({
    taskId: taskId(id),
    attempt: 1,
    cancel: () => void told.push(id),
  }));
  await new CancelWatch(store, () => attempts, logger).look();
  expect(told).toEqual(['cancelled', 'taken over']);
  expect(logger.entries).toMatchObject([{ level: 'debug', context: { taskId: 'broken' } }]);
});
