/** What every TaskStore promises of changes: tasks are added once, and decided changes are made only where they were decided for. */

import { expect } from 'vitest';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import type { Task, TaskStage } from '../../src/domain/task.js';
import { type Guard, type Transition, transformed } from '../../src/domain/transition.js';
import {
  aQueue,
  aTask,
  aWindow,
  at,
  greenfield,
  jobId,
  LABOURER,
  OTHER_LABOURER,
  place,
  taskId,
} from '../support/a-task.js';
import {
  cancelled,
  claimed,
  completed,
  died,
  done,
  failed,
  LIVES,
  QUEUED,
  redriven,
  requeued,
  SLOT,
  type Step,
} from './lives.js';
import type { Rules } from './rules.js';
import type { TaskStoreSubject } from './task-store.contract.js';

type StoreRules = Rules<TaskStoreSubject>;

/** The row of a task that must be there. */
export async function rowOf(store: TaskStore, task: Task): Promise<Task> {
  const row = await store.get(task.taskId);
  if (row === undefined) throw new Error(`no task ${task.taskId}`);
  return row;
}

/** Adds a task and leads it through the steps; gives the row as it then is. */
export async function live(store: TaskStore, task: Task, steps: readonly Step[]): Promise<Task> {
  expect(await store.add([task])).toEqual(['added']);
  for (const step of steps) await must(store, step(await rowOf(store, task)));
  return rowOf(store, task);
}

async function must(store: TaskStore, transition: Transition): Promise<void> {
  expect(await store.apply([transition])).toMatchObject([{ outcome: 'applied' }]);
}

const INTO: Readonly<Record<Exclude<TaskStage, 'open'>, readonly Step[]>> = {
  retrying: [claimed, failed],
  done: [claimed, done],
  dead: [claimed, died],
  cancelled: [cancelled],
};

export const adding: StoreRules = {
  async 'adds tasks as they are given, one outcome each'({ store }) {
    const tasks = aQueue('t', 3);
    expect(await store.add(tasks)).toEqual(['added', 'added', 'added']);
    for (const task of tasks) expect(await store.get(task.taskId)).toEqual(task);
  },

  async 'keeps every field, whatever text it holds'({ store }) {
    const task = aTask('odd', {
      greenfield: greenfield(-1234.625),
      payload: "{'a': None, 'b': \"ü \u{1F600} \\u0000\"}",
      arn: 'arn:aws:lambda:us-west-2:000000000000:function:some_function',
      jobId: jobId('a job’s “name”'),
      attempts: 2,
      attemptsBase: 1,
      failedAttempts: 2,
      redrives: 1,
      lastError: { name: 'Error', message: 'it’s "broken"\n' },
      extra: { section: [1, { deep: [null, true, 'x'] }], stat_rows: 0.1, empty: '' },
    });
    await store.add([task]);
    expect(await store.get(task.taskId)).toEqual(task);
  },

  async 'keeps a task without a payload'({ store }) {
    const { payload, ...task } = aTask('bare');
    await store.add([task]);
    expect(await store.get(task.taskId)).toEqual(task);
  },

  async 'knows a task that is open, and leaves it as it is'({ store }) {
    const row = await live(store, QUEUED, [claimed]);
    expect(await store.add([QUEUED, aTask('new')])).toEqual(['known', 'added']);
    expect(await rowOf(store, QUEUED)).toEqual(row);
  },

  ...Object.fromEntries(
    Object.entries(INTO).map(([stage, steps]) => [
      `knows a task that is ${stage}, and leaves it there`,
      async ({ store, settle }: TaskStoreSubject) => {
        const row = await live(store, QUEUED, steps);
        expect(await store.add([QUEUED])).toEqual(['known']);
        expect(await rowOf(store, QUEUED)).toEqual(row);
        await settle();
        expect(await store.countOpen({ labourerId: LABOURER, range: {} })).toBe(0);
      },
    ]),
  ),

  async 'takes the first of equal ids in one call'({ store }) {
    const [first, second] = [aTask('same', { payload: '{"n":1}' }), aTask('same', { payload: '{"n":2}' })];
    expect(await store.add([first, second])).toEqual(['added', 'known']);
    expect(await store.get(first.taskId)).toEqual(first);
  },

  async 'adds a task once when several add it at once'({ store }) {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.add([QUEUED])));
    expect(outcomes.flat().filter((outcome) => outcome === 'added')).toHaveLength(1);
  },

  async 'adds nothing when nothing is given'({ store }) {
    expect(await store.add([])).toEqual([]);
  },
};

