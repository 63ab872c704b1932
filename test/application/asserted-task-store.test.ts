import { describe, expect, it } from 'vitest';
import { faultyTaskStore } from '../../src/adapters/memory/faulty.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { SimulatedClock } from '../../src/adapters/memory/simulated-clock.js';
import { AssertedTaskStore } from '../../src/application/asserted-task-store.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import type { BrokenInvariant } from '../../src/domain/invariants.js';
import { DEFAULT_TASK_SETTINGS } from '../../src/domain/labourer.js';
import { readLabourer } from '../../src/domain/labourer-settings.js';
import { taskStoreContract } from '../contracts/task-store.contract.js';
import { claimed, done, QUEUED } from '../contracts/lives.js';
import { at, LABOURER } from '../support/a-task.js';
import { withoutGuards } from '../support/world/careless-ports.js';

const LABOURERS = { of: () => readLabourer(LABOURER, {}, {}, 'labourers') };

function asserted(store: TaskStore, alarm?: (broken: BrokenInvariant) => void) {
  const told: string[] = [];
  const parts = { labourers: LABOURERS, settings: DEFAULT_TASK_SETTINGS, clock: new SimulatedClock(at(20)) };
  const note = alarm ?? (({ invariant, taskId }: BrokenInvariant) => told.push(`${invariant} ${taskId}`));
  return { told, store: new AssertedTaskStore(store, { ...parts, alarm: note }) };
}

taskStoreContract('asserted', async () => ({
  store: asserted(new MemoryTaskStore()).store,
  settle: async () => {},
  dispose: async () => {},
}));

describe('a store that is asserted', () => {
  it('tells of a change that was made although its guard did not hold', async () => {
    const { store, told } = asserted(withoutGuards(new MemoryTaskStore()));
    await store.add([QUEUED]);
    await store.apply([claimed(QUEUED)]);
    expect(told).toEqual([]);
    const [again] = await store.apply([claimed(QUEUED)]);
    expect(again).toMatchObject({ outcome: 'applied', before: { attempts: 1 } });
    expect(told).toEqual(['I3 t', 'I5 t', 'I5 t', 'I5 t']);
  });

  it('tells of a task that is added without its fields, and of none that was known', async () => {
    const { store, told } = asserted(new MemoryTaskStore());
    const flawed = { ...QUEUED, attempts: -1 };
    expect(await store.add([flawed, flawed])).toEqual(['added', 'known']);
    expect(told).toEqual(['I7 t']);
  });

  it('is silent about changes that were not made, or of which nobody knows', async () => {
    const memory = withoutGuards(new MemoryTaskStore());
    const { store, told } = asserted(faultyTaskStore(memory, ({ method }) => (method === 'apply' ? 'lose' : 'none')));
    await store.add([QUEUED]);
    expect(await store.apply([claimed(QUEUED)])).toEqual([{ outcome: 'unknown' }]);
    expect(await store.apply([claimed(QUEUED)])).toEqual([{ outcome: 'unknown' }]);
    const guarded = asserted(new MemoryTaskStore());
    await guarded.store.add([QUEUED]);
    expect(await guarded.store.apply([done({ ...QUEUED, attempts: 5 })])).toMatchObject([{ outcome: 'stale' }]);
    expect([...told, ...guarded.told]).toEqual([]);
  });

  it('answers although the alarm fails, and goes on with the other changes', async () => {
    let alarms = 0;
    const { store } = asserted(new MemoryTaskStore(), () => {
      alarms += 1;
      throw new Error('the alarm is broken');
    });
    const flawed = (id: string) => ({ ...QUEUED, taskId: `${id}` as typeof QUEUED.taskId, attempts: -1 });
    expect(await store.add([flawed('a'), flawed('b')])).toEqual(['added', 'added']);
    expect(alarms).toBe(2);
  });

  it('rejects as the store behind it does', async () => {
    const { store } = asserted(faultyTaskStore(new MemoryTaskStore(), () => 'fail'));
    await expect(store.apply([])).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
