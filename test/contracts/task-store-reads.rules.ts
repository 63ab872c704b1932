/** What every TaskStore promises of reads: their order, their borders, and their pages. */

import { expect } from 'vitest';
import type { Page, PageKey } from '../../src/application/ports/task-store.js';
import type { Task } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import { complete, fail } from '../../src/domain/life.js';
import { aQueue, aTask, at, greenfield, jobId, LABOURER, NOW, OTHER_LABOURER, place } from '../support/a-task.js';
import { cancelled, claimed, completed, died, done, redriven, reported, type Step } from './lives.js';
import type { Rules } from './rules.js';
import type { TaskStoreSubject } from './task-store.contract.js';
import { live } from './task-store-changes.rules.js';

export type StoreRules = Rules<TaskStoreSubject>;

const ids = ({ tasks }: { readonly tasks: readonly Task[] }): string[] => tasks.map((task) => task.taskId);

/** More pages than any rule needs: paging that does not end is a fault, too. */
const PAGES_MAX = 50;

/** All tasks of a read, page by page. */
export async function allPages(read: (after: PageKey | undefined) => Promise<Page>): Promise<Task[]> {
  const tasks: Task[] = [];
  let after: PageKey | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await read(after);
    tasks.push(...page.tasks);
    if (page.next === undefined) return tasks;
    after = page.next;
  }
  throw new Error(`no end after ${PAGES_MAX} pages`);
}

export const paged = (after: PageKey | undefined) => (after === undefined ? {} : { after });

const failedUntil =
  (delay: number): Step =>
  (task) =>
    fail(task, { retryAfter: seconds(delay) }, { now: NOW, error: undefined, extra: {} });

const doneAt =
  (offset: number): Step =>
  (task) =>
    complete(task, { now: at(offset), extra: {}, archive: true });

export const openTasks: StoreRules = {
  async 'come lowest greenfield first, whatever their order of arrival'({ store, settle }) {
    const places = [5000, -2, 1000.5, 1000.25, 0, 2000];
    await store.add(places.map((value) => aTask(`at${value}`, { greenfield: greenfield(value) })));
    await settle();
    const page = await store.open({ labourerId: LABOURER, range: {}, limit: 10 });
    expect(page.tasks.map((task) => task.greenfield)).toEqual([-2, 0, 1000.25, 1000.5, 2000, 5000]);
    expect(page.next).toBeUndefined();
  },

  async 'come highest greenfield first when descending'({ store, settle }) {
    await store.add(aQueue('t', 4));
    await settle();
    expect(ids(await store.open({ labourerId: LABOURER, range: {}, limit: 2, descending: true }))).toEqual([
      't3',
      't2',
    ]);
  },

  async 'come as they stand, with every field'({ store, settle }) {
    const row = await live(store, aTask('t', { arn: 'a', jobId: jobId('j'), extra: { a: [1] } }), [claimed, completed]);
    await settle();
    expect((await store.open({ labourerId: LABOURER, range: {}, limit: 1 })).tasks).toEqual([row]);
  },

  async 'are those of the labourer only'({ store, settle }) {
    await store.add([aTask('mine'), aTask('theirs', { labourerId: OTHER_LABOURER })]);
    await settle();
    expect(ids(await store.open({ labourerId: OTHER_LABOURER, range: {}, limit: 10 }))).toEqual(['theirs']);
    expect(await store.countOpen({ labourerId: LABOURER, range: {} })).toBe(1);
  },

  async 'leave out the lower border of a range and hold the upper one'({ store, settle }) {
    await store.add(aQueue('t', 5));
    await settle();
    const inRange = (range: { above?: number; upTo?: number }) =>
      store.open({
        labourerId: LABOURER,
        range: {
          ...(range.above === undefined ? {} : { above: place(range.above) }),
          ...(range.upTo === undefined ? {} : { upTo: place(range.upTo) }),
        },
        limit: 10,
      });
    expect(ids(await inRange({ above: 2 }))).toEqual(['t2', 't3', 't4']);
    expect(ids(await inRange({ upTo: 2 }))).toEqual(['t0', 't1']);
    expect(ids(await inRange({ above: 1, upTo: 4 }))).toEqual(['t1', 't2', 't3']);
    expect(ids(await inRange({ above: 3, upTo: 3 }))).toEqual([]);
  },

  async 'are told apart by whether they are completed'({ store, settle }) {
    await live(store, aTask('running'), [claimed]);
    await live(store, aTask('completed'), [claimed, completed]);
    await settle();
    const claimedOnly = { above: greenfield(NOW) };
    const read = async (query: { completed?: boolean }) => {
      const page = await store.open({ labourerId: LABOURER, range: claimedOnly, ...query, limit: 10 });
      expect(await store.countOpen({ labourerId: LABOURER, range: claimedOnly, ...query })).toBe(page.tasks.length);
      return ids(page).sort();
    };
    expect(await read({})).toEqual(['completed', 'running']);
    expect(await read({ completed: true })).toEqual(['completed']);
    expect(await read({ completed: false })).toEqual(['running']);
  },

  async 'are counted as they are read, in every range'({ store, settle }) {
    await store.add(aQueue('t', 7));
    await live(store, aTask('u'), [claimed]);
    await settle();
    for (const range of [{}, { upTo: place(3) }, { above: place(3) }, { above: place(2), upTo: place(6) }]) {
      const { tasks } = await store.open({ labourerId: LABOURER, range, limit: 100 });
      expect(await store.countOpen({ labourerId: LABOURER, range })).toBe(tasks.length);
    }
    expect(await store.countOpen({ labourerId: LABOURER, range: { upTo: greenfield(NOW) } })).toBe(7);
  },

  async 'come page by page, each once, equal greenfields too'({ store, settle }) {
    const places = [1, 1, 1, 2, 3, 3, 3, 3, 4];
    await store.add(places.map((position, index) => aTask(`t${index}`, { greenfield: place(position) })));
    await settle();
    for (const descending of [false, true]) {
      const query = { labourerId: LABOURER, range: { upTo: place(3) }, descending };
      const all = ids(await store.open({ ...query, limit: 100 }));
      expect(all).toHaveLength(8);
      for (const limit of [1, 2, 3, 7, 8]) {
        const tasks = await allPages((after) => store.open({ ...query, limit, ...paged(after) }));
        expect(ids({ tasks })).toEqual(all);
      }
    }
  },

  async 'come on behind a page whose tasks have left'({ store, settle }) {
    const queue = aQueue('t', 5);
    await store.add(queue);
    await settle();
    const first = await store.open({ labourerId: LABOURER, range: {}, limit: 2 });
    await store.apply(first.tasks.map(cancelled));
    await settle();
    const second = await store.open({ labourerId: LABOURER, range: {}, limit: 2, ...paged(first.next) });
    expect(ids(second)).toEqual(['t2', 't3']);
  },

  async 'are none for a labourer without tasks'({ store }) {
    expect(await store.open({ labourerId: LABOURER, range: {}, limit: 10 })).toEqual({ tasks: [] });
    expect(await store.countOpen({ labourerId: LABOURER, range: {}, completed: false })).toBe(0);
  },
};

