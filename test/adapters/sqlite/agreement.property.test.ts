/**
 * Memory and SQLite agree on random histories of the kind that the use cases make, on what each read shows after them, and on jobs'
 * counters, which are a recount in memory. `SOSW_SEED` plays other histories.
 */

import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryTaskStore } from '../../../src/adapters/memory/memory-task-store.js';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.js';
import { SqliteTaskStore } from '../../../src/adapters/sqlite/sqlite-task-store.js';
import type { StoreDatabase } from '../../../src/adapters/sqlite/store-database.js';
import type { Page, PageKey, TaskStore } from '../../../src/application/ports/task-store.js';
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
} from '../../../src/domain/life.js';
import { type Task, type TaskStage, TERMINAL_STAGES } from '../../../src/domain/task.js';
import { seconds } from '../../../src/domain/time.js';
import type { Transition } from '../../../src/domain/transition.js';
import { aTask, aWindow, at, greenfield, jobId, labourerId, NOW, place, taskId } from '../../support/a-task.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

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

/** A store in memory and one in SQLite, which has several connections that take turns, and every row that each task has been. */
class Pair {
  readonly #memory = new MemoryTaskStore();
  readonly #rows = new Map<number, Task[]>();
  readonly #connections: readonly SqliteTaskStore[];
  #sqlite: SqliteTaskStore;

  constructor(connections: readonly [SqliteTaskStore, ...SqliteTaskStore[]]) {
    this.#connections = connections;
    this.#sqlite = connections[0];
  }

  async take(step: Step): Promise<void> {
    const turn = this.#connections.indexOf(this.#sqlite) + 1;
    this.#sqlite = this.#connections[turn % this.#connections.length] as SqliteTaskStore;
    await this.#remember();
    for (const job of JOBS) await this.#agree((store) => store.progress(job));
    if ('add' in step) await this.#agree((store) => store.add(step.add.map(([index, n]) => newTask(index, n))));
    else if ('change' in step) await this.#change(step.change);
    else await this.#compareReads(step);
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
      const [inMemory, inSqlite] = unreported.map((tasks) => tasks.map((task) => task.taskId).sort());
      expect(inSqlite).toEqual(inMemory);
    }
  }

  async #agreeByPages(read: (store: TaskStore, after: { after?: PageKey }) => Promise<Page>): Promise<void> {
    let keys: readonly { after?: PageKey }[] = [{}, {}];
    for (let more = true; more; ) {
      const pages: Page[] = [];
      for (const [index, store] of [this.#memory, this.#sqlite].entries())
        pages.push(await read(store, keys[index] ?? {}));
      const [memory, sqlite] = pages as [Page, Page];
      expect(sqlite.tasks).toEqual(memory.tasks);
      expect(sqlite.next === undefined).toBe(memory.next === undefined);
      more = memory.next !== undefined;
      keys = pages.map(({ next }) => (next === undefined ? {} : { after: next }));
    }
  }

  async #agree<Answer>(call: (store: TaskStore) => Promise<Answer>): Promise<Answer> {
    const [memory, sqlite] = await this.#both(call);
    expect(sqlite).toEqual(memory);
    return memory;
  }

  async #both<Answer>(call: (store: TaskStore) => Promise<Answer>): Promise<[Answer, Answer]> {
    return Promise.all([call(this.#memory), call(this.#sqlite)]);
  }
}

const agreeOn = (open: () => { databases: [StoreDatabase, ...StoreDatabase[]]; remove(): void }, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const { databases, remove } = open();
      const [first, ...others] = databases;
      const pair = new Pair([new SqliteTaskStore(first), ...others.map((other) => new SqliteTaskStore(other))]);
      try {
        for (const step of [...history, EVERYTHING]) await pair.take(step);
      } finally {
        for (const database of databases) database.close();
        remove();
      }
    }),
    { numRuns, seed: Number(process.env.SOSW_SEED ?? 1) },
  );

it('memory and SQLite agree on every history', async () => {
  await agreeOn(() => ({ databases: [openDatabase({ file: ':memory:' })], remove: () => {} }), 60);
});

it('so do two connections to one file that take turns', async () => {
  const open = () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'sosw.db');
    return { databases: [openDatabase({ file }), openDatabase({ file })] as [StoreDatabase, StoreDatabase], ...folder };
  };
  await agreeOn(open, 20);
});