export const makingChanges: StoreRules = {
  ...Object.fromEntries(
    Object.entries(LIVES).map(([name, { before, change }]) => [
      `makes the change: ${name}`,
      async ({ store }: TaskStoreSubject) => {
        const row = await live(store, QUEUED, before);
        const transition = change(row);
        const [outcome] = await store.apply([transition]);
        expect(outcome).toEqual({ outcome: 'applied', before: row });
        expect(await store.get(row.taskId)).toEqual(transformed(row, transition));
      },
    ]),
  ),

  async 'lays the worker’s columns over those that the row has'({ store }) {
    const row = await live(store, QUEUED, [claimed, completed]);
    expect(row.extra).toEqual({ section: 'a', stat_rows: 7 });
  },

  async 'shows a task in the one place where it then stands'({ store, settle }) {
    await store.add(aQueue('other', 2));
    for (const [stage, steps] of Object.entries(INTO)) {
      const row = await live(store, aTask(`into-${stage}`, { greenfield: place(7) }), steps);
      expect(row.stage).toBe(stage);
      await settle();
      const pages = await Promise.all([
        store.retrying({ labourerId: LABOURER, limit: 10 }),
        store.closed({ labourerId: LABOURER, stage: 'done', limit: 10 }),
        store.closed({ labourerId: LABOURER, stage: 'dead', limit: 10 }),
        store.closed({ labourerId: LABOURER, stage: 'cancelled', limit: 10 }),
        store.open({ labourerId: LABOURER, range: {}, limit: 10 }),
      ]);
      const shown = pages.flatMap(({ tasks }) => tasks.filter((task) => task.taskId === row.taskId));
      expect(shown).toEqual([row]);
    }
  },

  async 'brings back to the queue what left it, without a trace elsewhere'({ store, settle }) {
    await live(store, aTask('redriven'), [claimed, died, redriven]);
    await live(store, aTask('requeued'), [claimed, failed, requeued]);
    await settle();
    expect(await store.countOpen({ labourerId: LABOURER, range: {} })).toBe(2);
    expect((await store.closed({ labourerId: LABOURER, stage: 'dead', limit: 10 })).tasks).toEqual([]);
    expect((await store.retrying({ labourerId: LABOURER, limit: 10 })).tasks).toEqual([]);
  },

  async 'leaves other tasks alone'({ store }) {
    const others = [aTask('u'), aTask('v', { labourerId: OTHER_LABOURER })];
    await store.add(others);
    await live(store, QUEUED, [claimed, failed, requeued, claimed, died, redriven]);
    for (const other of others) expect(await store.get(other.taskId)).toEqual(other);
  },

  async 'answers each change in its order, whatever became of the others'({ store }) {
    const [one, two, three] = aQueue('t', 3) as [Task, Task, Task];
    await store.add([one, three]);
    await must(store, claimed(three));
    const outcomes = await store.apply([claimed(three), claimed(two), claimed(one)]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['stale', 'missing', 'applied']);
  },

  async 'makes the first given of two changes to one task first'({ store }) {
    await store.add([QUEUED]);
    const running = transformed(QUEUED, claimed(QUEUED));
    const outcomes = await store.apply([claimed(QUEUED), done(running), claimed(QUEUED)]);
    expect(outcomes).toEqual([
      { outcome: 'applied', before: QUEUED },
      { outcome: 'applied', before: running },
      { outcome: 'stale', current: transformed(running, done(running)) },
    ]);
  },

  async 'changes nothing when nothing is given'({ store }) {
    expect(await store.apply([])).toEqual([]);
  },
};

