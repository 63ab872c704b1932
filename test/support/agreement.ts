/**
 * Random histories of the kind that the use cases make, played to a store in memory and to another one, which must agree on every answer
 * and on what each read shows. `SOSW_SEED` plays other histories.
 */

import fc from 'fast-check';
import { expect } from 'vitest';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { Page, PageKey, TaskStore } from '../../src/application/ports/task-store.js';
import {
  archive,
  bury,
  cancel,
  claim,
  complete,
  confirmReport,
  expire,
  fail,
  freeSlot,
  interrupt,
  noteFailure,
  recordCompletion,
  redrive,
  release,
  requeue,
} from '../../src/domain/life.js';
import { type Task, type TaskStage, TERMINAL_STAGES } from '../../src/domain/task.js';
import { seconds } from '../../src/domain/time.js';
import type { Transition } from '../../src/domain/transition.js';
import { aTask, aWindow, at, greenfield, jobId, labourerId, NOW, place, taskId } from './a-task.js';

/** Decides a change of a row; `n` is a small number that varies instants, places and tokens. */
type Decider = (row: Task, n: number) => Transition;

const extra = (n: number) => (n % 3 === 0 ? {} : { [`stat_${n % 2}`]: n, result_text: `ü ${n}` });
const error = (n: number) => (n % 4 === 0 ? undefined : { name: 'Error', message: `no. ${n}` });
const retryAfter = (n: number) => ({ retryAfter: seconds(10 * (n % 3)) });

const DECIDERS: Readonly<Record<TaskStage, readonly Decider[]>> = {
  open: [
    (row, n) => claim(row, aWindow(at(n)), `${NOW + 2400}.runtime-${n}`),
    (row, n) => release({ ...row, greenfield: place(n), attempts: Math.max(row.attempts - 1, 0) }, row.slot ?? 'none'),
    (row, n) => interrupt(row, place(-n)),
    (row, n) => complete(row, { now: at(n), extra: extra(n), archive: n % 2 === 0 }),
    (row, n) => recordCompletion(row, { now: at(n), extra: extra(n) }),
    (row, n) => archive(row, at(n)),
    (row, n) => fail(row, n % 3 === 0 ? 'dead' : retryAfter(n), { now: at(n), error: error(n), extra: extra(n) }),
    (row, n) => noteFailure(row, { error: error(n), extra: extra(n) }),
    (row, n) => expire(row, n % 2 === 0 ? 'dead' : retryAfter(n), at(n)),
    (row, n) => bury(row, at(n), { name: 'payload.invalid', message: `${n}` }),
    (row, n) => cancel(row, at(n)),
  ],
  retrying: [
    (row, n) => requeue(row, place(-n)),
    (row, n) => complete(row, { now: at(n), extra: extra(n), archive: true }),
    (row, n) => cancel(row, at(n)),
  ],
  done: [],
  dead: [(row, n) => redrive(row, place(n)), confirmReport],
  cancelled: [(row, n) => redrive(row, place(n)), (row, n) => freeSlot(row, extra(n))],
};

/** Few tasks of few jobs and labourers, at few places, so that everything meets everything. */
const TASKS = 8;
const LABOURERS = [labourerId('a'), labourerId('b')];
const JOBS = [jobId('x'), jobId('y')];
const small = fc.nat(9);

const newTask = (index: number, n: number): Task =>
  aTask(`t${index}`, {
    labourerId: LABOURERS[index % 2] as (typeof LABOURERS)[number],
    greenfield: greenfield(n % 4 === 0 ? 1000.5 : 1000 * n),
    ...(index % 4 === 0 ? {} : { jobId: JOBS[index % 3 === 0 ? 0 : 1] as (typeof JOBS)[number] }),
    ...(n === 3 ? { extra: { section: [n] } } : {}),
  });

interface Change {
  readonly task: number;
  readonly decider: number;
  readonly n: number;
  /** 0 decides on the row as it is, more on one as it was so many changes ago. */
  readonly age: number;
}

interface Query {
  readonly limit: number;
  readonly descending: boolean;
  readonly completed: boolean | undefined;
  readonly above: number | undefined;
  readonly upTo: number | undefined;
}

type Step =
  | { readonly add: readonly (readonly [task: number, n: number])[] }
  | { readonly change: readonly Change[] }
  | Query;

const adding = fc.record({ add: fc.array(fc.tuple(fc.nat(TASKS - 1), small), { maxLength: 4 }) });
const age = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(2));
const change = fc.record({ task: fc.nat(TASKS - 1), decider: fc.nat(32), n: small, age });
const changing = fc.record({ change: fc.array(change, { minLength: 1, maxLength: 5 }) });
const position = fc.option(fc.oneof(small, fc.constant(1e6)), { nil: undefined });
const reading = fc.record({
  limit: fc.integer({ min: 1, max: 5 }),
  descending: fc.boolean(),
  completed: fc.option(fc.boolean(), { nil: undefined }),
  above: position,
  upTo: position,
});
const steps = fc.array(
  fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
    { weight: 2, arbitrary: adding },
    { weight: 6, arbitrary: changing },
    { weight: 2, arbitrary: reading },
  ),
  { minLength: 5, maxLength: 60, size: 'max' },
);
/** All tasks but the last are there from the beginning. */
const histories = fc
  .array(small, { minLength: TASKS - 1, maxLength: TASKS - 1 })
  .chain((places) => steps.map((rest): Step[] => [{ add: places.map((n, index) => [index, n]) }, ...rest]));

