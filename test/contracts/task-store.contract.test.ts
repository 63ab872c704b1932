/** The contract of the task store notices the faults that matter: each of these stores breaks one promise, and the rule that says it. */

import { expect, it } from 'vitest';
import { LaggingTaskStore } from '../../src/adapters/memory/lagging-task-store.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { ApplyOutcome, OpenQuery, Page, TaskStore } from '../../src/application/ports/task-store.js';
import type { Task } from '../../src/domain/task.js';
import type { Transition } from '../../src/domain/transition.js';
import { brokenRules } from './rules.js';
import { TASK_STORE_CONTRACT } from './task-store.contract.js';

const brokenBy = (open: () => TaskStore) =>
  brokenRules(TASK_STORE_CONTRACT, async () => ({ store: open(), settle: async () => {}, dispose: async () => {} }));

class GuardsIgnored extends MemoryTaskStore {
  override apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    return super.apply(transitions.map((transition) => ({ ...transition, guard: {} })));
  }
}

/** Looks at the row, and writes later: what two processes do that have no conditional write. */
class LookedThenWritten extends MemoryTaskStore {
  override async apply(transitions: readonly Transition[]): Promise<readonly ApplyOutcome[]> {
    const rows = await Promise.all(transitions.map(({ taskId }) => this.get(taskId)));
    await Promise.resolve();
    const unguarded = transitions.map((transition, index) => ({
      ...transition,
      from: rows[index]?.stage ?? transition.from,
      guard: {},
    }));
    return super.apply(unguarded);
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
  #left = new Map<string, Task>();
  override async add(tasks: readonly Task[]) {
    const outcomes = [];
    for (const task of tasks) {
      const row = await this.get(task.taskId);
      if (row !== undefined && row.stage !== 'open') this.#left.set(task.taskId, task);
      outcomes.push(...(this.#left.has(task.taskId) ? (['added'] as const) : await super.add([task])));
    }
    return outcomes;
  }
  override async get(taskId: Task['taskId']) {
    return this.#left.get(taskId) ?? super.get(taskId);
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

const FAULTS: readonly [open: () => TaskStore, broken: string][] = [
  [() => new GuardsIgnored(), 'lets exactly one of two concurrent claims win'],
  [() => new GuardsIgnored(), 'makes no change that was decided for another slot'],
  [() => new GuardsIgnored(), 'makes no change that was decided for another number of attempts'],
  [() => new LookedThenWritten(), 'lets exactly one of many rivals end a claim'],
  [() => new PagesWithoutEnd(), 'come page by page, each once, equal greenfields too'],
  [() => new UpperBorderLeftOut(), 'leave out the lower border of a range and hold the upper one'],
  [() => new ForgetsWhatLeft(), 'knows a task that is done, and leaves it there'],
  [() => new OldestClosedFirst(), 'come newest first, each end for itself'],
  [() => new KnownTasksCounted(), 'count nothing twice: known tasks, and changes that were not made'],
  [() => new LaggingTaskStore(new MemoryTaskStore(), () => 1), 'come as they stand, with every field'],
];

it.each(FAULTS)('%s breaks the rule: %s', async (open, broken) => {
  const rules = await brokenBy(open);
  expect(rules.map((rule) => rule.slice(rule.indexOf(': ') + 2))).toContain(broken);
});

it('has no rule that a right store breaks', async () => {
  expect(await brokenBy(() => new MemoryTaskStore())).toEqual([]);
});
