/** The defects of the system before this one, each to be laid over the product so that the campaign shows that it would be found. */

import type { QueueFile } from '../../src/application/ports/queue-file.js';
import type { SlotLedger } from '../../src/application/ports/slot-ledger.js';
import type { ApplyOutcome, TaskStore } from '../../src/application/ports/task-store.js';
import { type Greenfield, greenfield } from '../../src/domain/greenfield.js';
import { type TaskId, taskId } from '../../src/domain/ids.js';
import { complete, noteFailure } from '../../src/domain/life.js';
import type { JsonObject, Task } from '../../src/domain/task.js';
import { wholeSecond } from '../../src/domain/time.js';
import type { Transition } from '../../src/domain/transition.js';
import { withoutCondition } from '../support/world/careless-ports.js';
import type { Essentials } from '../support/world/essentials.js';
import { storeMethods } from '../support/world/store-methods.js';
import type { Mutation } from './world/mutation.js';
import type { Process } from './world/process.js';
import type { World } from './world/world.js';

export interface Mutant {
  /** As in the list of old defects in docs/reliability.md. */
  readonly number: number;
  readonly defect: string;
  readonly mutation: Mutation;
}

const onStore = (change: (store: TaskStore, world: World) => Partial<TaskStore>): Mutation => ({
  ports: (ports, world) => ({ ...ports, store: { ...storeMethods(ports.store), ...change(ports.store, world) } }),
});

const onFiles = (change: (files: QueueFile, world: World) => Partial<QueueFile>): Mutation => ({
  ports: (ports, world) => ({ ...ports, files: { ...filesOf(ports.files), ...change(ports.files, world) } }),
});

const onLedger = (change: (ledger: SlotLedger) => SlotLedger): Mutation => ({
  ports: (ports) => ({ ...ports, ledger: change(ports.ledger) }),
});

type Handle = Essentials['scheduler']['handle'];
const onJobs = (
  handle: (event: unknown, next: (event: unknown) => ReturnType<Handle>, world: World) => ReturnType<Handle>,
): Mutation => ({
  compose: (made, _process, world) => {
    const { scheduler } = made;
    const changed: Pick<Essentials['scheduler'], 'handle' | 'adoptOrphans'> = {
      handle: (event, run) => handle(event, (given) => scheduler.handle(given, run), world),
      adoptOrphans: (budget) => scheduler.adoptOrphans(budget),
    };
    return { ...made, scheduler: changed as Essentials['scheduler'] };
  },
});

export const MUTANTS: readonly Mutant[] = [
  { number: 1, defect: 'the cap is raced: counted, then claimed', mutation: onLedger(withoutCondition) },
  { number: 2, defect: 'a refused invocation burns an attempt', mutation: onStore(withoutRelease) },
  {
    number: 3,
    defect: 'moves are two writes, and a crash between them leaves a task in two tables',
    mutation: onStore(inTwoWrites),
  },
  {
    number: 4,
    defect: 'a late completion is written whatever the row has become',
    mutation: { compose: completingBlindly },
  },
  {
    number: 5,
    defect: 'attempts cannot be told apart',
    mutation: { message: (world, id) => world.checker.tasks.get(id as TaskId)?.attempts },
  },
  { number: 6, defect: 'task ids are random', mutation: onStore(withRandomIds) },
  { number: 7, defect: 'concurrent Schedulers give equal places', mutation: onLedger(withoutTail) },
  {
    number: 8,
    defect: 'a metric without data stops the Orchestrator for all',
    mutation: {
      ports: (ports) => ({
        ...ports,
        metrics: {
          values: async (queries) => {
            const answers = await ports.metrics.values(queries);
            const missing = answers.find((answer) => answer.kind === 'failed' || answer.datapoints.length === 0);
            if (missing !== undefined) throw new TypeError('no datapoints');
            return answers;
          },
        },
      }),
    },
  },
  {
    number: 9,
    defect: 'at most 20 retries a labourer and pass',
    mutation: onStore((store) => ({ retrying: (query) => firstPage(store, query) })),
  },
  { number: 10, defect: 'the queue file is rewritten with every batch', mutation: onFiles(rewritten) },
  { number: 11, defect: 'a reported failure waits for its expiry', mutation: onStore(failuresNoted) },
  {
    number: 12,
    defect: 'the report of a dead task holds only its id',
    mutation: {
      ports: (ports) => ({
        ...ports,
        notifier: {
          report: (reports) =>
            ports.notifier.report(
              reports.map((report) => ({ ...report, body: { task_id: report.body.task_id ?? null } })),
            ),
        },
      }),
    },
  },
  {
    number: 13,
    defect: "periods are those of the server's own time",
    mutation: onJobs((event, next) =>
      next(isJob(event) && 'time_zone' in event ? { ...event, time_zone: 'Etc/GMT+12' } : event),
    ),
  },
  { number: 14, defect: "the platform's own two repeats are left on", mutation: { platformRepeats: true } },
  {
    number: 15,
    defect: 'the file_name of an event may walk out of the folder',
    mutation: onJobs(async (event, next, world) => {
      if (isJob(event) && 'file_name' in event) await world.files.find(String(event.file_name));
      return next(event);
    }),
  },
  {
    number: 16,
    defect: 'a job whose schema chunks nothing crashes',
    mutation: onJobs(async (event, next) => {
      if (isJob(event) && 'text' in event) throw new TypeError("Cannot read properties of undefined (reading 'items')");
      return next(event);
    }),
  },
  { number: 17, defect: 'a long-lived queue puts new tasks out of reach', mutation: onStore(withFixedSteps) },
];