export const retryingTasks: StoreRules = {
  async 'come earliest first, those due at the instant included'({ store, settle }) {
    for (const delay of [30, 10, 20]) await live(store, aTask(`in${delay}`), [claimed, failedUntil(delay)]);
    await live(store, aTask('theirs', { labourerId: OTHER_LABOURER }), [claimed, failedUntil(5)]);
    await settle();
    expect(ids(await store.retrying({ labourerId: LABOURER, limit: 10 }))).toEqual(['in10', 'in20', 'in30']);
    expect(ids(await store.retrying({ labourerId: LABOURER, dueBy: at(20), limit: 10 }))).toEqual(['in10', 'in20']);
    expect(ids(await store.retrying({ labourerId: LABOURER, dueBy: at(9), limit: 10 }))).toEqual([]);
  },

  async 'come page by page, each once, of equal instants too'({ store, settle }) {
    for (const [index, delay] of [10, 10, 20, 20, 20].entries()) {
      await live(store, aTask(`t${index}`), [claimed, failedUntil(delay)]);
    }
    await settle();
    const all = ids(await store.retrying({ labourerId: LABOURER, limit: 100 }));
    expect(all).toHaveLength(5);
    for (const limit of [1, 2, 4]) {
      const query = { labourerId: LABOURER, dueBy: at(20), limit };
      const tasks = await allPages((after) => store.retrying({ ...query, ...paged(after) }));
      expect(ids({ tasks })).toEqual(all);
    }
  },
};

export const closedTasks: StoreRules = {
  async 'come newest first, each end for itself'({ store, settle }) {
    for (const offset of [20, 40, 30]) await live(store, aTask(`at${offset}`), [claimed, doneAt(offset)]);
    await live(store, aTask('dead'), [claimed, died]);
    await live(store, aTask('cancelled'), [cancelled]);
    await live(store, aTask('theirs', { labourerId: OTHER_LABOURER }), [claimed, doneAt(50)]);
    await settle();
    const read = async (stage: 'done' | 'dead' | 'cancelled') =>
      ids(await store.closed({ labourerId: LABOURER, stage, limit: 10 }));
    expect(await read('done')).toEqual(['at40', 'at30', 'at20']);
    expect(await read('dead')).toEqual(['dead']);
    expect(await read('cancelled')).toEqual(['cancelled']);
  },

  async 'come page by page, each once, of equal instants too'({ store, settle }) {
    for (const [index, offset] of [10, 10, 20, 20, 20].entries()) {
      await live(store, aTask(`t${index}`), [claimed, doneAt(offset)]);
    }
    await settle();
    const query = { labourerId: LABOURER, stage: 'done' as const };
    const all = ids(await store.closed({ ...query, limit: 100 }));
    expect(all).toHaveLength(5);
    for (const limit of [1, 2, 4]) {
      expect(ids({ tasks: await allPages((after) => store.closed({ ...query, limit, ...paged(after) })) })).toEqual(
        all,
      );
    }
  },

  async 'are unreported while they are dead and nobody has confirmed it'({ store, settle }) {
    const unreported = async (limit = 10) => {
      await settle();
      return ids({ tasks: await store.unreported({ labourerId: LABOURER, limit }) }).sort();
    };
    for (const id of ['a', 'b', 'c']) await live(store, aTask(id), [claimed, died]);
    await live(store, aTask('theirs', { labourerId: OTHER_LABOURER }), [claimed, died]);
    await live(store, aTask('done'), [claimed, done]);
    await live(store, aTask('cancelled'), [cancelled]);
    expect(await unreported()).toEqual(['a', 'b', 'c']);
    expect(await unreported(2)).toHaveLength(2);
    await live(store, aTask('d'), [claimed, died, reported]);
    await live(store, aTask('e'), [claimed, died, redriven]);
    expect(await unreported()).toEqual(['a', 'b', 'c']);
  },
};
