/** What every TaskSearch promises: all that a filter asks for and nothing else, page by page, each task once. */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Labourers } from '../../src/application/labourers.js';
import type { PageKey, TaskStore } from '../../src/application/ports/task-store.js';
import type { SearchQuery, TaskFilter, TaskOrder, TaskSearch } from '../../src/application/ports/task-search.js';
import { matches } from '../../src/application/task-filter.js';
import { UNHEARD } from '../../src/domain/error-group.js';
import type { InvocationWindow } from '../../src/domain/greenfield.js';
import { type LabourerId, taskIdOfRow } from '../../src/domain/ids.js';
import { expire, fail } from '../../src/domain/life.js';
import { DEFAULT_TASK_SETTINGS, windowOf } from '../../src/domain/labourer.js';
import type { Task, TaskState } from '../../src/domain/task.js';
import { type Seconds, seconds } from '../../src/domain/time.js';
import { aLabourer } from '../support/a-labourer.js';
import { aTask, at, jobId, LABOURER, NOW, OTHER_LABOURER } from '../support/a-task.js';
import { cancelled, claimed, completed, died, done, failed, redriven, requeued, type Step } from './lives.js';
import { type Contract, describeContract, type Open } from './rules.js';
import { live } from './task-store-changes.rules.js';

export interface TaskSearchSubject {
  /** What is searched. Its labourers are `SEARCHED_LABOURERS`, with `DEFAULT_TASK_SETTINGS`. */
  readonly store: TaskStore;
  readonly search: TaskSearch;
  /** Waits until reads that may be stale show what was written. */
  settle(): Promise<void>;
}

const CONFIGURED = [
  aLabourer(LABOURER),
  aLabourer(OTHER_LABOURER, { duration: seconds(5), cooldown: seconds(5) }),
] as const;

/** The labourers of the subject's tasks: attempts of the second have expired after ten seconds. */
export const SEARCHED_LABOURERS: Labourers = {
  all: () => CONFIGURED,
  find: (id) => CONFIGURED.find((labourer) => labourer.id === id),
  of: (id) => CONFIGURED.find((labourer) => labourer.id === id) ?? aLabourer(id),
};

/** The instant of all searches: twenty seconds after the claims of `claimed`. */
const THEN = at(30);
const windowThen = (labourerId: LabourerId): InvocationWindow =>
  windowOf(SEARCHED_LABOURERS.of(labourerId), DEFAULT_TASK_SETTINGS, THEN);

/** Searches may end their pages early; one that does not end at all is a fault. */
const PAGES_MAX = 2000;

async function allFound(search: TaskSearch, query: Omit<SearchQuery, 'now' | 'after'>): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  let after: PageKey | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await search.find({ ...query, now: THEN, ...(after === undefined ? {} : { after }) });
    expect(page.tasks.length).toBeLessThanOrEqual(query.limit);
    expect(page.examined).toBeGreaterThanOrEqual(page.tasks.length);
    tasks.push(...page.tasks);
    if (page.next === undefined) return tasks;
    after = page.next;
  }
  throw new Error(`no end after ${PAGES_MAX} pages`);
}

async function idsOf(search: TaskSearch, filter: TaskFilter): Promise<readonly string[]> {
  return (await allFound(search, { filter, limit: 100 })).map(({ taskId }) => taskId).sort();
}

/** A task of a job, as the Scheduler makes its id. */
const rowOfJob = (job: string, row: number, details: Partial<Task> = {}): Task =>
  aTask(taskIdOfRow(createHash('sha256').update(job).digest('hex'), row), { jobId: jobId(job), ...details });

/** A life that leads to each state. */
const TO: Readonly<Record<TaskState, readonly Step[]>> = {
  queued: [],
  invoked: [claimed],
  expired: [claimed],
  completed: [claimed, completed],
  retrying: [claimed, failed],
  done: [claimed, done],
  dead: [claimed, died],
  cancelled: [cancelled],
};
const STATES = Object.keys(TO) as TaskState[];
const LIVES_OF_TASKS: readonly (readonly Step[])[] = [
  ...Object.values(TO),
  [claimed, failed, requeued],
  [claimed, failed, requeued, claimed, died, redriven],
];

/** One task in each state, named by it. */
async function oneInEachState(store: TaskStore): Promise<void> {
  for (const state of STATES) {
    const labourerId = state === 'expired' ? OTHER_LABOURER : LABOURER;
    await live(store, aTask(`in-${state}`, { labourerId }), TO[state]);
  }
}

