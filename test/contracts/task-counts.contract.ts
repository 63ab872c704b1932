/** What every TaskCounts promises: after whatever happened, what a recount of all tasks and changes would give. */

import fc from 'fast-check';
import { expect } from 'vitest';
import type { CountedChange, LabourerCounts, TaskCounts } from '../../src/application/ports/task-counts.js';
import type { TaskStore } from '../../src/application/ports/task-store.js';
import type { LabourerId } from '../../src/domain/ids.js';
import {
  archive,
  bury,
  confirmReport,
  expire,
  freeSlot,
  interrupt,
  noteFailure,
  release,
} from '../../src/domain/life.js';
import type { Task, TaskStage } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { aTask, at, jobId, LABOURER, labourerId, OTHER_LABOURER, place } from '../support/a-task.js';
import {
  cancelled,
  claimed,
  completed,
  died,
  done,
  failed,
  QUEUED,
  redriven,
  requeued,
  SLOT,
  type Step,
} from './lives.js';
import { type Contract, describeContract, type Open } from './rules.js';

export interface TaskCountsSubject {
  readonly store: TaskStore;
  readonly counts: TaskCounts;
}

const NONE: Readonly<Record<TaskStage, number>> = { open: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };

const error = { name: 'Error', message: 'no' };

/** A change of every kind, made whatever the row is: many of them are not applied, and those must not count. */
const STEPS: readonly Step[] = [
  claimed,
  completed,
  done,
  failed,
  died,
  cancelled,
  requeued,
  redriven,
  confirmReport,
  () => release(QUEUED, SLOT),
  (task) => interrupt(task, place(0)),
  (task) => archive(task, at(40)),
  (task) => expire(task, { retryAfter: seconds(60) }, at(1300)),
  (task) => expire(task, 'dead', at(1300)),
  (task) => noteFailure(task, { error, extra: {} }),
  (task) => bury(task, at(5), error),
  (task) => freeSlot(task, {}),
];

const TASKS = Array.from({ length: 6 }, (_, index) =>
  aTask(`t${index}`, {
    labourerId: index % 2 === 0 ? LABOURER : OTHER_LABOURER,
    ...(index < 4 ? { jobId: jobId('j') } : {}),
  }),
);

const actions = fc.array(
  fc.record({ task: fc.constantFrom(...TASKS), step: fc.option(fc.constantFrom(...STEPS), { nil: undefined }) }),
  { minLength: 100, maxLength: 100 },
);

/** What was confirmed, counted as it is told. */
class Recount {
  readonly #changes = new Map<LabourerId, Partial<Record<CountedChange, number>>>();

  add(of: LabourerId, change: CountedChange): void {
    const changes = this.#changes.get(of) ?? {};
    this.#changes.set(of, { ...changes, [change]: (changes[change] ?? 0) + 1 });
  }

  async of(labourer: LabourerId, store: TaskStore): Promise<LabourerCounts> {
    const stages = { ...NONE };
    for (const { taskId } of TASKS.filter((task) => task.labourerId === labourer)) {
      const task = await store.get(taskId);
      if (task !== undefined) stages[task.stage] += 1;
    }
    return { stages, changes: this.#changes.get(labourer) ?? {} };
  }
}

async function happens(store: TaskStore, task: Task, step: Step | undefined, recount: Recount): Promise<void> {
  const row = await store.get(task.taskId);
  if (step === undefined || row === undefined) {
    const [outcome] = await store.add([task]);
    if (outcome === 'added') recount.add(task.labourerId, 'add');
    return;
  }
  const transition = step(row);
  const [outcome] = await store.apply([transition]);
  if (outcome?.outcome === 'applied') recount.add(row.labourerId, transition.name);
}

const TASK_COUNTS_CONTRACT: Contract<TaskCountsSubject> = {
  counts: {
    async 'are what a recount gives, after any history of additions and changes'({ store, counts }) {
      const [history] = fc.sample(actions, 1);
      const recount = new Recount();
      for (const { task, step } of history ?? []) await happens(store, task, step, recount);
      const both = [LABOURER, OTHER_LABOURER];
      const expected = await Promise.all(both.map((labourer) => recount.of(labourer, store)));
      expect(await counts.counts(both)).toEqual(expected);
    },

    async 'are those of changes that were committed together, one by one'({ store, counts }) {
      await store.add([...TASKS, ...TASKS]);
      await Promise.all([store.apply(TASKS.map(claimed)), store.apply(TASKS.map(claimed))]);
      expect(await counts.counts([LABOURER])).toEqual([
        { stages: { ...NONE, open: 3 }, changes: { add: 3, claim: 3 } },
      ]);
    },

    async 'come in the order asked for, zeros for a labourer that never had a task'({ store, counts }) {
      await store.add([aTask('t')]);
      const one = { stages: { ...NONE, open: 1 }, changes: { add: 1 } };
      const none = { stages: NONE, changes: {} };
      expect(await counts.counts([OTHER_LABOURER, LABOURER, labourerId('"quoted"')])).toEqual([none, one, none]);
      expect(await counts.counts([])).toEqual([]);
    },
  },
};

export const taskCountsContract = (name: string, open: Open<TaskCountsSubject>): void =>
  describeContract(`TaskCounts: ${name}`, TASK_COUNTS_CONTRACT, open);