export function mutationOf(number: number): Mutation {
  const mutant = MUTANTS.find((known) => known.number === number);
  if (mutant === undefined) throw new RangeError(`no mutant ${number}: they are 1 to ${MUTANTS.length}`);
  return mutant.mutation;
}

/** Refused invocations are not undone. */
function withoutRelease(store: TaskStore): Partial<TaskStore> {
  return { apply: (transitions) => partly(store, transitions, ({ name }) => name !== 'release') };
}

/** A move to another table is a copy and a deletion: where its process dies between them both rows stand. */
function inTwoWrites(store: TaskStore, world: World): Partial<TaskStore> {
  return {
    apply: async (transitions) => {
      const torn = transitions.find(({ from, to }) => from !== to && world.faults.meets('F1', 20));
      if (torn === undefined) return store.apply(transitions);
      const row = await store.get(torn.taskId);
      if (row !== undefined) world.checker.added({ ...row, stage: torn.to });
      return partly(store, transitions, (transition) => transition !== torn);
    },
  };
}

/** A completion is written to whatever row there is now. */
function completingBlindly(made: Essentials, process: Process, world: World): Essentials {
  const { assistant } = made;
  const handle: typeof assistant.handle = async (event) => {
    const { action, task_id: id } = (isJob(event) ? event : {}) as JsonObject;
    const task =
      action === 'mark_task_as_completed' && typeof id === 'string' && id !== '' && id.length < 200
        ? await world.store.get(taskId(id))
        : undefined;
    if (task === undefined) return assistant.handle(event);
    const now = wholeSecond(process.clock.now());
    world.surroundings.acting = process;
    await world.store.storeOf(process).apply([{ ...complete(task, { now, extra: {}, archive: true }), guard: {} }]);
    return { outcome: 'recorded' };
  };
  return { ...made, assistant: { handle } as Essentials['assistant'] };
}

function withRandomIds(store: TaskStore, world: World): Partial<TaskStore> {
  const fresh = (task: Task): Task => ({ ...task, taskId: world.surroundings.ports.ids.taskId() });
  return { add: (tasks) => store.add(tasks.map(fresh)) };
}

function withoutTail(ledger: SlotLedger): SlotLedger {
  const bare = async (row: ReturnType<SlotLedger['read']>) => {
    const { tail: _forgotten, ...rest } = await row;
    return rest;
  };
  return {
    read: (labourerId) => bare(ledger.read(labourerId)),
    readAll: (labourerIds) => Promise.all(labourerIds.map((labourerId) => bare(ledger.read(labourerId)))),
    compareAndSet: (row) => ledger.compareAndSet(row),
    note: (labourerId, decision) => ledger.note(labourerId, decision),
    decisions: (labourerId, limit) => ledger.decisions(labourerId, limit),
  };
}

async function firstPage(store: TaskStore, query: Parameters<TaskStore['retrying']>[0]) {
  const { tasks } = await store.retrying({ ...query, limit: 20 });
  return { tasks };
}

function rewritten(files: QueueFile, world: World): Partial<QueueFile> {
  return {
    checkpoint: (lease, cursor, until) => {
      world.files.moved(lease.name, 2 * Math.max(world.files.size(lease.name) - cursor.byte, 0));
      return files.checkpoint(lease, cursor, until);
    },
  };
}

function failuresNoted(store: TaskStore): Partial<TaskStore> {
  return {
    apply: async (transitions) => {
      const noted = await Promise.all(
        transitions.map(async (transition) => {
          const row = transition.name === 'fail' ? await store.get(transition.taskId) : undefined;
          return row === undefined ? transition : noteFailure(row, { error: undefined, extra: {} });
        }),
      );
      return store.apply(noted);
    },
  };
}

/** Each new task stands a step behind the last one, wherever the clock is. */
function withFixedSteps(store: TaskStore): Partial<TaskStore> {
  return {
    add: async (tasks) => {
      const [first] = tasks;
      if (first === undefined) return [];
      const { tasks: ends } = await store.open({
        labourerId: first.labourerId,
        range: {},
        limit: 1,
        descending: true,
        completed: false,
      });
      const end = ends[0]?.greenfield ?? 0;
      const placed = (task: Task, index: number): Task => ({ ...task, greenfield: stepped(end, index) });
      return store.add(tasks.map(placed));
    },
  };
}

const stepped = (end: number, index: number): Greenfield => greenfield(end + 1000 * (index + 1));

/** Makes some of the changes; the others are told to be stale. */
async function partly(
  store: TaskStore,
  transitions: readonly Transition[],
  isMade: (transition: Transition) => boolean,
) {
  const outcomes: ApplyOutcome[] = [];
  for (const transition of transitions) {
    const row = await store.get(transition.taskId);
    if (isMade(transition)) outcomes.push(...(await store.apply([transition])));
    else outcomes.push(row === undefined ? { outcome: 'missing' } : { outcome: 'stale', current: row });
  }
  return outcomes;
}

const filesOf = (files: QueueFile): QueueFile => ({
  find: (name) => files.find(name),
  create: (...args) => files.create(...args),
  acquire: (...args) => files.acquire(...args),
  read: (...args) => files.read(...args),
  checkpoint: (...args) => files.checkpoint(...args),
  release: (lease) => files.release(lease),
  finish: (...args) => files.finish(...args),
  orphans: (query) => files.orphans(query),
});

const isJob = (event: unknown): event is JsonObject => typeof event === 'object' && event !== null;
