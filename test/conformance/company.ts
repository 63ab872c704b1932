/** Stores that take the same steps side by side, and must give the answers that the stores in memory give: changes, reads and all. */

import { expect } from 'vitest';
import { MemorySlotLedger } from '../../src/adapters/memory/memory-slot-ledger.js';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { Page, PageKey, TaskStore } from '../../src/application/ports/task-store.js';
import type { LabourerId } from '../../src/domain/ids.js';
import type { LabourerRow } from '../../src/domain/slots.js';
import { type Task, TERMINAL_STAGES } from '../../src/domain/task.js';
import type { Transition, TransitionName } from '../../src/domain/transition.js';
import { at } from '../support/a-task.js';
import { DECIDERS, ROW_DECIDERS, textNo } from './decisions.js';
import { type Choice, JOBS, LABOURERS, newTask, type Query, type Step, TASK_IDS } from './history.js';

export interface Stores {
  readonly tasks: TaskStore;
  readonly ledger: SlotLedger;
}

export interface Companion {
  readonly name: string;
  /** Connections to one store, which take turns. */
  readonly connections: readonly Stores[];
  /**
   * False where tasks of equal places come in an order of the store's own, dead ones to be reported before the others, and a page may be
   * the last without saying so.
   */
  readonly samePages: boolean;
  close(): void;
}

/** How often each transition was made, and how often it was stale. */
export type Tally = Map<TransitionName, { applied: number; stale: number }>;

type Read = (tasks: TaskStore, after: { after?: PageKey }) => Promise<Page>;

/** What a page's tasks are ordered by. */
type Order = 'greenfield' | 'desiredLaunchTime' | 'closedAt';

export class Company {
  readonly #memory: Stores = { tasks: new MemoryTaskStore(), ledger: new MemorySlotLedger() };
  readonly #others: readonly Companion[];
  readonly #tally: Tally;
  /** Every row that each task has been, and each labourer's. */
  readonly #tasks = new Map<number, Task[]>();
  readonly #rows = new Map<LabourerId, LabourerRow[]>();
  #turn = 0;
  #notes = 0;

  constructor(others: readonly Companion[], tally: Tally = new Map()) {
    this.#others = others;
    this.#tally = tally;
  }