const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
const offsets = fc.integer({ min: -3, max: 50 }).map(at);
const TEXTS = ['needle', 'NEEDLE', 'Time', '100%', 'a_b', '"', '\\', 'é', 'É', 't1', '', 'nowhere'];

const lives = fc.record({
  labourerId: fc.constantFrom(LABOURER, OTHER_LABOURER),
  steps: fc.constantFrom(...LIVES_OF_TASKS),
  job: optional(fc.constantFrom('one', 'two')),
  createdAt: fc.integer({ min: -3, max: 8 }).map(at),
  payload: fc.constantFrom(
    '{"word":"Needle"}',
    '{"word":"hay"}',
    '{"rate":"100%"}',
    '{"a_b":"É \\" é"}',
    '{"axb":1000}',
  ),
});
type LifeOf = typeof lives extends fc.Arbitrary<infer Value> ? Value : never;

const filters: fc.Arbitrary<TaskFilter> = fc
  .record({
    labourerIds: optional(fc.subarray([LABOURER, OTHER_LABOURER], { minLength: 1 })),
    jobId: optional(fc.constantFrom('one', 'two', 'none').map(jobId)),
    states: optional(fc.subarray(STATES)),
    text: optional(fc.constantFrom(...TEXTS)),
    errorGroup: optional(fc.constantFrom('TimeoutError: the host did not answer', UNHEARD, 'none')),
    createdFrom: optional(offsets),
    createdBefore: optional(offsets),
    closedFrom: optional(offsets),
    closedBefore: optional(offsets),
    attemptsFrom: optional(fc.integer({ min: 0, max: 3 })),
    attemptsUpTo: optional(fc.integer({ min: 0, max: 3 })),
  })
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));

/** Tasks that have lived so; their number is part of their names. */
async function tasksOfLives(store: TaskStore, of: readonly LifeOf[]): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  for (const [index, { steps, job, ...details }] of of.entries()) {
    const task = job === undefined ? aTask(`t${index}`, details) : rowOfJob(job, index, details);
    tasks.push(await live(store, task, steps));
  }
  return tasks;
}

const found = (tasks: readonly Task[]) =>
  [...tasks].sort((one, other) => (one.taskId < other.taskId ? -1 : 1)).map((task) => ({ ...task }));

const ORDERS: readonly TaskOrder[] = ['newest', 'oldest', 'attempts'];
const RANK: Readonly<Record<TaskOrder, (task: Task) => number>> = {
  newest: ({ createdAt }) => -createdAt,
  oldest: ({ createdAt }) => createdAt,
  attempts: ({ attempts }) => -attempts,
};

function inOrder(tasks: readonly Task[], order: TaskOrder): readonly Task[] {
  const rank = RANK[order];
  return [...tasks].sort((one, other) => rank(one) - rank(other) || (one.taskId < other.taskId ? -1 : 1));
}