/** What a decider may believe wrongly of a task that is claimed: the guard alone must stop the change. */
const WRONG_BELIEFS: Readonly<Record<string, Guard>> = {
  'another greenfield': { greenfield: place(1) },
  'another number of attempts': { attempts: 0 },
  'another slot': { slot: '1700002400.runtime-2' },
  'no slot': { slot: false },
  'that it is completed': { completed: true },
  'another life': { redrives: 1 },
};

export const staleChanges: StoreRules = {
  ...Object.fromEntries(
    Object.entries(WRONG_BELIEFS).map(([belief, guard]) => [
      `makes no change that was decided for ${belief}`,
      async ({ store }: TaskStoreSubject) => {
        const row = await live(store, QUEUED, [claimed]);
        expect(await store.apply([{ ...done(row), guard }])).toEqual([{ outcome: 'stale', current: row }]);
        expect(await store.get(row.taskId)).toEqual(row);
      },
    ]),
  ),

  async 'makes no change that was decided for a task not completed'({ store }) {
    const row = await live(store, QUEUED, [claimed, completed]);
    const again: Transition = { ...done(row), guard: { completed: false } };
    expect(await store.apply([again])).toEqual([{ outcome: 'stale', current: row }]);
    expect(await store.get(row.taskId)).toEqual(row);
  },

  ...Object.fromEntries(
    Object.entries(INTO).map(([stage, steps]) => [
      `makes no change for the queue of a task that is ${stage}, and shows it`,
      async ({ store }: TaskStoreSubject) => {
        const row = await live(store, QUEUED, steps);
        const unguarded: Transition = { ...claimed(QUEUED), guard: {} };
        expect(await store.apply([unguarded])).toEqual([{ outcome: 'stale', current: row }]);
        expect(await store.get(row.taskId)).toEqual(row);
      },
    ]),
  ),

  async 'makes no change for the wrong end of a closed task'({ store }) {
    const row = await live(store, QUEUED, [claimed, done]);
    const asIfDead: Transition = { ...redriven(row), from: 'dead' };
    expect(await store.apply([asIfDead])).toEqual([{ outcome: 'stale', current: row }]);
    expect(await store.get(row.taskId)).toEqual(row);
  },

  async 'misses a task that was never added, and makes no row of it'({ store }) {
    expect(await store.apply([done(transformed(QUEUED, claimed(QUEUED)))])).toEqual([{ outcome: 'missing' }]);
    expect(await store.get(QUEUED.taskId)).toBeUndefined();
    expect(await store.get(taskId('never'))).toBeUndefined();
  },

  async 'lets exactly one of two concurrent claims win'({ store }) {
    await store.add([QUEUED]);
    const slots = [SLOT, '1700002400.runtime-2'];
    const claims = slots.map((slot) => ({ ...claimed(QUEUED), set: { ...claimed(QUEUED).set, slot } }));
    const outcomes = (await Promise.all(claims.map((claim) => store.apply([claim])))).flat();
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'stale']);
    const winner = outcomes.findIndex(({ outcome }) => outcome === 'applied');
    expect((await rowOf(store, QUEUED)).slot).toBe(slots[winner]);
  },

  async 'lets exactly one of many rivals end a claim'({ store }) {
    const row = await live(store, QUEUED, [claimed]);
    const rivals = [done, died, failed, cancelled, done, died];
    const outcomes = (await Promise.all(rivals.map((rival) => store.apply([rival(row)])))).flat();
    expect(outcomes.filter(({ outcome }) => outcome === 'applied')).toEqual([{ outcome: 'applied', before: row }]);
    expect(outcomes.filter(({ outcome }) => outcome === 'stale')).toHaveLength(rivals.length - 1);
    expect(['done', 'dead', 'cancelled', 'retrying']).toContain((await rowOf(store, row)).stage);
  },

  async 'lets a claim win once although the queue gives the same place again'({ store }) {
    const first = await live(store, QUEUED, [claimed]);
    const late: Transition = claimed({ ...QUEUED, greenfield: aWindow(at(10)).invoked });
    expect(await store.apply([late])).toEqual([{ outcome: 'stale', current: first }]);
  },
};
