/** The contract of the task store notices the faults that matter: each of these stores breaks one promise, and the rule that says it. */

import { expect, it } from 'vitest';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { AddOutcome, ApplyOutcome, OpenQuery, Page, TaskStore } from '../../src/application/ports/task-store.js';
import type { Task } from '../../src/domain/task.js';
import { guardHolds, type Transition } from '../../src/domain/transition.js';
import { brokenRules } from './rules.js';
import { TASK_STORE_CONTRACT } from './task-store.contract.js';

const brokenBy = (Store: new () => TaskStore) =>
  brokenRules(TASK_STORE_CONTRACT, async () => ({
    store: new Store(),
    settle: async () => {},
    dispose: async () => {},
  }));

class GuardsIgnored extends MemoryTaskStore {
  override apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    return super.apply(transitions.map((transition) => ({ ...transition, guard: {} })));
  }
}

/** Looks at the row, and writes later whatever it then is: what a store does that has no conditional write. */
class LookedThenWritten extends MemoryTaskStore {
  override apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    return Promise.all(transitions.map((transition) => this.#apply(transition)));
  }

  async #apply(transition: Transition): Promise<ApplyOutcome> {
    const row = await this.get(transition.taskId);
    if (row === undefined) return { outcome: 'missing' };
    if (!guardHolds(row, transition)) return { outcome: 'stale', current: row };
    for (;;) {
      const from = (await this.get(transition.taskId))?.stage ?? transition.from;
      const [outcome] = await super.apply([{ ...transition, from, guard: {} }]);
      if (outcome?.outcome === 'applied') return outcome;
    }
  }
}

class PagesWithoutEnd extends MemoryTaskStore {
  override async open(query: OpenQuery & { limit: number }): Promise<Page> {
    const { tasks } = await super.open({ ...query, limit: query.limit });
    return { tasks, next: 'more' };
  }
}

class UpperBorderLeftOut extends MemoryTaskStore {
  override async open(query: Parameters<TaskStore['open']>[0]): Promise<Page> {
    const page = await super.open(query);
    return { ...page, tasks: page.tasks.filter((task) => task.greenfield !== query.range.upTo) };
  }
}

/** Knows only what is open, as a table does from which rows are deleted. */
class ForgetsWhatLeft extends MemoryTaskStore {
  override async add(tasks: readonly Task[]): Promise<readonly AddOutcome[]> {
    const before = await Promise.all(tasks.map(({ taskId }) => this.get(taskId)));
    const outcomes = await super.add(tasks);
    return outcomes.map((outcome, index) => ((before[index]?.stage ?? 'open') === 'open' ? outcome : 'added'));
  }
}

class OldestClosedFirst extends MemoryTaskStore {
  override async closed(query: Parameters<TaskStore['closed']>[0]): Promise<Page> {
    const page = await super.closed({ ...query, limit: 1000 });
    return { tasks: page.tasks.toReversed().slice(0, query.limit) };
  }
}

class KnownTasksCounted extends MemoryTaskStore {
  #known = 0;
  override async add(tasks: readonly Task[]) {
    const outcomes = await super.add(tasks);
    this.#known += outcomes.filter((outcome) => outcome === 'known').length;
    return outcomes;
  }
  override async progress(jobId: NonNullable<Task['jobId']>) {
    const progress = await super.progress(jobId);
    if (progress === undefined) return undefined;
    return { ...progress, stages: { ...progress.stages, open: progress.stages.open + this.#known } };
  }
}

class IndexBehind extends LaggingTaskStore {
  constructor() {
    super(new MemoryTaskStore(), () => 1);
  }
}

const FAULTS: readonly [store: new () => TaskStore, broken: string][] = [
  [GuardsIgnored, 'lets exactly one of two concurrent claims win'],
  [GuardsIgnored, 'makes no change that was decided for another slot'],
  [GuardsIgnored, 'makes no change that was decided for another number of attempts'],
  [LookedThenWritten, 'lets exactly one of many rivals end a claim'],
  [PagesWithoutEnd, 'come page by page, each once, equal greenfields too'],
  [UpperBorderLeftOut, 'leave out the lower border of a range and hold the upper one'],
  [ForgetsWhatLeft, 'knows a task that is done, and leaves it there'],
  [OldestClosedFirst, 'come newest first, each end for itself'],
  [KnownTasksCounted, 'count nothing twice: known tasks, and changes that were not made'],
  [IndexBehind, 'come as they stand, with every field'],
];

for (const [Store, broken] of FAULTS) {
  it(`${Store.name} breaks the rule: ${broken}`, async () => {
    const rules = await brokenBy(Store);
    expect(rules.map((rule) => rule.slice(rule.indexOf(': ') + 2))).toContain(broken);
  });
}

it('has no rule that a right store breaks', async () => {
  expect(await brokenBy(MemoryTaskStore)).toEqual([]);
});
