/** Random histories of tasks and of labourers' rows, as data: what is added, decided, written and asked for, in which order. */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { GreenfieldRange } from '../../src/domain/greenfield.js';
import { type JobId, type LabourerId, type TaskId, taskIdOfRow } from '../../src/domain/ids.js';
import type { Task } from '../../src/domain/task.js';
import { aTask, jobId, labourerId, taskId } from '../support/a-task.js';
import { extraNo, placeNo, textNo } from './decisions.js';

/** Names that look like another's with the ending of a stage, and that are not ASCII. */
export const LABOURERS = ['a', 'a_1', 'ü “b”_0'].map(labourerId) as [LabourerId, LabourerId, LabourerId];
export const JOBS = ['x', 'the job “ü” \u{1F600}'].map(jobId) as [JobId, JobId];

interface Identity {
  readonly taskId: TaskId;
  readonly labourerId: LabourerId;
  readonly jobId?: JobId;
}

/** A job's row has the id that the Scheduler makes: a store may count the job by it. */
function ofJob(job: 0 | 1, row: number): Identity {
  const digest = createHash('sha256').update(JOBS[job]).digest('hex');
  return { taskId: taskIdOfRow(digest, row), labourerId: LABOURERS[job], jobId: JOBS[job] };
}

/** Ids of no job, two each of one labourer. The last two are in another order as UTF-16 than as code points. */
const ODD_IDS = [
  ['plain', `it's "odd" #:%`],
  ['e\u0301 \u00e9', 'E\u0301'],
  ['\uFF5E', '\u{1F600}'],
];

/** Few tasks of few jobs and labourers, so that everything meets everything. */
const TASKS: readonly Identity[] = [
  ...[0, 1, 2].flatMap((row) => [ofJob(0, row), ofJob(1, row)]),
  ...ODD_IDS.flatMap((ids, labourer) =>
    ids.map((id) => ({ taskId: taskId(id), labourerId: LABOURERS[labourer] as LabourerId })),
  ),
];
export const TASK_IDS: readonly TaskId[] = TASKS.map((task) => task.taskId);

/** The task of an index as it is added; `n` varies its place and what is in it. */
export function newTask(index: number, n: number): Task {
  const { taskId: id, ...identity } = TASKS[index] as Identity;
  const payload = n % 5 === 0 ? {} : { payload: n % 2 ? textNo(n) : JSON.stringify({ text: textNo(n) }) };
  const { payload: _, ...task } = aTask(id, { ...identity, greenfield: placeNo(n) });
  return { ...task, ...payload, ...(n % 4 === 3 ? { extra: extraNo(n) } : {}) };
}

/** A decision on a row: on the one that is there, or on one as it was some changes ago. */
export interface Choice {
  /** Index of the task, or of the labourer. */
  readonly of: number;
  readonly decider: number;
  readonly n: number;
  readonly age: number;
}

export interface Query {
  readonly limit: number;
  readonly descending: boolean;
  readonly completed: boolean | undefined;
  readonly range: GreenfieldRange;
  readonly dueBy: number | undefined;
}

export type Step =
  | { readonly add: readonly (readonly [task: number, n: number])[] }
  | { readonly change: readonly Choice[] }
  | { readonly row: Choice }
  | { readonly note: readonly [labourer: number, at: number, text: number] }
  | { readonly read: Query };

const small = fc.nat(9);
const age = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 }));
const choice = (among: number): fc.Arbitrary<Choice> =>
  fc.record({ of: fc.nat(among - 1), decider: fc.nat(32), n: small, age });

const adding = fc.record({ add: fc.array(fc.tuple(fc.nat(TASKS.length - 1), small), { maxLength: 4 }) });
const changing = fc.record({ change: fc.array(choice(TASKS.length), { minLength: 1, maxLength: 6 }) });
const writing = fc.record({ row: choice(LABOURERS.length) });
const noting = fc.record({ note: fc.tuple(fc.nat(LABOURERS.length - 1), small, small) });

/** Ends of ranges are places that tasks stand at, and some above all of them. */
const end = fc.option(fc.oneof(small.map(placeNo), fc.constant(placeNo(9))), { nil: undefined });
const range = fc.tuple(end, end).map(
  ([above, upTo]): GreenfieldRange => ({
    ...(above === undefined ? {} : { above }),
    ...(upTo === undefined ? {} : { upTo }),
  }),
);
const reading = fc.record({
  read: fc.record({
    limit: fc.integer({ min: 1, max: 5 }),
    descending: fc.boolean(),
    completed: fc.option(fc.boolean(), { nil: undefined }),
    range,
    dueBy: fc.option(small, { nil: undefined }),
  }),
});

const EVERYTHING: Step = {
  read: { limit: 3, descending: false, completed: undefined, range: {}, dueBy: undefined },
};

const decide = (decider: number, age = 0): Step => ({ change: [{ of: 0, decider, n: 1, age }] });

/** What chance makes too seldom: a task is claimed, cancelled under its worker, freed of its slot, and freed once more by a late report. */
const CANCELLED_AT_WORK: readonly Step[] = [decide(0), decide(10), decide(0), decide(0, 1)];

/** Most tasks are there from the beginning; at the end everything is read. */
export const histories: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(small, { minLength: TASKS.length - 2, maxLength: TASKS.length - 2 }),
    fc.array(
      fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
        { weight: 2, arbitrary: adding },
        { weight: 8, arbitrary: changing },
        { weight: 2, arbitrary: writing },
        { weight: 1, arbitrary: noting },
        { weight: 2, arbitrary: reading },
      ),
      { minLength: 20, maxLength: 80, size: 'max' },
    ),
  )
  .map(([places, steps]) => [
    { add: places.map((n, index) => [index, n] as const) },
    ...CANCELLED_AT_WORK,
    ...steps,
    EVERYTHING,
  ]);