const TASK_SEARCH_CONTRACT: Contract<TaskSearchSubject> = {
  'what is found': {
    async 'is every task where nothing is asked for, as it stands'({ store, search, settle }) {
      await oneInEachState(store);
      await settle();
      const tasks = await allFound(search, { filter: {}, limit: 100 });
      expect(tasks).toHaveLength(STATES.length);
      for (const task of tasks) expect(task).toEqual(await store.get(task.taskId));
    },

    async 'stands in one of the states at the instant of the search'({ store, search, settle }) {
      await oneInEachState(store);
      await settle();
      for (const state of STATES) expect(await idsOf(search, { states: [state] })).toEqual([`in-${state}`]);
      expect(await idsOf(search, { states: ['dead', 'queued'] })).toEqual(['in-dead', 'in-queued']);
      expect(await idsOf(search, { states: [] })).toHaveLength(STATES.length);
    },

    async 'is of one of the labourers, and nobody’s of an empty list'({ store, search, settle }) {
      await oneInEachState(store);
      await settle();
      expect(await idsOf(search, { labourerIds: [OTHER_LABOURER] })).toEqual(['in-expired']);
      expect(await idsOf(search, { labourerIds: [LABOURER], states: ['expired', 'done'] })).toEqual(['in-done']);
      expect(await idsOf(search, { labourerIds: [] })).toEqual([]);
    },

    async 'is of the job, in whatever state'({ store, search, settle }) {
      const ids: string[] = [];
      for (const [row, state] of STATES.entries()) {
        ids.push((await live(store, rowOfJob('one', row), TO[state])).taskId);
      }
      await store.add([rowOfJob('two', 0), aTask('alone')]);
      await settle();
      expect(await idsOf(search, { jobId: jobId('one') })).toEqual(ids.sort());
      expect(await idsOf(search, { jobId: jobId('one'), states: ['dead'] })).toHaveLength(1);
      expect(await idsOf(search, { jobId: jobId('none') })).toEqual([]);
    },

    async 'holds the text in its id, its payload or its last error, whatever its case'({ store, search, settle }) {
      await live(store, aTask('in-the-payload', { payload: '{"city":"Lisbon"}' }), [claimed, done]);
      await live(store, aTask('in-the-error'), [claimed, died]);
      await live(store, aTask('waits', { payload: '{"host":1}' }), []);
      await settle();
      expect(await idsOf(search, { text: 'LISBON' })).toEqual(['in-the-payload']);
      expect(await idsOf(search, { text: '-THE-' })).toEqual(['in-the-error', 'in-the-payload']);
      expect(await idsOf(search, { text: 'timeouterror' })).toEqual(['in-the-error']);
      expect(await idsOf(search, { text: 'host' })).toEqual(['in-the-error', 'waits']);
      expect(await idsOf(search, { text: 'waits' })).toEqual(['waits']);
      expect(await idsOf(search, { text: 'porto' })).toEqual([]);
    },

    async 'holds the text as it is: no character of it stands for others'({ store, search, settle }) {
      const payloads = ['{"a":"50%"}', '{"a":"50 of"}', '{"a_b":1}', '{"axb":1}', '{"a":"*"}', '{"a":"É"}'];
      await store.add(payloads.map((payload, index) => aTask(`t${index}`, { payload })));
      await settle();
      expect(await idsOf(search, { text: '50%' })).toEqual(['t0']);
      expect(await idsOf(search, { text: 'a_b' })).toEqual(['t2']);
      expect(await idsOf(search, { text: '*' })).toEqual(['t4']);
      expect(await idsOf(search, { text: 'É' })).toEqual(['t5']);
      expect(await idsOf(search, { text: 'é' })).toEqual([]);
    },

    async 'is of the error’s group exactly; of those without an error, whose attempt had its time'({
      store,
      search,
      settle,
    }) {
      const message = (host: string) => `TimeoutError: ${host} did not answer`;
      const diedOf = (text: string, name = 'TimeoutError'): Step[] => [
        claimed,
        (task) => fail(task, 'dead', { now: at(20), error: { name, message: text }, extra: {} }),
      ];
      const expired = (ending: 'dead' | { readonly retryAfter: Seconds }): Step[] => [
        claimed,
        (task) => expire(task, ending, at(20)),
      ];
      await live(store, aTask('one'), diedOf('host-1 did not answer'));
      await live(store, aTask('another'), diedOf('host-27 did\n not answer'));
      await live(store, aTask('longer'), diedOf('host-1 did not answer in 5 s'));
      await live(store, aTask('of-another-name'), diedOf('host-1 did not answer', 'Error'));
      await live(store, aTask('unheard'), expired('dead'));
      await live(store, aTask('waits-unheard'), expired({ retryAfter: seconds(60) }));
      await live(store, aTask('well'), [claimed, done]);
      await live(store, aTask('new'), []);
      await settle();
      expect(await idsOf(search, { errorGroup: message('host-…') })).toEqual(['another', 'one']);
      expect(await idsOf(search, { errorGroup: message('host-1') })).toEqual([]);
      expect(await idsOf(search, { errorGroup: UNHEARD })).toEqual(['unheard', 'waits-unheard']);
      expect(await idsOf(search, { errorGroup: UNHEARD, states: ['dead'] })).toEqual(['unheard']);
    },

    async 'was created and closed within the borders, the lower ones included'({ store, search, settle }) {
      for (const offset of [1, 2, 3]) await store.add([aTask(`t${offset}`, { createdAt: at(offset) })]);
      await live(store, aTask('closed', { createdAt: at(2) }), [claimed, done]);
      await settle();
      expect(await idsOf(search, { createdFrom: at(2) })).toEqual(['closed', 't2', 't3']);
      expect(await idsOf(search, { createdBefore: at(2) })).toEqual(['t1']);
      expect(await idsOf(search, { createdFrom: at(2), createdBefore: at(2) })).toEqual([]);
      expect(await idsOf(search, { closedFrom: at(20) })).toEqual(['closed']);
      expect(await idsOf(search, { closedFrom: at(21) })).toEqual([]);
      expect(await idsOf(search, { closedBefore: at(20) })).toEqual([]);
      expect(await idsOf(search, { closedBefore: at(21) })).toEqual(['closed']);
    },

    async 'has had so many attempts, over all its lives'({ store, search, settle }) {
      await live(store, aTask('never'), []);
      await live(store, aTask('once'), [claimed]);
      await live(store, aTask('twice'), [claimed, died, redriven, claimed]);
      await settle();
      expect(await idsOf(search, { attemptsFrom: 1 })).toEqual(['once', 'twice']);
      expect(await idsOf(search, { attemptsUpTo: 1 })).toEqual(['never', 'once']);
      expect(await idsOf(search, { attemptsFrom: 1, attemptsUpTo: 1 })).toEqual(['once']);
    },

    async 'is what the filter’s plain meaning says, for any tasks, filter and page'({ store, search, settle }) {
      const [of] = fc.sample(fc.array(lives, { minLength: 24, maxLength: 24 }), { numRuns: 1 });
      const tasks = await tasksOfLives(store, of ?? []);
      await settle();
      const holds = async (filter: TaskFilter, limit: number) => {
        const expected = tasks.filter((task) => matches(task, filter, windowThen));
        expect(found(await allFound(search, { filter, limit }))).toEqual(found(expected));
      };
      await fc.assert(fc.asyncProperty(filters, fc.constantFrom(1, 2, 5, 100), holds), { numRuns: 40 });
    },
  },

  pages: {
    async 'hold each task once, and end'({ store, search, settle }) {
      for (let index = 0; index < 9; index++) await live(store, aTask(`t${index}`), TO[STATES[index % 8] ?? 'queued']);
      await settle();
      for (const limit of [1, 2, 4, 9, 10]) {
        const tasks = await allFound(search, { filter: {}, limit });
        expect(tasks.map(({ taskId }) => taskId).sort()).toEqual(Array.from({ length: 9 }, (_, index) => `t${index}`));
      }
    },

    async 'refuse a key that no page gave'({ search }) {
      for (const after of ['', 'nonsense', '{}', '[1]', 'null']) {
        const asked = search.find({ filter: {}, now: NOW, limit: 1, after });
        await expect(asked).rejects.toMatchObject({ code: 'page.key' });
      }
    },
  },

  orders: {
    async 'are obeyed by all pages, or refused as the cost said'({ store, search, settle }) {
      const lists: readonly (readonly Step[])[] = [[claimed], [], [claimed, died, redriven, claimed], [claimed, done]];
      for (const [index, steps] of lists.entries()) {
        await live(store, aTask(`t${index}`, { createdAt: at([4, 1, 4, 3][index] ?? 0) }), steps);
        await live(store, aTask(`u${index}`, { createdAt: at([2, 5, 3, 3][index] ?? 0) }), steps);
      }
      await settle();
      const { orders } = await search.cost({}, THEN);
      const tasks = await allFound(search, { filter: {}, limit: 100 });
      for (const order of ORDERS) {
        const asked = (limit: number) => allFound(search, { filter: {}, order, limit });
        if (!orders.includes(order)) await expect(asked(1)).rejects.toMatchObject({ code: 'search.order' });
        else for (const limit of [1, 3, 100]) expect(await asked(limit)).toEqual(inOrder(tasks, order));
      }
    },
  },

  cost: {
    async 'is no less than what a search then looks at'({ store, search, settle }) {
      await oneInEachState(store);
      await store.add([rowOfJob('one', 0), rowOfJob('one', 1)]);
      await settle();
      const asked: readonly TaskFilter[] = [{}, { states: ['dead'] }, { jobId: jobId('one') }, { text: 'in-done' }];
      for (const filter of asked) {
        const { rows, isExact } = await search.cost(filter, THEN);
        const { examined } = await search.find({ filter, now: THEN, limit: 100 });
        expect(rows).toBeGreaterThanOrEqual(isExact ? examined : 0);
      }
    },
  },
};

export const taskSearchContract = (name: string, open: Open<TaskSearchSubject>): void =>
  describeContract(`TaskSearch: ${name}`, TASK_SEARCH_CONTRACT, open);