  async take(step: Step): Promise<void> {
    this.#turn++;
    if ('add' in step) await this.#add(step.add);
    else if ('change' in step) await this.#change(step.change);
    else if ('row' in step) await this.#write(step.row);
    else if ('note' in step) await this.#note(...step.note);
    else {
      await Promise.all(LABOURERS.map((labourer) => this.#read(labourer, step.read)));
      await Promise.all(JOBS.map((job) => this.#agree(({ tasks }) => tasks.progress(job))));
    }
  }

  async #add(added: readonly (readonly [task: number, n: number])[]): Promise<void> {
    await this.#agree(({ tasks }) => tasks.add(added.map(([index, n]) => newTask(index, n))));
    await this.#look(added.map(([index]) => index));
  }

  async #change(choices: readonly Choice[]): Promise<void> {
    const transitions = choices.flatMap((choice) => this.#decided(choice));
    const outcomes = await this.#agree(({ tasks }) => tasks.apply(transitions));
    for (const [index, { outcome }] of outcomes.entries()) {
      const { name } = transitions[index] as Transition;
      const counts = this.#tally.get(name) ?? { applied: 0, stale: 0 };
      if (outcome === 'applied' || outcome === 'stale') counts[outcome] += 1;
      this.#tally.set(name, counts);
    }
    await this.#look(choices.map(({ of }) => of));
  }

  #decided({ of, decider, n, age }: Choice): readonly Transition[] {
    const row = asItWas(this.#tasks.get(of) ?? [], age) ?? newTask(of, n);
    const deciders = DECIDERS[row.stage];
    const decide = deciders[decider % Math.max(deciders.length, 1)];
    return decide === undefined ? [] : [decide(row, n)];
  }

  /** Compares the tasks' rows, and remembers them. */
  async #look(indexes: readonly number[]): Promise<void> {
    for (const index of new Set(indexes)) {
      const row = await this.#agree(({ tasks }) => tasks.get(TASK_IDS[index] as Task['taskId']));
      const rows = this.#tasks.get(index) ?? [];
      if (row !== undefined && row !== rows.at(-1)) rows.push(row);
      this.#tasks.set(index, rows);
    }
  }

  async #write({ of, decider, n, age }: Choice): Promise<void> {
    const labourer = LABOURERS[of] as LabourerId;
    const rows = this.#rows.get(labourer) ?? [];
    const row = asItWas(rows, age) ?? (await this.#memory.ledger.read(labourer));
    const decided = ROW_DECIDERS[decider % ROW_DECIDERS.length]?.(row, n) ?? row;
    await this.#agree(({ ledger }) => ledger.compareAndSet(decided));
    rows.push(await this.#agree(({ ledger }) => ledger.read(labourer)));
    this.#rows.set(labourer, rows);
  }

  /** Clocks differ by seconds, so notes come nearly in their order. */
  async #note(labourer: number, early: number, text: number): Promise<void> {
    const decision = { at: at(5 * ++this.#notes - early), text: textNo(text) };
    const id = LABOURERS[labourer] as LabourerId;
    await this.#agree(({ ledger }) => ledger.note(id, decision));
    await this.#agree(({ ledger }) => ledger.decisions(id, text + 1));
  }

  async #read(labourer: LabourerId, { limit, descending, completed, range, dueBy }: Query): Promise<void> {
    const open = { labourerId: labourer, range, ...(completed === undefined ? {} : { completed }) };
    const retrying = { labourerId: labourer, limit, ...(dueBy === undefined ? {} : { dueBy: at(dueBy) }) };
    await Promise.all([
      this.#agreeByPages('greenfield', limit, (tasks, after) => tasks.open({ ...open, limit, descending, ...after })),
      this.#agree(({ tasks }) => tasks.countOpen(open)),
      this.#agreeByPages('desiredLaunchTime', limit, (tasks, after) => tasks.retrying({ ...retrying, ...after })),
      ...TERMINAL_STAGES.map((stage) =>
        this.#agreeByPages('closedAt', limit, (tasks, after) =>
          tasks.closed({ labourerId: labourer, stage, limit, ...after }),
        ),
      ),
      this.#agree(async ({ tasks }) => byId(await tasks.unreported({ labourerId: labourer, limit: 100 }))),
      this.#agree(({ ledger }) => ledger.readAll([...LABOURERS, labourer])),
    ]);
  }

  async #agreeByPages(order: Order, limit: number, read: Read): Promise<void> {
    const turn = this.#turn;
    const expected = await allPages((after) => read(this.#memory.tasks, after));
    const reads = this.#others.map(async (other) => {
      const pages = await allPages((after) => read(connectionAt(other, turn).tasks, after));
      if (other.samePages) return expect(plain(pages), other.name).toEqual(plain(expected));
      const [found, wanted] = [pages.flat(), expected.flat()];
      expect(plain(byId(found)), other.name).toEqual(plain(byId(wanted)));
      expect(Math.max(0, ...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
      if (order !== 'closedAt') expect(found.map((task) => task[order])).toEqual(wanted.map((task) => task[order]));
    });
    await Promise.all(reads);
  }

  /** The answer of memory, once all the others have given the same. */
  async #agree<Answer>(call: (stores: Stores) => Promise<Answer>): Promise<Answer> {
    const turn = this.#turn;
    const expected = await call(this.#memory);
    const answers = await Promise.all(this.#others.map((other) => call(connectionAt(other, turn))));
    for (const [index, answer] of answers.entries()) {
      expect(plain(answer), this.#others[index]?.name).toEqual(plain(expected));
    }
    return expected;
  }
}

const connectionAt = ({ connections }: Companion, turn: number): Stores =>
  connections[turn % connections.length] as Stores;

const asItWas = <Row>(rows: readonly Row[], age: number): Row | undefined => rows[Math.max(rows.length - 1 - age, 0)];

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

/** Without fields that are undefined, which are as good as absent, so that a difference is all that is shown. */
const plain = (answer: unknown): unknown =>
  answer === undefined
    ? undefined
    : JSON.parse(JSON.stringify(answer, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value)));

const byId = (tasks: readonly Task[]): readonly Task[] =>
  tasks.toSorted((one, other) => (one.taskId < other.taskId ? -1 : 1));
