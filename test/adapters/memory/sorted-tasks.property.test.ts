import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedTasks } from '../../../src/adapters/memory/sorted-tasks.js';
import { greenfield, type Greenfield } from '../../../src/domain/greenfield.js';
import type { Task } from '../../../src/domain/task.js';
import { aTask } from '../../support/a-task.js';

/** Enough tasks at few places that arrays are split, emptied, and hold equal places. */
const tasks = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 99_999 }), place: fc.integer({ min: 0, max: 50 }) }), {
    selector: ({ id }) => id,
    minLength: 0,
    maxLength: 2500,
    size: 'max',
  })
  .map((rows) => rows.map(({ id, place }) => aTask(`t${id}`, { greenfield: greenfield(place) })));
const bound = fc.option(fc.integer({ min: -1, max: 51 }).map(greenfield), { nil: undefined });

const inOrder = (all: readonly Task[]): Task[] =>
  all.toSorted((one, other) => one.greenfield - other.greenfield || (one.taskId < other.taskId ? -1 : 1));

const isOdd = ({ taskId }: Task): boolean => Number(taskId.slice(1)) % 2 === 1;

function read(
  sorted: SortedTasks,
  query: {
    above?: Greenfield | undefined;
    upTo?: Greenfield | undefined;
    limit: number;
    descending: boolean;
    chosen?: typeof isOdd | undefined;
  },
): Task[] {
  const found: Task[] = [];
  let after: string | undefined;
  do {
    const page = sorted.page({ ...query, after });
    expect(page.tasks.length).toBeLessThanOrEqual(query.limit);
    found.push(...page.tasks);
    after = page.next;
  } while (after !== undefined);
  return found;
}

describe('sorted tasks', () => {
  it('give the pages and counts that sorting all of them would give, after any insertions and removals', () => {
    const query = fc.record({
      above: bound,
      upTo: bound,
      limit: fc.integer({ min: 1, max: 400 }),
      descending: fc.boolean(),
      chosen: fc.option(fc.constant(isOdd), { nil: undefined }),
    });
    fc.assert(
      fc.property(tasks, fc.nat({ max: 100 }), query, (all, removedPercent, asked) => {
        const sorted = new SortedTasks();
        for (const task of all) sorted.insert(task);
        const removed = all.slice(0, Math.floor((all.length * removedPercent) / 100));
        for (const task of removed) sorted.remove(task);
        const left = inOrder(all.slice(removed.length));
        const { above = -2, upTo = 52, descending, chosen = () => true } = asked;
        const expected = left.filter((task) => task.greenfield > above && task.greenfield <= upTo && chosen(task));

        expect(sorted.size).toBe(left.length);
        expect(sorted.first()).toBe(left[0]);
        expect(sorted.count(asked, asked.chosen)).toBe(expected.length);
        expect(read(sorted, asked)).toEqual(descending ? expected.toReversed() : expected);
      }),
      { numRuns: 60 },
    );
  });
});
