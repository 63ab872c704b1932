import { describe, expect, it } from 'vitest';
import { faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { LABOURER, NOW, OTHER_LABOURER } from '../support/a-task.js';
import { aSystem } from '../support/system.js';

describe('a created task', () => {
  it('goes behind the newest of the queue, the first of all to twice the step', async () => {
    const { tasks, labourer } = aSystem({ settings: { taskStep: 500 } });
    const first = await tasks.createTask(labourer(), {});
    const second = await tasks.createTask(labourer(), {});
    expect([first.greenfield, second.greenfield]).toEqual([1000, 1500]);
    expect(first).toMatchObject({ labourerId: LABOURER, stage: 'open', createdAt: NOW, attempts: 0, payload: '{}' });
  });

  it('D42: holds a payload that is a list, a number or no JSON under the key payload', async () => {
    const { tasks, labourer } = aSystem();
    const payload = async (fields: Parameters<typeof tasks.createTask>[1]) =>
      JSON.parse((await tasks.createTask(labourer(), fields)).payload ?? '');
    expect(await payload({ payload: '[1, 2]', foo: 1 })).toEqual({ payload: '[1, 2]', foo: 1 });
    expect(await payload({ payload: 42, foo: 1 })).toEqual({ payload: 42, foo: 1 });
    expect(await payload({ payload: 'plain text' })).toEqual({ payload: 'plain text' });
    expect(await payload({ payload: null })).toEqual({ payload: null });
    expect(await payload({ payload: '{"a": 1, "foo": 0}', foo: 1 })).toEqual({ a: 1, foo: 1 });
  });

  it('may name automatic fields only as they will be anyway', async () => {
    const { tasks, store, labourer } = aSystem();
    const fields = { labourer_id: LABOURER, attempts: 0, created_at: NOW, greenfield: '2000' };
    await expect(tasks.createTask(labourer(), fields)).resolves.toMatchObject({ greenfield: 2000 });
    for (const foreign of [{ labourer_id: OTHER_LABOURER }, { task_id: 'mine' }, { attempts: 1 }, { greenfield: 7 }]) {
      await expect(tasks.createTask(labourer(), foreign)).rejects.toMatchObject({
        code: 'task.automatic_field',
        path: Object.keys(foreign)[0],
      });
    }
    expect(await store.countOpen({ labourerId: LABOURER, range: {} })).toBe(1);
  });

  it('has them as given when it is not strict, but never the id of another task', async () => {
    const { tasks, labourer } = aSystem();
    const given = { task_id: 'mine', greenfield: 77, attempts: 2, created_at: 5 };
    const task = await tasks.createTask(labourer(), given, { strict: false });
    expect(task).toMatchObject({ taskId: 'mine', greenfield: 77, attempts: 2, createdAt: 5 });
    await expect(tasks.createTask(labourer(), given, { strict: false })).rejects.toMatchObject({ code: 'task.known' });
    await expect(tasks.createTask(labourer(), { attempts: 'many' }, { strict: false })).rejects.toMatchObject({
      code: 'task.automatic_field',
    });
  });

  it('is added once though the first answer was lost', async () => {
    let calls = 0;
    const store = new MemoryTaskStore();
    const flaky = faultyTaskStore(store, ({ method }) => (method === 'add' && calls++ === 0 ? 'lose' : 'none'));
    const { tasks, labourer } = aSystem({ ports: { store: flaky } });
    await tasks.createTask(labourer(), {});
    expect(await store.countOpen({ labourerId: LABOURER, range: {} })).toBe(1);
  });
});