const EVERYTHING: Query = { limit: 3, descending: false, completed: undefined, above: undefined, upTo: undefined };

export interface Other {
  /** Connections to one store, which take turns. */
  readonly stores: readonly [TaskStore, ...TaskStore[]];
  /** False where tasks of equal places come in an order of the store's own, and a page may be the last without saying so. */
  readonly samePages: boolean;
  /** False where jobs are counted by the ids that the Scheduler makes. */
  readonly countsAnyIds: boolean;
  close(): void;
}

/** A store in memory and another one, and every row that each task has been. */
class Pair {
  readonly #memory = new MemoryTaskStore();
  readonly #rows = new Map<number, Task[]>();
  readonly #other: Other;
  #turn = 0;

  constructor(other: Other) {
    this.#other = other;
  }

  async take(step: Step): Promise<void> {
    this.#turn++;
    await this.#remember();
    if (this.#other.countsAnyIds) for (const job of JOBS) await this.#agree((store) => store.progress(job));
    if ('add' in step) await this.#agree((store) => store.add(step.add.map(([index, n]) => newTask(index, n))));
    else if ('change' in step) await this.#change(step.change);
    else await this.#compareReads(step);
  }

  get #store(): TaskStore {
    const { stores } = this.#other;
    return stores[this.#turn % stores.length] as TaskStore;
  }

  async #change(changes: readonly Change[]): Promise<void> {
    const transitions = changes.flatMap((decision) => this.#decided(decision));
    await this.#agree((store) => store.apply(transitions));
  }

  #decided({ task, decider, n, age: back }: Change): readonly Transition[] {
    const rows = this.#rows.get(task) ?? [];
    const row = rows[Math.max(rows.length - 1 - back, 0)] ?? newTask(task, n);
    const deciders = DECIDERS[row.stage];
    const decide = deciders[decider % Math.max(deciders.length, 1)];
    return decide === undefined ? [] : [decide(row, n)];
  }

  async #remember(): Promise<void> {
    for (let index = 0; index < TASKS; index++) {
      const row = await this.#agree((store) => store.get(taskId(`t${index}`)));
      const rows = this.#rows.get(index) ?? [];
      if (row !== undefined && JSON.stringify(row) !== JSON.stringify(rows.at(-1))) rows.push(row);
      this.#rows.set(index, rows);
    }
  }

  async #compareReads({ limit, descending, completed, above, upTo }: Query): Promise<void> {
    const range = {
      ...(above === undefined ? {} : { above: place(above) }),
      ...(upTo === undefined ? {} : { upTo: place(upTo) }),
    };
    for (const labourer of LABOURERS) {
      const open = { labourerId: labourer, range, ...(completed === undefined ? {} : { completed }) };
      await this.#agreeByPages((store, after) => store.open({ ...open, limit, descending, ...after }));
      await this.#agree((store) => store.countOpen(open));
      const retrying = { labourerId: labourer, limit, ...(upTo === undefined ? {} : { dueBy: at(10 * upTo) }) };
      await this.#agreeByPages((store, after) => store.retrying({ ...retrying, ...after }));
      for (const stage of TERMINAL_STAGES) {
        await this.#agreeByPages((store, after) => store.closed({ labourerId: labourer, stage, limit, ...after }));
      }
      const unreported = await this.#both((store) => store.unreported({ labourerId: labourer, limit: 100 }));
      const [inMemory, inOther] = unreported.map((tasks) => tasks.map((task) => task.taskId).sort());
      expect(inOther).toEqual(inMemory);
    }
  }

  async #agreeByPages(read: (store: TaskStore, after: { after?: PageKey }) => Promise<Page>): Promise<void> {
    const memory = await allPages((after) => read(this.#memory, after));
    const other = await allPages((after) => read(this.#store, after));
    if (this.#other.samePages) expect(other).toEqual(memory);
    else expect(byId(other.flat())).toEqual(byId(memory.flat()));
  }

  async #agree<Answer>(call: (store: TaskStore) => Promise<Answer>): Promise<Answer> {
    const [memory, other] = await this.#both(call);
    expect(other).toEqual(memory);
    return memory;
  }

  async #both<Answer>(call: (store: TaskStore) => Promise<Answer>): Promise<[Answer, Answer]> {
    return Promise.all([call(this.#memory), call(this.#store)]);
  }
}

async function allPages(read: (after: { after?: PageKey }) => Promise<Page>): Promise<(readonly Task[])[]> {
  const pages: (readonly Task[])[] = [];
  for (let after: PageKey | undefined; pages.length < 100; ) {
    const page = await read(after === undefined ? {} : { after });
    pages.push(page.tasks);
    if (page.next === undefined) return pages;
    after = page.next;
  }
  throw new Error('the pages have no end');
}

const byId = (tasks: readonly Task[]): readonly Task[] =>
  tasks.toSorted((one, other) => (one.taskId < other.taskId ? -1 : 1));

/** Plays so many histories, each to a fresh store. */
export const agreeOn = (open: () => Other | Promise<Other>, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const other = await open();
      const pair = new Pair(other);
      try {
        for (const step of [...history, EVERYTHING]) await pair.take(step);
      } finally {
        other.close();
      }
    }),
    { numRuns, seed: Number(process.env.SOSW_SEED ?? 1) },
  );
